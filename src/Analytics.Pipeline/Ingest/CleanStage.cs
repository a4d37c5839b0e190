using System.Threading.Channels;
using Analytics.DuckDb;
using Analytics.Pipeline.Definition;
using Analytics.Pipeline.Formats;
using Analytics.Pipeline.Formats.Records;
using Analytics.Pipeline.Privacy;
using Analytics.Pipeline.Sources;

namespace Analytics.Pipeline.Ingest;

/// <summary>Cleaned rows of one table, with their fingerprints (none where the whole row is the key).</summary>
internal readonly record struct CleanChunk(FactKind Kind, DataChunk Chunk, UInt128[] Keys);

/// <summary>A cleaned piece: chunks of facts, what was refused, and what was passed over.</summary>
internal sealed record CleanPiece(
    ExportFile File,
    IReadOnlyList<CleanChunk> Chunks,
    IReadOnlyList<RejectedRecord> Rejects,
    long Read,
    long SizeBytes,
    ExportFileException? Failure)
{
    /// <summary>The file of an archive that it comes from, or null.</summary>
    public string? Entry { get; init; }

    /// <summary>Where the bytes of a platform's export went.</summary>
    public RecordCounts Bytes { get; init; }

    /// <summary>What a platform's export has and its reader does not know, and the other way round.</summary>
    public DriftCounts? Drift { get; init; }
}

/// <summary>A piece to clean and the promise of its result; results are awaited in the order of the file.</summary>
internal sealed record CleanOrder(ExportFile File, PlannedPiece Piece, TaskCompletionSource<CleanPiece> Result);

/// <summary>
/// Parses and cleans pieces on several workers; any worker takes any piece, the order is kept by the promises.
/// </summary>
internal sealed class CleanStage(
    Pseudonymizer pseudonyms, DuckDbLogicalType sources, DuckDbDatabase engine, bool keepsText, StageCounters counters)
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
        ObservedAt(file),
        // Archives without dates unpack to years that no time may have.
        Math.Clamp(TimeText.MicrosOf(file.DeliveredAt), TimeText.EarliestMicros, TimeText.LatestMicros - 1))
    {
        KeepsText = keepsText,
    };

    private static long? ObservedAt(ExportFile file)
    {
        var source = file.Source;
        if (file.ListedOn is not null) return CompleteLists.TimeOf(file);
        if (source.ObservedAt is not { } time) return null;
        var micros = TimeText.MicrosOf(time);
        if (micros is >= TimeText.EarliestMicros and < TimeText.LatestMicros) return micros;
        throw new UserException(
            $"source '{source.Name}': found observed_at {time:yyyy-MM-dd}, expected a time between 1990 and 2099. "
            + "Correct it in the pipeline file.");
    }
}
