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
            .. Enumerable.Range(0, 3)
                .Select(i => _ingestion.Csv($"i{i}", FactKind.Interactions, LargeExports.Interactions(i, 70_000))),
            _ingestion.Ndjson("p", FactKind.Posts, LargeExports.Posts("p", 30_000)),
            _ingestion.Ndjson("q", FactKind.Posts, LargeExports.Posts("q", 9000)),
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
        var large = _ingestion.Csv(
            "large", FactKind.Follows, "follower_id,followee_id\n" + padding + string.Concat(pairs));
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
            ? _ingestion.Ndjson("s", kind, LargeExports.Posts("s", 60_000))
            : _ingestion.Csv("s", kind, LargeExports.Interactions(0, 200_000));
        for (var round = 0; round < 3; round++)
        {
            // A folder stands where the file should be.
            var error = await Assert.ThrowsAsync<DuckDbException>(() => _ingestion.RunAsync(
                2, [], (folder, _) => Directory.CreateDirectory(Path.Combine(folder, file, "x")),
                    CancellationToken.None, source));
            Assert.Contains(file, error.Message, StringComparison.Ordinal);
        }
    }

    [Fact(Timeout = Soon)]
    public async Task RunAsync_FolderRemovedMeanwhile_EndsWithTheEnginesError()
    {
        var source = _ingestion.Csv("s", FactKind.Interactions, LargeExports.Interactions(0, 100_000));

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
}
