using System.Text.Json;
using Analytics.Pipeline.Runs;
using Analytics.Tests.Repository;

namespace Analytics.Tests.Runs;

/// <summary>The shipped sample: rows accounted for, communities sound, a second run changes nothing.</summary>
[Collection(SampleLakeCollection.Name)]
public sealed class SampleRunTests(SampleLake sample)
{
    private const int Limit = 60_000;

    /// <summary>Source of the pipeline → what its files are called in the truth.</summary>
    private static readonly (string Source, string Prefix)[] Sources =
    [
        ("follows", "csv/follows-"), ("interactions", "ndjson/interactions."), ("mentions", "edgelist/mentions."),
        ("posts", "csv/posts."), ("accounts", "parquet/accounts."),
    ];

    [Fact(Timeout = Limit)]
    public async Task Sources_FirstRun_AreTheCountsThatWerePlanted()
    {
        using var truth = JsonDocument.Parse(await File.ReadAllTextAsync(
            RepositoryFolder.PathOf("data-samples", "truth", "manifest.json"), TestContext.Current.CancellationToken));
        var files = truth.RootElement.GetProperty("files").EnumerateArray().ToList();
        var expected = Sources.Select(source =>
        {
            var own = files.Where(file => PathOf(file).StartsWith(source.Prefix, StringComparison.Ordinal)).ToList();
            long Sum(string key) => own.Sum(file => file.GetProperty(key).GetInt64());
            var bad = own.Sum(file => file.GetProperty("bad_rows").EnumerateObject().Sum(r => r.Value.GetInt64()));
            return $"{source.Source}\t{own.Count}\t0\t0\t{Sum("rows")}\t{Sum("kept")}\t{bad}\t{Sum("duplicates")}";
        });

        var sources = SnapshotOf(sample.First, "sources");
        Assert.Equal(
            expected.Order(StringComparer.Ordinal),
            LakeContents.Query(sample.Lake,
                "SELECT source, files, files_known, files_failed, rows_read, rows_accepted, rows_rejected, duplicates "
                + $"FROM {sources} ORDER BY source"));
        Assert.Equal([], LakeContents.Query(
            sample.Lake, $"FROM {sources} WHERE rows_read <> rows_accepted + rows_rejected + duplicates"));
    }

    [Fact(Timeout = Limit)]
    public async Task Rejects_FirstRun_AreAsManyAsTheSourcesSay()
    {
        await Task.Yield();
        Assert.Equal(
            LakeContents.Query(sample.Lake,
                $"SELECT source, rows_rejected FROM {SnapshotOf(sample.First, "sources")} "
                + "WHERE rows_rejected > 0 ORDER BY ALL"),
            LakeContents.Query(sample.Lake,
                $"SELECT source, count(*) FROM {SnapshotOf(sample.First, "rejects")} "
                + "WHERE line > 0 AND field <> '' AND reason <> '' AND file <> '' GROUP BY source ORDER BY ALL"));
    }

    [Fact(Timeout = Limit)]
    public async Task Rows_OfFacts_AreTheAcceptedOnes()
    {
        await Task.Yield();
        var rows = sample.First.Sources.ToDictionary(source => source.Name, source => source.Accepted);

        Assert.Equal(
            [$"{rows["follows"]}\t{rows["interactions"] + rows["mentions"]}\t{rows["posts"]}\t{rows["accounts"]}"],
            LakeContents.Query(sample.Lake,
                "SELECT (SELECT count(*) FROM follows), (SELECT count(*) FROM interactions), "
                + "(SELECT count(*) FROM posts), (SELECT count(*) FROM accounts)"));
    }

    /// <summary>About half of the authors share how many accounts saw their posts.</summary>
    [Fact(Timeout = Limit)]
    public async Task EngagementByReach_OfLeaders_IsKnownWhereReachWasDelivered()
    {
        await Task.Yield();
        Assert.Equal(["True\tTrue\t0"], LakeContents.Query(
            sample.Lake,
            "SELECT count(engagement_rate_reach) > 50, count(*) FILTER (engagement_rate_reach IS NULL) > 50, "
            + "count(*) FILTER (reached_posts NOT IN (0, viewed_posts)) "
            + $"FROM {SnapshotOf(sample.First, "leaders")}"));
    }

    [Fact(Timeout = Limit)]
    public async Task SecondRun_SameExports_IngestsNothingNew()
    {
        await Task.Yield();
        Assert.Equal(RunStatus.Done, sample.Second.Status);
        Assert.All(sample.Second.Sources, source => Assert.Equal(
            (0, 0, 0L), (source.FilesNew, source.FilesFailed, source.Read)));
        Assert.Equal(
            sample.First.Sources.Select(source => (source.Name, source.FilesNew)),
            sample.Second.Sources.Select(source => (source.Name, source.FilesKnown)));
        Assert.Empty(sample.Second.Warnings);
    }

    [Fact(Timeout = Limit)]
    public async Task SecondRun_SameExports_CommunitiesContinueUnderTheirIds()
    {
        await Task.Yield();
        var first = SnapshotOf(sample.First, "communities");
        var second = SnapshotOf(sample.Second, "communities");

        Assert.Equal(["birth"], LakeContents.Query(sample.Lake, $"SELECT DISTINCT event FROM {first}"));
        Assert.Equal(
            ["continue\tTrue"],
            LakeContents.Query(sample.Lake, $"SELECT DISTINCT event, previous_id = community_id FROM {second}"));
        AssertSameRows(first, second, "* EXCLUDE (run_id, event, previous_id)");
        Assert.Equal(
            sample.First.Communities.Select(community => (community.Id, community.Size)),
            sample.Second.Communities.Select(community => (community.Id, community.Size)));
    }

    [Theory(Timeout = Limit)]
    [InlineData("leaders")]
    [InlineData("members")]
    [InlineData("bridges")]
    [InlineData("topics")]
    [InlineData("structures")]
    [InlineData("stories")]
    [InlineData("partners")]
    public async Task SecondRun_SameExports_FindsTheSame(string mart)
    {
        await Task.Yield();
        AssertSameRows(SnapshotOf(sample.First, mart), SnapshotOf(sample.Second, mart), "* EXCLUDE (run_id)");
    }

    [Fact(Timeout = Limit)]
    public async Task Communities_Published_AreConnectedAndKeepTheirBounds()
    {
        await Task.Yield();
        var settings = sample.Folder.Sample().Communities;
        var sizes = Connectivity.Check(sample.Lake);

        Assert.True(sizes.Count > 5, $"only {sizes.Count} communities");
        Assert.All(sizes, size => Assert.InRange(size, settings.MinSize, settings.MaxSize));
    }

    [Fact(Timeout = Limit)]
    public async Task LeaderTrends_SameExportsAgain_AreStable()
    {
        await Task.Yield();
        Assert.Equal(["stable"], LakeContents.Query(sample.Lake, "SELECT DISTINCT trend FROM leader_trends"));
        Assert.Equal(
            LakeContents.Query(sample.Lake, "SELECT 2 * count(*) FROM leaders"),
            LakeContents.Query(sample.Lake, "SELECT count(*) FROM leader_history"));
    }

    [Fact(Timeout = Limit)]
    public async Task PartnerSets_OfTen_SpreadAtLeastAsFarAsTheTenTopRanked()
    {
        await Task.Yield();

        // The pseudonyms differ from key to key, and with them the smallest communities: one may have fewer leaders.
        Assert.Equal(
            LakeContents.Query(sample.Lake, "SELECT count(*) FROM communities"),
            LakeContents.Query(
                sample.Lake,
                "SELECT count(*) FROM partner_sets JOIN "
                + "(SELECT community_id, least(10, count(*)) AS available FROM leaders GROUP BY ALL) "
                + "USING (community_id) "
                + "WHERE brief = 'spread' AND partners = available AND spread >= top_spread"));
    }

    [Fact(Timeout = Limit)]
    public async Task Catalog_Published_IsWhole()
    {
        await Task.Yield();
        Assert.Equal(sample.Second.RunId, LakeContents.AssertWhole(sample.Lake).RunId);
        LakeContents.AssertSwept(sample.Lake);
    }

    [Fact(Timeout = Limit)]
    public async Task Observer_Run_HearsOfEveryStage()
    {
        await Task.Yield();
        Assert.Equal(
            ["ingest", "weigh", "cluster", "measure", "plan", "publish", "commit"], sample.FirstObserver.Started);
        string[] reported =
            ["read", "clean", "write", "ingest", "weigh", "cluster", "measure", "plan", "publish", "commit"];
        Assert.Equal(reported, sample.FirstObserver.Finished.Select(report => report.Stage));
        Assert.Equal(sample.First.Stages, sample.FirstObserver.Finished);
    }

    private static string PathOf(JsonElement file) => file.GetProperty("path").GetString()!;

    private void AssertSameRows(string first, string second, string columns)
    {
        var rows = LakeContents.Query(sample.Lake, $"SELECT count(*) FROM {first}");
        Assert.Equal(rows, LakeContents.Query(sample.Lake, $"SELECT count(*) FROM {second}"));
        Assert.Equal([], LakeContents.Query(sample.Lake,
            $"(SELECT {columns} FROM {first} EXCEPT ALL SELECT {columns} FROM {second}) "
            + $"UNION ALL (SELECT {columns} FROM {second} EXCEPT ALL SELECT {columns} FROM {first})"));
    }

    private string SnapshotOf(RunSummary run, string mart) =>
        $"read_parquet('{sample.Lake}/snapshots/{run.RunId}/{mart}.parquet')";
}
