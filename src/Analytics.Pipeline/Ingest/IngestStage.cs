using System.Threading.Channels;
using Analytics.DuckDb;
using Analytics.Pipeline.Definition;
using Analytics.Pipeline.Formats;
using Analytics.Pipeline.Privacy;
using Analytics.Pipeline.Sources;

namespace Analytics.Pipeline.Ingest;

/// <summary>What an ingest left: staged fact files, the refused records, and the counters of its stages.</summary>
/// <param name="RejectsPath">Parquet file with the columns of <see cref="RejectWriter"/>.</param>
/// <param name="PeakKeyBytes">Memory of the duplicate keys at the end, when they are most.</param>
public sealed record IngestResult(
    IReadOnlyList<StagedFacts> Facts,
    string RejectsPath,
    IReadOnlyList<StageCounters> Stages,
    long PeakKeyBytes);

/// <summary>
/// pull → read → clean → write, connected by bounded channels:
/// <code>
/// files ─► readers (unpacking ahead) ─► pieces ─► workers (parse, check, pseudonyms) ─► committer ─┬► follows ─► COPY
///                                                 in any order                          in file   ├► …
///                                                                                       order     └► rejects ─► COPY
/// </code>
/// The committer takes the cleaned pieces in the order of the files, so which of two equal rows counts as the duplicate
/// never depends on threads. A failure anywhere cancels the rest, and the first one is thrown.
/// </summary>
public sealed class IngestStage
{
    private readonly PipelineDefinition _pipeline;
    private readonly DuckDbDatabase _engine;
    private readonly string _folder;
    private readonly int _threads;
    private readonly DuckDbLogicalType _sources;
    private readonly Pseudonymizer _pseudonyms;
    private readonly ILookup<string, (int Month, string Path)> _committed;
    private readonly StageCounters _read = new("read");
    private readonly StageCounters _clean = new("clean");
    private readonly StageCounters _write = new("write");

    /// <param name="folder">Where staged files go; it must exist.</param>
    /// <param name="committed">Fact files of the lake, for recognising what was delivered before.</param>
    public IngestStage(
        PipelineDefinition pipeline,
        DuckDbDatabase engine,
        PseudonymKey key,
        string folder,
        int threads,
        IEnumerable<StagedFacts> committed)
    {
        _pipeline = pipeline;
        _engine = engine;
        _folder = folder;
        _threads = threads;
        _pseudonyms = new Pseudonymizer(key);
        _sources = DuckDbLogicalType.EnumOf([.. pipeline.Sources.Select(source => source.Name)]);
        _committed = committed.ToLookup(facts => facts.Table, facts => (facts.Month, facts.Path));
    }

    /// <summary>
    /// Bytes of rows that a table holds before it writes files. The same wherever memory allows it, because it decides
    /// which files there are; only tests ask for less, to see several files a month without as many rows.
    /// </summary>
    internal long SortBytes { get; init; } = 768 << 20;

    /// <summary>Memory of the writing statements in bytes; what they need beyond it they spill.</summary>
    internal long WriterBytes { get; init; } = 1L << 30;

    /// <param name="progress">Takes rows, bytes of files done, and all bytes; may be null.</param>
    public async Task<IngestResult> RunAsync(
        IngestPlan plan, Action<long, long, long>? progress, CancellationToken cancellation)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var rejectsPath = Path.Combine(_folder, "rejects.parquet");
        using var writers = OpenWriters();
        using var output = new FactOutput(
            writers, _engine, _sources, _folder, rejectsPath, _threads, SortBytes, plan.New, _write, _committed,
            stop.Token);

        var pulled = Channel.CreateBounded<ExportFile>(_threads * 2);
        var opened = Channel.CreateBounded<OpenFile>(_threads * 2);
        var orders = Channel.CreateBounded<CleanOrder>(_threads * 2);
        var results = Channel.CreateBounded<(Task<CleanPiece>? Piece, ExportFile File)>(_threads * 4);
        var reading = new ReadStage(new RecordBlockPool(), _engine, Math.Min(_threads, 4), _read);
        var cleaning = new CleanStage(_pseudonyms, _sources, _engine, _pipeline.Privacy.KeepText, _clean);
        Task[] stages =
        [
            Stop(PullAsync(plan, pulled.Writer, stop.Token), stop),
            Stop(reading.RunAsync(pulled.Reader, opened.Writer, stop.Token), stop),
            Stop(OrderAsync(opened.Reader, orders.Writer, results.Writer, stop.Token), stop),
            Stop(cleaning.RunAsync(orders.Reader, _threads, stop.Token), stop),
            Stop(CommitAsync(results.Reader, output, plan, progress, stop.Token), stop),
            Stop(output.Completion, stop),
        ];

        await Task.WhenAll(stages).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        while (opened.Reader.TryRead(out var open)) open.GiveUp();
        while (orders.Reader.TryRead(out var order)) order.Piece.Piece.Dispose();
        await FirstFailureAsync(stages, cancellation).ConfigureAwait(false);
        return new IngestResult(
            await output.FactsAsync().ConfigureAwait(false), rejectsPath, [_read, _clean, _write], output.KeyBytes);
    }

    /// <summary>
    /// The database in which the writing statements run. It has no worker threads: each statement runs on the thread
    /// that asked for it, which sleeps while its channel is empty. A worker that took the statement's only task would
    /// leave the asking thread to poll for the end, and a poll costs as much as work.
    /// </summary>
    private DuckDbDatabase OpenWriters()
    {
        return DuckDbDatabase.Open(":memory:", new Dictionary<string, string>
        {
            ["threads"] = "1",
            ["memory_limit"] = $"{WriterBytes >> 20}MiB",
            ["temp_directory"] = Path.Combine(_folder, "spill-writers"),
        });
    }

    private static async Task PullAsync(
        IngestPlan plan, ChannelWriter<ExportFile> pulled, CancellationToken cancellation)
    {
        foreach (var file in plan.New) await pulled.WriteAsync(file, cancellation).ConfigureAwait(false);
        pulled.Complete();
    }

    /// <summary>Gives the pieces to the workers and keeps their order in a second channel.</summary>
    private static async Task OrderAsync(
        ChannelReader<OpenFile> opened,
        ChannelWriter<CleanOrder> orders,
        ChannelWriter<(Task<CleanPiece>?, ExportFile)> results,
        CancellationToken cancellation)
    {
        await foreach (var file in opened.ReadAllAsync(cancellation).ConfigureAwait(false))
        {
            try
            {
                await OrderAsync(file, orders, results, cancellation).ConfigureAwait(false);
            }
            catch
            {
                file.GiveUp();
                throw;
            }
        }

        orders.Complete();
        results.Complete();
    }

    private static async Task OrderAsync(
        OpenFile open,
        ChannelWriter<CleanOrder> orders,
        ChannelWriter<(Task<CleanPiece>?, ExportFile)> results,
        CancellationToken cancellation)
    {
        while (await open.Pieces.ReadAsync(cancellation).ConfigureAwait(false) is (true, var piece))
        {
            var promise = new TaskCompletionSource<CleanPiece>(TaskCreationOptions.RunContinuationsAsynchronously);
            try
            {
                await orders.WriteAsync(new CleanOrder(open.File, piece, promise), cancellation).ConfigureAwait(false);
            }
            catch
            {
                piece.Piece.Dispose();
                throw;
            }

            await results.WriteAsync((promise.Task, open.File), cancellation).ConfigureAwait(false);
        }

        await results.WriteAsync((null, open.File), cancellation).ConfigureAwait(false);
    }

    private static async Task CommitAsync(
        ChannelReader<(Task<CleanPiece>? Piece, ExportFile File)> results,
        FactOutput output,
        IngestPlan plan,
        Action<long, long, long>? progress,
        CancellationToken cancellation)
    {
        var total = plan.New.Sum(file => file.SizeBytes);
        long rows = 0, done = 0;
        await foreach (var (promise, file) in results.ReadAllAsync(cancellation).ConfigureAwait(false))
        {
            if (promise is null)
            {
                // The file's reader has ended: its failure, if any, is known now.
                await output.EndAsync(file, cancellation).ConfigureAwait(false);
                done += file.SizeBytes;
            }
            else
            {
                var piece = await promise.WaitAsync(cancellation).ConfigureAwait(false);
                rows += piece.Read;
                await output.AddAsync(piece, cancellation).ConfigureAwait(false);
            }

            progress?.Invoke(rows, done, total);
        }

        output.Complete();
    }

    private static async Task Stop(Task stage, CancellationTokenSource stop)
    {
        try
        {
            await stage.ConfigureAwait(false);
        }
        catch
        {
            await stop.CancelAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>
    /// Of stages that have ended: the failure that caused the others to be cancelled is the one to tell.
    /// </summary>
    private static async Task FirstFailureAsync(Task[] stages, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        var failed = stages.FirstOrDefault(
            stage => stage.IsFaulted && stage.Exception!.InnerException is not OperationCanceledException)
            ?? stages.FirstOrDefault(stage => !stage.IsCompletedSuccessfully);
        if (failed is not null) await failed.ConfigureAwait(false);
    }
}
