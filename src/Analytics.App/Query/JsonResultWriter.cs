using System.Buffers;
using System.Collections;
using System.Globalization;
using System.Numerics;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Analytics.App.Tables;

namespace Analytics.App.Query;

/// <summary>
/// One object per row: an array of them, or one per line. 64-bit numbers are written in full; a reader that knows only
/// doubles should select them as text (<c>account_id::VARCHAR</c>). Infinite numbers and NaN become null.
/// </summary>
internal sealed class JsonResultWriter(TextWriter output, bool onePerLine) : IResultWriter
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public long Write(IReadOnlyList<Column> columns, IEnumerable<object?[]> rows)
    {
        ArrayBufferWriter<byte> buffer = new();
        using Utf8JsonWriter json = new(buffer, Options);
        var names = columns.Select(column => JsonEncodedText.Encode(column.Name, Options.Encoder)).ToArray();
        long count = 0;
        if (!onePerLine) output.Write('[');
        foreach (var row in rows)
        {
            if (!onePerLine) output.Write(count == 0 ? "\n" : ",\n");
            buffer.ResetWrittenCount();
            json.Reset();
            json.WriteStartObject();
            for (var i = 0; i < row.Length; i++)
            {
                json.WritePropertyName(names[i]);
                WriteValue(json, row[i]);
            }

            json.WriteEndObject();
            json.Flush();
            output.Write(Encoding.UTF8.GetString(buffer.WrittenSpan));
            if (onePerLine) output.Write('\n');
            count++;
        }

        if (!onePerLine) output.Write(count == 0 ? "]\n" : "\n]\n");
        return count;
    }

    private static void WriteValue(Utf8JsonWriter json, object? value)
    {
        switch (value)
        {
            case null or DBNull or double.NaN or float.NaN:
                json.WriteNullValue();
                break;
            case bool truth:
                json.WriteBooleanValue(truth);
                break;
            case double number when double.IsInfinity(number):
            case float single when float.IsInfinity(single):
                json.WriteNullValue();
                break;
            case double number:
                json.WriteNumberValue(number);
                break;
            case float number:
                json.WriteNumberValue(number);
                break;
            case decimal number:
                json.WriteNumberValue(number);
                break;
            case sbyte or byte or short or ushort or int or uint or long or ulong or BigInteger or Int128 or UInt128:
                json.WriteRawValue(((IFormattable)value).ToString(null, CultureInfo.InvariantCulture));
                break;
            case DateTime time:
                json.WriteStringValue(time.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFF", CultureInfo.InvariantCulture));
                break;
            case byte[] or string:
                json.WriteStringValue(CellText.Of(value));
                break;
            case IDictionary map:
                WriteMap(json, map);
                break;
            case IEnumerable list:
                json.WriteStartArray();
                foreach (var item in list) WriteValue(json, item);
                json.WriteEndArray();
                break;
            default:
                json.WriteStringValue(CellText.Of(value));
                break;
        }
    }

    private static void WriteMap(Utf8JsonWriter json, IDictionary map)
    {
        json.WriteStartObject();
        foreach (DictionaryEntry pair in map)
        {
            json.WritePropertyName(CellText.Of(pair.Key) ?? CellText.Missing);
            WriteValue(json, pair.Value);
        }

        json.WriteEndObject();
    }
}
