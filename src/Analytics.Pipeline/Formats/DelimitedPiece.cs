namespace Analytics.Pipeline.Formats;

/// <summary>A block of delimited records (CSV, TSV, edge lists) and how far it has been taken apart.</summary>
internal sealed class DelimitedPiece : TablePiece
{
    private readonly RecordBlock _block;
    private readonly DelimitedLayout _layout;
    private int _position;
    private long _line;

    public DelimitedPiece(RecordBlock block, DelimitedLayout layout)
    {
        _block = block;
        _layout = layout;
        _line = block.FirstLine;
    }

    public override long SizeBytes => _block.Buffer.Length;

    public override bool TryRead(RawBatch batch)
    {
        batch.Clear();
        batch.HasDecimalComma = _layout.HasDecimalComma;
        if (_block.IsOversizedRecord) return _position++ == 0 && _block.ReportOversizedRecord(batch);

        if (_position >= _block.Length) return false;
        while (batch.Count < RawBatch.Capacity && _position < _block.Length)
        {
            var data = _block.Bytes[_position..];
            if (data[0] is (byte)'\n' or (byte)'\r' && IsBlank(data, out var length) || IsComment(data, out length))
            {
                _position += length;
                batch.PassedBytes += length;
                _line++;
                continue;
            }

            var (records, malformed) = (batch.Count, batch.Malformed.Count);
            length = _layout.BlankSeparated ? ReadBlankSeparated(data, batch)
                : _block.IsQuoteFree || _layout.Quote is null ? ReadUnquoted(data, batch)
                : ReadQuoted(data, _layout.Quote.Value, batch);
            _position += length;
            if (batch.Count > records) batch.Sizes[records] = length;
            else if (batch.Malformed.Count == malformed) batch.PassedBytes += length;
            else batch.Malformed[malformed] = batch.Malformed[malformed] with { SizeBytes = length };
        }

        return batch.Count > 0 || batch.Malformed.Count > 0;
    }

    private static bool IsBlank(ReadOnlySpan<byte> data, out int length)
    {
        length = data[0] == '\n' ? 1 : 2;
        return data[0] == '\n' || data.Length == 1 || data[1] == '\n';
    }

    private bool IsComment(ReadOnlySpan<byte> data, out int length)
    {
        length = 0;
        if (_layout.Comment is not { } comment || data[0] != comment) return false;
        length = LineLength(data);
        return true;
    }

    private int ReadUnquoted(ReadOnlySpan<byte> data, RawBatch batch)
    {
        var targets = _layout.Targets;
        var row = batch.Count;
        var field = 0;
        var position = 0;
        var filledExtra = false;
        while (true)
        {
            var rest = data[position..];
            var stop = rest.IndexOfAny(_layout.Delimiter, (byte)'\n');
            var isLast = stop < 0 || rest[stop] == '\n';
            var text = stop < 0 ? rest : rest[..stop];
            if (isLast && text.Length > 0 && text[^1] == '\r') text = text[..^1];
            if (field >= targets.Length) filledExtra |= text.Length > 0;
            else if (targets[field] >= 0) batch.Columns[targets[field]][row] = Utf8Field.Of(text);
            field++;
            position += stop < 0 ? rest.Length : stop + 1;
            if (isLast) break;
        }

        Accept(batch, field, filledExtra, _line++);
        return position;
    }

    private int ReadQuoted(Span<byte> data, byte quote, RawBatch batch)
    {
        // The block holds whole records, so its end is the end of an open record too.
        var end = RecordScanner.Next(data, _layout.Delimiter, quote, isLast: true, out var length);
        var firstLine = _line;
        _line += Math.Max(1, data[..length].Count((byte)'\n'));
        if (end == RecordEnd.BrokenQuotes)
        {
            batch.Malformed.Add(new MalformedRecord(firstLine, "quotes do not match"));
            return length;
        }

        var record = data[..length];
        if (record[^1] == '\n') record = record[..^1];
        if (record.Length > 0 && record[^1] == '\r') record = record[..^1];
        var field = 0;
        var filledExtra = false;
        var position = 0;
        while (true)
        {
            var text = ReadField(record, quote, ref position, out var isLast);
            if (field >= _layout.Targets.Length) filledExtra |= text.Length > 0;
            else if (_layout.Targets[field] >= 0)
                batch.Columns[_layout.Targets[field]][batch.Count] = Utf8Field.Of(text);
            field++;
            if (isLast) break;
        }

        Accept(batch, field, filledExtra, firstLine);
        return length;
    }

    private ReadOnlySpan<byte> ReadField(Span<byte> record, byte quote, ref int position, out bool isLast)
    {
        if (position < record.Length && record[position] == quote)
        {
            var start = position + 1;
            var close = RecordScanner.ClosingQuote(record, start, quote);
            isLast = close + 1 >= record.Length;
            position = close + 2;
            return Unescape(record[start..close], quote);
        }

        var rest = record[position..];
        var stop = rest.IndexOf(_layout.Delimiter);
        isLast = stop < 0;
        position += isLast ? rest.Length : stop + 1;
        return isLast ? rest : rest[..stop];
    }

    /// <summary>Doubled quotes become single ones, in place: the text can only get shorter.</summary>
    private static ReadOnlySpan<byte> Unescape(Span<byte> text, byte quote)
    {
        var from = text.IndexOf(quote);
        if (from < 0) return text;
        var to = from;
        while (from < text.Length)
        {
            if (text[from] == quote) from++;
            if (from < text.Length) text[to++] = text[from++];
        }

        return text[..to];
    }

    private int ReadBlankSeparated(ReadOnlySpan<byte> data, RawBatch batch)
    {
        var length = LineLength(data);
        var line = data[..length].TrimEnd("\r\n \t"u8);
        var field = 0;
        var position = 0;
        while (position < line.Length)
        {
            if (line[position] is (byte)' ' or (byte)'\t')
            {
                position++;
                continue;
            }

            var stop = line[position..].IndexOfAny((byte)' ', (byte)'\t');
            var text = stop < 0 ? line[position..] : line.Slice(position, stop);
            if (field < _layout.Targets.Length && _layout.Targets[field] >= 0)
                batch.Columns[_layout.Targets[field]][batch.Count] = Utf8Field.Of(text);
            field++;
            position += text.Length;
        }

        if (field > 0) Accept(batch, field, filledExtra: false, _line);
        _line++;
        return length;
    }

    private void Accept(RawBatch batch, int fields, bool filledExtra, long line)
    {
        // Where records may be shorter, the batch must not keep what an earlier record had in these columns.
        for (var field = fields; field < _layout.Targets.Length; field++)
        {
            if (_layout.Targets[field] >= 0) batch.Columns[_layout.Targets[field]][batch.Count] = Utf8Field.Missing;
        }

        if (fields < _layout.FieldCount || filledExtra && _layout.FieldCount > 0)
        {
            batch.Malformed.Add(new MalformedRecord(line, $"found {fields} fields, expected {_layout.FieldCount}"));
            return;
        }

        batch.Lines[batch.Count++] = line;
    }

    private static int LineLength(ReadOnlySpan<byte> data)
    {
        var end = data.IndexOf((byte)'\n');
        return end < 0 ? data.Length : end + 1;
    }

    public override void Dispose() => _block.Dispose();
}
