using System.Buffers;
using System.Threading.Channels;
using Analytics.DuckDb;
using Analytics.Pipeline.Definition;
using Analytics.Pipeline.Formats;
using Analytics.Pipeline.Privacy;
using Analytics.Pipeline.Sources;

namespace Analytics.Pipeline.Ingest;

/// <summary>
/// A cleaned piece: chunks of facts with the fingerprints of their rows (none where the whole row is the key), and what
/// was refused.
/// </summary>
internal sealed record CleanPiece(
    ExportFile File,
    IReadOnlyList<(DataChunk Chunk, UInt128[] Keys)> Chunks,
    IReadOnlyList<RejectedRecord> Rejects,
    long Read,
    long SizeBytes,
    ExportFileException? Failure);

/// <summary>A piece to clean and the promise of its result; results are awaited in the order of the file.</summary>
internal sealed record CleanOrder(ExportFile File, PlannedPiece Piece, TaskCompletionSource<CleanPiece> Result);

/// <summary>
/// Parses and cleans pieces on several workers; any worker takes any piece, the order is kept by the promises.
/// </summary>
internal sealed class CleanStage(
    Pseudonymizer pseudonyms, DuckDbLogicalType sources, DuckDbDatabase engine, StageCounters counters)
{
    public Task RunAsync(ChannelReader<CleanOrder> orders, int workers, CancellationToken cancellation) =>
        Task.WhenAll(
            Enumerable.Range(0, workers).Select(_ => Task.Run(() => WorkAsync(orders, cancellation), cancellation)));

    private async Task WorkAsync(ChannelReader<CleanOrder> orders, CancellationToken cancellation)
    {
        FileWorker? worker = null;
        try
        {
            await foreach (var order in orders.ReadAllAsync(cancellation).ConfigureAwait(false))
            {
                try
                {
                    if (worker is null || worker.File != order.File || worker.Plan != order.Piece.Plan)
                    {
                        worker?.Dispose();
                        worker = new FileWorker(order.File, order.Piece.Plan, Context(order.File), engine);
                    }

                    using (order.Piece.Piece)
                    {
                        var clean = worker.Clean(order.Piece.Piece);
                        counters.Add(clean.Read, order.Piece.Piece.SizeBytes);
                        order.Result.SetResult(clean);
                    }
                }
                catch (Exception error)
                {
                    order.Result.SetException(error);
                    throw;
                }
            }
        }
        finally
        {
            worker?.Dispose();
        }
    }

    private CleaningContext Context(ExportFile file) => new(
        file.Source,
        file.SourceCode,
        sources,
        pseudonyms.Accounts(file.Source.Platform),
        pseudonyms.Posts(file.Source.Platform),
        ObservedAt(file.Source),
        // Archives without dates unpack to years that no time may have.
        Math.Clamp(
            TimeText.MicrosOf(File.GetLastWriteTimeUtc(file.Path)), TimeText.EarliestMicros,
            TimeText.LatestMicros - 1));

    private static long? ObservedAt(SourceDefinition source)
    {
        if (source.ObservedAt is not { } time) return null;
        var micros = TimeText.MicrosOf(time);
        if (micros is >= TimeText.EarliestMicros and < TimeText.LatestMicros) return micros;
        throw new UserException(
            $"source '{source.Name}': found observed_at {time:yyyy-MM-dd}, expected a time between 1990 and 2099. "
            + "Correct it in the pipeline file.");
    }

    /// <summary>What one worker needs for one file.</summary>
    private sealed class FileWorker : IDisposable
    {
        private readonly FactCleaner _cleaner;
        private readonly RawBatch _batch;
        private readonly RecordColumns _columns;
        private readonly ExpressionColumns? _expressions;

        public FileWorker(ExportFile file, ColumnPlan plan, CleaningContext context, DuckDbDatabase engine)
        {
            File = file;
            Plan = plan;
            _cleaner = FactCleaner.Of(context);
            _batch = new RawBatch(plan.RawColumns.Count);
            _columns = new RecordColumns(plan, file.Source.NullValues);
            _expressions = plan.Expressions.Count > 0 ? new ExpressionColumns(plan, engine) : null;
        }

        public ExportFile File { get; }

        public ColumnPlan Plan { get; }

        public CleanPiece Clean(RawPiece piece)
        {
            var chunks = new List<(DataChunk, UInt128[])>();
            var rejects = new List<RejectedRecord>();
            long read = 0;
            try
            {
                while (piece.TryRead(_batch))
                {
                    _columns.Show(_batch, _batch.Count > 0 ? _expressions?.Compute(_batch) : null);
                    read += _batch.Count + _batch.Malformed.Count;
                    foreach (var malformed in _batch.Malformed)
                        rejects.Add(new RejectedRecord(malformed.Line, null, malformed.Reason, null));

                    UInt128[] keys = _cleaner.Schema.IsKeyWholeRow
                        ? []
                        : ArrayPool<UInt128>.Shared.Rent(RawBatch.Capacity);
                    var chunk = _cleaner.Clean(_columns, keys, rejects);
                    if (chunk.Count > 0)
                    {
                        chunks.Add((chunk, keys));
                        continue;
                    }

                    if (keys.Length > 0) ArrayPool<UInt128>.Shared.Return(keys);
                    chunk.Dispose();
                }
            }
            catch (ExportFileException failure)
            {
                return new CleanPiece(File, chunks, rejects, read, piece.SizeBytes, failure);
            }

            return new CleanPiece(File, chunks, rejects, read, piece.SizeBytes, null);
        }

        public void Dispose() => _expressions?.Dispose();
    }
}
