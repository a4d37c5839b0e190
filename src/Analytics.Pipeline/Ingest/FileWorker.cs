using System.Buffers;
using Analytics.DuckDb;
using Analytics.Pipeline.Definition;
using Analytics.Pipeline.Formats;
using Analytics.Pipeline.Formats.Records;
using Analytics.Pipeline.Sources;

namespace Analytics.Pipeline.Ingest;

/// <summary>What one worker needs to clean the pieces of one file. Not thread-safe.</summary>
internal sealed class FileWorker : IDisposable
{
    private readonly CleaningContext _context;
    private readonly DuckDbDatabase _engine;
    private readonly Table?[] _tables = new Table?[FactSchema.All.Count];
    private readonly FactRows _rows;
    private List<CleanChunk> _chunks = [];
    private List<RejectedRecord> _rejects = [];

    /// <param name="plan">What the columns of a table mean; null for exports of platforms.</param>
    public FileWorker(ExportFile file, ColumnPlan? plan, CleaningContext context, DuckDbDatabase engine)
    {
        File = file;
        Plan = plan;
        _context = context;
        _engine = engine;
        _rows = new FactRows(Clean);
    }

    public ExportFile File { get; }

    public ColumnPlan? Plan { get; }

    public CleanPiece Clean(RawPiece piece)
    {
        (_chunks, _rejects) = ([], []);
        return piece switch
        {
            TablePiece table => Clean(table),
            RecordPiece records => Clean(records),
            _ => throw new ArgumentOutOfRangeException(nameof(piece), piece.GetType(), "not a piece"),
        };
    }

    public void Dispose()
    {
        foreach (var table in _tables) table?.Expressions?.Dispose();
    }

    private CleanPiece Clean(TablePiece piece)
    {
        var kind = File.Source.Kind!.Value;
        var table = _tables[(int)kind] ??= new Table(_context, kind, Plan!, _engine);
        long read = 0;
        ExportFileException? failure = null;
        try
        {
            while (piece.TryRead(table.Batch))
            {
                table.Show(table.Batch);
                read += table.Batch.Count + table.Batch.Malformed.Count;
                foreach (var malformed in table.Batch.Malformed)
                    _rejects.Add(new RejectedRecord(malformed.Line, null, malformed.Reason, null));
                Clean(kind, table);
            }
        }
        catch (ExportFileException error)
        {
            failure = error;
        }

        return new CleanPiece(File, _chunks, _rejects, read, piece.SizeBytes, failure);
    }

    private CleanPiece Clean(RecordPiece piece)
    {
        _rows.Clear();
        piece.ReadTo(_rows);
        _rows.Flush();
        var read = _rows.Count + _rows.Rejects.Count;
        _rejects.AddRange(_rows.Rejects);
        var drift = new DriftCounts();
        drift.Add(_rows.Drift);
        return new CleanPiece(File, _chunks, _rejects, read, piece.SizeBytes, null)
        {
            Entry = piece.Entry,
            Bytes = _rows.Bytes,
            Drift = drift,
        };
    }

    private void Clean(FactKind kind, RawBatch batch)
    {
        var table = _tables[(int)kind] ??= new Table(_context, kind, ColumnPlan.Canonical(kind), _engine);
        table.Show(batch);
        Clean(kind, table);
    }

    private void Clean(FactKind kind, Table table)
    {
        UInt128[] keys = table.Cleaner.Schema.IsKeyWholeRow
            ? []
            : ArrayPool<UInt128>.Shared.Rent(RawBatch.Capacity);
        var chunk = table.Cleaner.Clean(table.Columns, keys, _rejects);
        if (chunk.Count > 0)
        {
            _chunks.Add(new CleanChunk(kind, chunk, keys));
            return;
        }

        if (keys.Length > 0) ArrayPool<UInt128>.Shared.Return(keys);
        chunk.Dispose();
    }

    /// <summary>One fact table that the file fills.</summary>
    private sealed class Table(CleaningContext context, FactKind kind, ColumnPlan plan, DuckDbDatabase engine)
    {
        private RawBatch? _batch;

        public FactCleaner Cleaner { get; } = FactCleaner.Of(context, kind);

        public RecordColumns Columns { get; } = new(plan, context.Source.NullValues);

        public ExpressionColumns? Expressions { get; } =
            plan.Expressions.Count > 0 ? new ExpressionColumns(plan, engine) : null;

        public void Show(RawBatch batch) => Columns.Show(batch, batch.Count > 0 ? Expressions?.Compute(batch) : null);

        public RawBatch Batch => _batch ??= new RawBatch(plan.RawColumns.Count);
    }
}
