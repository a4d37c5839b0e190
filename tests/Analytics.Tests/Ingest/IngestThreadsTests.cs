using System.Diagnostics;
using System.Text;
using Analytics.DuckDb;
using Analytics.Pipeline.Definition;

namespace Analytics.Tests.Ingest;

/// <summary>The same facts on any number of threads; and how an ingest ends that cannot go on.</summary>
public sealed class IngestThreadsTests : IDisposable
{
    private const int Soon = 120_000;

    private readonly Ingestion _ingestion = new();

    public void Dispose() => _ingestion.Dispose();

    [Fact(Timeout = Soon)]
    public async Task RunAsync_AnyNumberOfThreadsAndAgain_GivesTheSameBytes()
    {
        // More than a row group of interactions in one month, texts that the engine sorts, and files that overlap.
        SourceDefinition[] sources =
        [
            .. Enumerable.Range(0, 3).Select(i => _ingestion.Csv($"i{i}", FactKind.Interactions, Interactions(i, 70_000))),
            Ingestion.Source("p", SourceFormat.Ndjson, FactKind.Posts, _ingestion.Write("p.ndjson", Posts("p", 30_000))),
            Ingestion.Source("q", SourceFormat.Ndjson, FactKind.Posts, _ingestion.Write("q.ndjson", Posts("q", 9000))),
        ];

        var first = await _ingestion.RunAsync(1, sources);
        Assert.Equal(249_000, first.Read);
        Assert.InRange(first.Duplicates, 1000, 100_000);
        Assert.InRange(first.Rejected, 1000, 100_000);
        foreach (var threads in new[] { 2, 4, 1 })
        {
            var again = await _ingestion.RunAsync(threads, sources);
            Assert.Equal(first.Accounts, again.Accounts);
            Assert.Equal(first.Hashes, again.Hashes);
        }
    }

    [Fact(Timeout = Soon)]
    public async Task RunAsync_SmallFileBehindALargeOne_LosesToItOnAnyNumberOfThreads()
    {
        var pairs = Enumerable.Range(0, 1000).Select(i => $"a{i},b{i}\n").ToList();
        var padding = string.Concat(Enumerable.Range(0, 60_000).Select(i => $"c{i},d{i}\n"));
        var large = _ingestion.Csv("large", FactKind.Follows, "follower_id,followee_id\n" + padding + string.Concat(pairs));
        var small = _ingestion.Csv("small", FactKind.Follows, "follower_id,followee_id\n" + string.Concat(pairs));

        foreach (var threads in new[] { 1, 2, 4 })
        {
            var done = await _ingestion.RunAsync(threads, large, small);
            Assert.Equal(["large.csv: 61000 = 61000 + 0 + 0", "small.csv: 1000 = 0 + 0 + 1000"], done.Accounts);
            Assert.All(done.Rows(FactKind.Follows), row => Assert.EndsWith("|large", row, StringComparison.Ordinal));
        }
    }

    [Theory(Timeout = Soon)]
    [InlineData(FactKind.Interactions, "interactions-2024-01.parquet")]
    [InlineData(FactKind.Posts, "posts-2024-01.parquet")]
    [InlineData(FactKind.Interactions, "rejects.parquet")]
    public async Task RunAsync_FileThatCannotBeWritten_EndsWithTheEnginesError(FactKind kind, string file)
    {
        var source = kind == FactKind.Posts
            ? Ingestion.Source("s", SourceFormat.Ndjson, kind, _ingestion.Write("s.ndjson", Posts("s", 60_000)))
            : _ingestion.Csv("s", kind, Interactions(0, 200_000));
        for (var round = 0; round < 3; round++)
        {
            // A folder stands where the file should be.
            var error = await Assert.ThrowsAsync<DuckDbException>(() => _ingestion.RunAsync(
                2, [], (folder, _) => Directory.CreateDirectory(Path.Combine(folder, file, "x")), CancellationToken.None, source));
            Assert.Contains(file, error.Message, StringComparison.Ordinal);
        }
    }

    [Fact(Timeout = Soon)]
    public async Task RunAsync_FolderRemovedMeanwhile_EndsWithTheEnginesError()
    {
        var source = _ingestion.Csv("s", FactKind.Interactions, Interactions(0, 100_000));

        await Assert.ThrowsAsync<DuckDbException>(() => _ingestion.RunAsync(
            2,
            [],
            (folder, rows) =>
            {
                if (rows > 0 && Directory.Exists(folder)) Directory.Move(folder, folder + "-gone");
            },
            CancellationToken.None,
            source));
    }

    [Theory(Timeout = Soon)]
    [InlineData(SourceFormat.Csv, 1)]
    [InlineData(SourceFormat.Csv, 4)]
    [InlineData(SourceFormat.Parquet, 2)]
    public async Task RunAsync_CancelledInTheMiddle_EndsSoonAndLeavesNoThread(SourceFormat format, int threads)
    {
        var path = _ingestion.Write("s", Interactions(0, 300_000));
        if (format == SourceFormat.Parquet)
        {
            using var engine = DuckDbDatabase.Open();
            using var connection = engine.Connect();
            connection.Execute($"COPY (FROM read_csv('{path}', all_varchar = true)) TO '{path}.parquet' (FORMAT parquet)");
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
        var posts = Ingestion.Source("p", SourceFormat.Ndjson, FactKind.Posts, _ingestion.Write("p.ndjson", Posts("p", 500)));
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

    private static string Interactions(int seed, int rows)
    {
        var random = new Random(seed);
        var text = new StringBuilder("actor_id,target_id,kind,at,post_id\n");
        for (var i = 0; i < rows; i++)
        {
            // A tenth is delivered by several files, some is wrong, a little lies in another month.
            var time = random.Next(50) == 0 ? 1_707_000_000 : 1_704_100_000 + random.Next(2_500_000);
            if (random.Next(10) == 0) text.Append($"x{i % 5000},y{i % 5000},like,1704100000,\n");
            else text.Append($"a{random.Next(9000)},b{random.Next(300)},{(random.Next(99) == 0 ? "?" : "RT")},{time},p{random.Next(9)}\n");
        }

        return text.ToString();
    }

    private static string Posts(string prefix, int rows)
    {
        var random = new Random(rows);
        return string.Concat(Enumerable.Range(0, rows).Select(i =>
            $"{{\"post_id\":\"{(i % 3 == 0 ? "" : prefix)}{i}\",\"author_id\":\"a{random.Next(500)}\",\"at\":{1_704_100_000 + random.Next(3_000_000)},"
            + $"\"text\":\"#t{random.Next(90)} https://s{random.Next(90)}.example/ {new string('w', random.Next(30))}\"}}\n"));
    }
}
