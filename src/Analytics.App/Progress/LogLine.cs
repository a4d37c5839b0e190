using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.Extensions.Logging;

namespace Analytics.App.Progress;

/// <summary>One event of the log, with its fields in order.</summary>
/// <param name="Fields">Those of the scopes around it, then those of the message.</param>
internal sealed record LogLine(
    DateTimeOffset Time,
    LogLevel Level,
    EventId Event,
    string Logger,
    string Message,
    IReadOnlyList<KeyValuePair<string, object?>> Fields,
    Exception? Error)
{
    private const string Template = "{OriginalFormat}";

    private static readonly JsonWriterOptions Relaxed = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Time (UTC), level if it is a warning or worse, text.</summary>
    public string ToText(bool namesPipeline)
    {
        var severity = Level switch
        {
            LogLevel.Warning => "warning: ",
            LogLevel.Error or LogLevel.Critical => "error: ",
            _ => "",
        };
        var pipeline = namesPipeline ? Fields.FirstOrDefault(field => field.Key == "pipeline").Value : null;
        var text = string.Create(
            CultureInfo.InvariantCulture,
            $"{Time.UtcDateTime:yyyy-MM-ddTHH:mm:ssZ} {(pipeline is null ? "" : $"[{pipeline}] ")}{severity}{Message}");
        return Error is null ? text : $"{text}{Environment.NewLine}{Error}";
    }

    /// <summary>
    /// A JSON object without line breaks: time (UTC), level, event, name, logger, message; then every field in
    /// snake_case with its bare value, sizes in bytes and durations in seconds; error last.
    /// </summary>
    public string ToJson()
    {
        ArrayBufferWriter<byte> buffer = new(512);
        using (Utf8JsonWriter json = new(buffer, Relaxed))
        {
            json.WriteStartObject();
            json.WriteString(
                "time", Time.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.fff'Z'", CultureInfo.InvariantCulture));
            json.WriteString("level", Level.ToString().ToLowerInvariant());
            json.WriteNumber("event", Event.Id);
            if (Event.Name is { } name) json.WriteString("name", name);
            json.WriteString("logger", Logger);
            json.WriteString("message", Message);
            // A name that stands there already would be a second one of the same object.
            HashSet<string> written = ["time", "level", "event", "name", "logger", "message", "error"];
            foreach (var (key, value) in Fields)
            {
                var field = JsonNamingPolicy.SnakeCaseLower.ConvertName(key);
                if (key != Template && written.Add(field)) Write(json, field, value);
            }

            if (Error is not null) json.WriteString("error", Error.ToString());
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    private static void Write(Utf8JsonWriter json, string field, object? value)
    {
        switch (value)
        {
            case null: json.WriteNull(field); break;
            case bool flag: json.WriteBoolean(field, flag); break;
            case int number: json.WriteNumber(field, number); break;
            case long number: json.WriteNumber(field, number); break;
            case ByteCount size: json.WriteNumber(field, size.Bytes); break;
            case Duration duration: json.WriteNumber(field, Math.Round(duration.Time.TotalSeconds, 3)); break;
            case Portion { Fraction: var part } when double.IsFinite(part): json.WriteNumber(field, part); break;
            case Portion: json.WriteNull(field); break;
            case double number when double.IsFinite(number): json.WriteNumber(field, number); break;
            case DateTimeOffset time: json.WriteString(field, time.UtcDateTime); break;
            default: json.WriteString(field, Convert.ToString(value, CultureInfo.InvariantCulture)); break;
        }
    }
}
