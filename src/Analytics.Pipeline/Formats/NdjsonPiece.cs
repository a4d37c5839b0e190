using System.Text.Json;

namespace Analytics.Pipeline.Formats;

/// <summary>
/// A block of NDJSON lines: one JSON object a line. Wanted members become fields: texts unescaped, numbers and booleans
/// as written, objects and arrays as their JSON text, null and absent as missing.
/// </summary>
internal sealed class NdjsonPiece : TablePiece
{
    private readonly RecordBlock _block;
    private readonly JsonPathTree _paths;
    private int _position;
    private long _line;

    public NdjsonPiece(RecordBlock block, JsonPathTree paths)
    {
        _block = block;
        _paths = paths;
        _line = block.FirstLine;
    }

    public override long SizeBytes => _block.Buffer.Length;

    public override bool TryRead(RawBatch batch)
    {
        batch.Clear();
        if (_block.IsOversizedRecord) return _position++ == 0 && _block.ReportOversizedRecord(batch);

        while (batch.Count < RawBatch.Capacity && _position < _block.Length)
        {
            var data = _block.Bytes[_position..];
            var end = data.IndexOf((byte)'\n');
            var line = end < 0 ? data : data[..end];
            _position += end < 0 ? data.Length : end + 1;
            var number = _line++;
            if (line.Trim(" \t\r"u8).IsEmpty) continue;
            ReadLine(line, number, batch);
        }

        return batch.Count > 0 || batch.Malformed.Count > 0;
    }

    private void ReadLine(Span<byte> line, long number, RawBatch batch)
    {
        var row = batch.Count;
        foreach (var column in batch.Columns) column[row] = Utf8Field.Missing;
        try
        {
            var reader = new Utf8JsonReader(line);
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            {
                batch.Malformed.Add(new MalformedRecord(number, "not a JSON object"));
                return;
            }

            ReadObject(ref reader, _paths, line, batch, row);

            // Reads on to the end of the line: text after the object is not JSON.
            while (reader.Read())
            {
            }

            batch.Lines[row] = number;
            batch.Count++;
        }
        catch (JsonException error)
        {
            batch.Malformed.Add(new MalformedRecord(number, $"not valid JSON at byte {error.BytePositionInLine}"));
        }
        catch (InvalidOperationException)
        {
            batch.Malformed.Add(new MalformedRecord(number, "a JSON text is not valid Unicode"));
        }
    }

    private static void ReadObject(
        ref Utf8JsonReader reader, JsonPathTree paths, Span<byte> line, RawBatch batch, int row)
    {
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var wanted = paths.Find(ref reader);
            reader.Read();
            if (wanted is null)
            {
                reader.Skip();
                continue;
            }

            if (wanted.HasChildren && reader.TokenType == JsonTokenType.StartObject)
            {
                // A copy of the reader looks for the parts; this one goes on to the end of the object.
                var parts = reader;
                ReadObject(ref parts, wanted, line, batch, row);
            }

            var value = ReadValue(ref reader, line, batch);
            if (wanted.Column >= 0) batch.Columns[wanted.Column][row] = value;
        }
    }

    private static Utf8Field ReadValue(ref Utf8JsonReader reader, Span<byte> line, RawBatch batch)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.Null:
                return Utf8Field.Missing;
            case JsonTokenType.String:
                var start = (int)reader.TokenStartIndex + 1;
                if (!reader.ValueIsEscaped) return Utf8Field.Of(line.Slice(start, reader.ValueSpan.Length));
                var text = batch.Scratch(reader.ValueSpan.Length);
                return Utf8Field.Of(text[..reader.CopyString(text)]);
            case JsonTokenType.StartObject or JsonTokenType.StartArray:
                var from = (int)reader.TokenStartIndex;
                reader.Skip();
                return Utf8Field.Of(line[from..(int)reader.BytesConsumed]);
            default:
                return Utf8Field.Of(line.Slice((int)reader.TokenStartIndex, reader.ValueSpan.Length));
        }
    }

    public override void Dispose() => _block.Dispose();
}
