using System.Text;

namespace Analytics.Pipeline.Formats.Records;

/// <summary>
/// Exports that are tables of known columns, in whichever dialect of CSV and whichever encoding they were saved.
/// Records are counted with their length in UTF-8; what the file takes more or less than that counts as ignored.
/// </summary>
internal sealed class TableReader : ExportReader
{
    private readonly Utf8TextStream _text;
    private readonly BlockReader _blocks;
    private readonly DelimitedLayout _layout;
    private readonly TableHeader _header;
    private readonly TableRecords _records;

    private TableReader(Utf8TextStream text, BlockReader blocks, TableHeader header, TableRecords records)
    {
        _text = text;
        _blocks = blocks;
        _header = header;
        _records = records;
        _layout = new DelimitedLayout(
            header.Delimiter, TableHeader.Quote, Comment: null, header.Names.Count, header.Targets,
            BlankSeparated: false);
    }

    public override ExportFileException? Fault => _blocks.Fault;

    public override RecordCounts Passed => new(0, _blocks.LostBytes, _blocks.SkippedBytes + _text.SavedBytes);

    /// <exception cref="ExportFileException">Empty, not text, or without the columns of the format.</exception>
    public static TableReader Open(Stream stream, RecordBlockPool pool, TableRecords records)
    {
        var text = new Utf8TextStream(stream, stated: null);
        var blocks = new BlockReader(text, pool, TableHeader.Quote);
        try
        {
            var start = TextStart.Check(blocks);
            var header = TableHeader.Find(start, isWhole: start.Length < pool.CapacityBytes, records.Shape);
            blocks.Delimiter = header.Delimiter;
            blocks.Skip(header.End);
            return new TableReader(text, blocks, header, records);
        }
        catch
        {
            blocks.Dispose();
            throw;
        }
    }

    public override RawPiece? Read(CancellationToken cancellation) =>
        _blocks.Read(cancellation) is { } block ? new Piece(this, block) : null;

    public override void Dispose() => _blocks.Dispose();

    private void AddDrift(DriftCounts drift, long records)
    {
        var shape = _records.Shape;
        for (var i = 0; i < _header.Names.Count; i++)
        {
            var name = _header.Names[i];
            if (name.Length > 0 && !shape.Knows(name)) drift.Unknown("", Encoding.UTF8.GetBytes(name), records);
        }

        for (var slot = 0; slot < shape.SlotCount; slot++)
        {
            if (shape.IsExpected(slot) && !_header.Has(slot)) drift.Missing(shape.Name(slot), records);
        }
    }

    private sealed class Piece(TableReader table, RecordBlock block) : RecordPiece
    {
        private readonly DelimitedPiece _lines = new(block, table._layout);

        public override long SizeBytes => block.Buffer.Length;

        public override void ReadTo(FactRows rows)
        {
            var batch = rows.Table(table._records.Shape.SlotCount);
            for (var slot = 0; slot < batch.Columns.Length; slot++)
            {
                if (!table._header.Has(slot)) Array.Fill(batch.Columns[slot], Utf8Field.Missing);
            }

            var records = 0L;
            while (_lines.TryRead(batch))
            {
                ReadTo(rows, batch);
                records += batch.Count;
            }

            Pass(batch.PassedBytes, rows);
            if (records > 0) table.AddDrift(rows.Drift, records);
        }

        public override void Dispose() => _lines.Dispose();

        private void ReadTo(FactRows rows, RawBatch batch)
        {
            foreach (var malformed in batch.Malformed)
            {
                rows.Begin(malformed.Line);
                rows.Reject(malformed.Reason);
                rows.End(malformed.SizeBytes);
            }

            for (var row = 0; row < batch.Count; row++)
            {
                rows.Begin(batch.Lines[row]);
                table._records.Read(new TableFields(batch, row), rows);
                rows.End(batch.Sizes[row]);
            }

            Pass(batch.PassedBytes, rows);
        }

        private void Pass(long sizeBytes, FactRows rows)
        {
            if (sizeBytes == 0) return;
            rows.Begin(block.FirstLine);
            rows.End(sizeBytes);
        }
    }
}
