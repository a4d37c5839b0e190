namespace Analytics.Pipeline.Formats.Records;

/// <summary>Exports with one JSON object a line.</summary>
internal sealed class JsonLinesReader : ExportReader
{
    private readonly BlockReader _blocks;
    private readonly JsonRecords _records;

    private JsonLinesReader(BlockReader blocks, JsonRecords records)
    {
        _blocks = blocks;
        _records = records;
    }

    public override ExportFileException? Fault => _blocks.Fault;

    public override RecordCounts Passed => new(0, _blocks.LostBytes, _blocks.SkippedBytes);

    /// <exception cref="ExportFileException">Empty or not text.</exception>
    public static JsonLinesReader Open(Stream stream, RecordBlockPool pool, JsonRecords records)
    {
        var blocks = new BlockReader(stream, pool, quote: null);
        try
        {
            TextStart.Check(blocks);
            return new JsonLinesReader(blocks, records);
        }
        catch
        {
            blocks.Dispose();
            throw;
        }
    }

    public override RawPiece? Read(CancellationToken cancellation) =>
        _blocks.Read(cancellation) is { } block ? new Piece(block, _records) : null;

    public override void Dispose() => _blocks.Dispose();

    private sealed class Piece(RecordBlock block, JsonRecords records) : RecordPiece
    {
        public override long SizeBytes => block.Buffer.Length;

        public override long RecordCount
        {
            get
            {
                var count = 0L;
                foreach (var line in block.Bytes.Split((byte)'\n'))
                {
                    if (!block.Bytes[line].Trim(" \t\r"u8).IsEmpty) count++;
                }

                return count;
            }
        }

        public override void ReadTo(FactRows rows)
        {
            var line = block.FirstLine;
            if (block.IsOversizedRecord)
            {
                rows.Begin(line);
                rows.Reject(block.OversizedReason);
                rows.End(block.OversizedBytes);
                return;
            }

            for (var position = 0; position < block.Length; line++)
            {
                var data = block.Bytes[position..];
                var end = data.IndexOf((byte)'\n');
                var record = end < 0 ? data : data[..end];
                var size = end < 0 ? data.Length : end + 1;
                position += size;
                if (!record.Trim(" \t\r"u8).IsEmpty)
                {
                    records.Read(0, record, line, size, rows);
                    continue;
                }

                rows.Begin(line);
                rows.End(size);
            }
        }

        public override void Dispose() => block.Dispose();
    }
}
