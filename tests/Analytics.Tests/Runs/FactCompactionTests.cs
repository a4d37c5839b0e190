using System.Globalization;
using Analytics.DuckDb;
using Analytics.Pipeline.Definition;
using Analytics.Pipeline.Ingest;
using Analytics.Pipeline.Lake;
using Analytics.Pipeline.Lake.Upkeep;
using Analytics.Pipeline.Runs;
using Analytics.Tests.Ingest;
using Analytics.Tests.Marts;

namespace Analytics.Tests.Runs;

public sealed class FactCompactionTests
{
    /// <summary>What one ingest writes in many parts, merged, is what it writes in one, row for row.</summary>
    [Fact(Timeout = 120_000)]
    public async Task Run_PartsOfAMonth_GivesTheFileThatOneRunWouldHaveWritten()
    {
        using Ingestion ingestion = new();
        using TemporaryFolder folder = new();
        SourceDefinition[] sources =
        [
            ingestion.Csv("f", FactKind.Follows, LargeExports.Follows(1, 20_000)),
            ingestion.Csv("i", FactKind.Interactions, LargeExports.Interactions(3, 20_000, 10_000_000)),
        ];
        var whole = (await ingestion.RunAsync(2, sources)).Result.Facts.ToDictionary(file => (file.Table, file.Month));
        ingestion.SortBytes = 100_000;
        var parts = (await ingestion.RunAsync(2, sources)).Result.Facts;
        var moves = parts.Select((file, i) => (
            file.Path, InLake: $"facts/{file.Table}/month={FactSchema.MonthName(file.Month)}/{i + 1:0000}.parquet"))
            .ToDictionary(file => file.Path, file => file.InLake);
        FactFiles facts = new(
            [.. parts.Select(file => MartWriter.Describe(file.Table, file.Path, moves[file.Path], file.Rows))], moves);
        var compaction = new FactCompaction(new LakeFolder(folder.Path), 77, 2, folder.Path);
        Assert.True(compaction.IsNeeded(facts));

        var merged = compaction.Run(facts, "100MB", TestContext.Current.CancellationToken);

        Assert.False(compaction.IsNeeded(merged));
        Assert.InRange(parts.Count, 3 * merged.All.Count, int.MaxValue);
        Assert.Equal(whole.Count, merged.All.Count);
        Assert.All(merged.Moves, move =>
        {
            var file = merged.All.Single(file => file.Path == move.Value);
            var expected = whole[(file.Table, FactSchema.MonthOfPath(file.Path))];
            Assert.EndsWith("/0077-merged.parquet", file.Path);
            Assert.Equal(expected.Rows, file.Rows);
            Assert.Equal(InOrder(expected.Path), InOrder(move.Key));
            Assert.Equal(Layout(expected.Path), Layout(move.Key));
        });
    }

    /// <summary>
    /// The same deliveries into a lake that merges and one that does not: the same facts, marts and duplicates after
    /// every run, and files that nobody names any more are gone.
    /// </summary>
    [Theory(Timeout = 240_000)]
    [InlineData(1)]
    public async Task Run_ManyDeliveries_GiveTheSameWithAndWithoutMerging(int seed)
    {
        using RunFolder folder = new();
        Random random = new(seed);
        var runs = Environment.GetEnvironmentVariable("ANALYTICS_COMPACTIONS") is { Length: > 0 } number
            ? int.Parse(number, CultureInfo.InvariantCulture) : 4;
        for (var run = 1; run <= runs; run++)
        {
            folder.Write($"i-{run}.csv", Deliveries(random, 40).Prepend("actor_id,target_id,kind,at"));
            folder.Write($"p-{run}.csv", Posts(random, 20).Prepend("post_id,author_id,at,hashtags"));
            var pipeline = folder.Pipeline(
                "  - { name: i, format: csv, kind: interactions, path: 'i-*.csv' }\n"
                + "  - { name: p, format: csv, kind: posts, path: 'p-*.csv' }");
            var apart = pipeline with { Output = pipeline.Output with { CompactFiles = 1_000, KeepRuns = 2 } };
            var merging = pipeline with { Output = pipeline.Output with { CompactFiles = 2, KeepRuns = 2 } };
            var (lakeApart, lakeMerging) = (folder.PathOf("apart"), folder.PathOf("merging"));

            var expected = await RunFolder.RunAsync(apart, lake: lakeApart);
            var found = await RunFolder.RunAsync(merging, lake: lakeMerging);

            Assert.Equal(expected.RunId, found.RunId);
            Assert.Equal(
                expected.Sources.Select(source => (source.Accepted, source.Duplicates)),
                found.Sources.Select(source => (source.Accepted, source.Duplicates)));
            Assert.DoesNotContain(expected.Stages, stage => stage.Stage == "compact");
            if (run == 3) Assert.Contains(found.Stages, stage => stage.Stage == "compact");
            Assert.Equal(LakeContents.FactDigests(lakeApart), LakeContents.FactDigests(lakeMerging));
            Assert.Equal(LakeContents.MartDigests(lakeApart), LakeContents.MartDigests(lakeMerging));
            LakeContents.AssertSwept(lakeMerging);
        }

        Assert.All(
            LakeContents.Newest(folder.PathOf("merging")).Facts.GroupBy(file => Path.GetDirectoryName(file.Path)),
            month => Assert.InRange(month.Count(), 1, 2));
        Assert.Empty(LakeVerifier.Run(
            new LakeFolder(folder.PathOf("merging")), 2, (_, _) => { }, TestContext.Current.CancellationToken).Faults);
    }

    private static IReadOnlyList<string> InOrder(string path) => Ingested.Query(
        $"SELECT file_row_number, * FROM read_parquet({ParquetView.File(path)}, file_row_number = true)");

    private static IReadOnlyList<string> Layout(string path) => Ingested.Query(
        "SELECT row_group_id, column_id, path_in_schema, type, num_values, compression, row_group_num_rows "
        + $"FROM parquet_metadata({ParquetView.File(path)})");

    /// <summary>Few accounts, so that rows come again in later deliveries.</summary>
    private static IEnumerable<string> Deliveries(Random random, int count) => Enumerable.Range(0, count).Select(_ =>
        $"u{random.Next(12)},u{random.Next(12)},like,2026-0{random.Next(1, 3)}-{random.Next(1, 4):00}T00:00:00Z");

    private static IEnumerable<string> Posts(Random random, int count) => Enumerable.Range(0, count).Select(_ =>
        random.Next(60)).Select(post => $"p{post},u{post % 12},2026-01-0{post % 9 + 1}T00:00:00Z,x");
}
