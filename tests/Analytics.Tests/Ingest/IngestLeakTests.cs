using System.Diagnostics;
using Analytics.DuckDb;
using Analytics.Pipeline.Definition;

namespace Analytics.Tests.Ingest;

/// <summary>Memory and threads of the whole process are measured, so nothing else may run beside.</summary>
[CollectionDefinition(nameof(IngestLeakTests), DisableParallelization = true)]
[Collection(nameof(IngestLeakTests))]
public sealed class IngestLeakTests : IDisposable
{
    private const int Soon = 120_000;

    private readonly Ingestion _ingestion = new();

    public void Dispose() => _ingestion.Dispose();

    [Theory(Timeout = Soon)]
    [InlineData(SourceFormat.Csv, 1)]
    [InlineData(SourceFormat.Csv, 4)]
    [InlineData(SourceFormat.Parquet, 2)]
    public async Task RunAsync_CancelledInTheMiddle_EndsSoonAndLeavesNoThread(SourceFormat format, int threads)
    {
        var path = _ingestion.Write("s", LargeExports.Interactions(0, 300_000));
        if (format == SourceFormat.Parquet)
        {
            using var engine = DuckDbDatabase.Open();
            using var connection = engine.Connect();
            connection.Execute(
                $"COPY (FROM read_csv('{path}', all_varchar = true)) TO '{path}.parquet' (FORMAT parquet)");
            path += ".parquet";
        }

        var before = Process.GetCurrentProcess().Threads.Count;
        for (var round = 0; round < 4; round++)
        {
            using var stop = new CancellationTokenSource();
            var stopAt = round * 70_000;
            var clock = new Stopwatch();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _ingestion.RunAsync(
                threads,
                [],
                (_, rows) =>
                {
                    if (rows <= stopAt || clock.IsRunning) return;
                    clock.Start();
                    stop.Cancel();
                },
                stop.Token,
                Ingestion.Source("s", format, FactKind.Interactions, path)));
            Assert.InRange(clock.Elapsed, TimeSpan.FromTicks(1), TimeSpan.FromSeconds(5));
        }

        // What was under way must have been let go before its engine was: the collector would find it now.
        GC.Collect();
        GC.WaitForPendingFinalizers();
        Assert.InRange(Process.GetCurrentProcess().Threads.Count - before, -1000, 40);
    }

    [Fact(Timeout = Soon)]
    public async Task RunAsync_TwoHundredTimes_HoldsNoMoreMemory()
    {
        var follows = _ingestion.Csv("f", FactKind.Follows, "follower_id,followee_id\n" + string.Concat(
            Enumerable.Range(0, 5000).Select(i => $"u{i},v{i}\n")));
        var posts = _ingestion.Ndjson("p", FactKind.Posts, LargeExports.Posts("p", 500));
        for (var i = 0; i < 40; i++) await _ingestion.RunAsync(1, follows, posts);
        var before = ResidentBytes();

        for (var i = 0; i < 160; i++) await _ingestion.RunAsync(1, follows, posts);

        // Each of these leaks would show: a chunk of each table 0.5 MB, a block 1 MB, the keys 0.1 MB, an engine more.
        Assert.InRange(ResidentBytes() - before, long.MinValue, 60L << 20);
    }

    private static long ResidentBytes()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();
        using var process = Process.GetCurrentProcess();
        return process.WorkingSet64;
    }
}
