using Analytics.Pipeline.Definition;
using Analytics.Pipeline.Lake;
using Analytics.Pipeline.Runs;
using static Analytics.Tests.Ingest.Settling.Events;

namespace Analytics.Tests.Runs;

/// <summary>What ended stays visible and counts no more, over whole runs.</summary>
public sealed class SettledRunTests : IDisposable
{
    private const string Follows =
        "  - { name: follows, format: csv, kind: follows, complete: followers, path: 'follows*.csv' }";

    private readonly RunFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact(Timeout = 60_000)]
    public async Task Run_NightlyLists_GiveUnfollowsAndNewFollows()
    {
        var pipeline = await NightAsync(3, ["a,z", "b,z", "c,z", "z,a"]);
        Assert.Null(SettledFacts.Of(new LakeFolder(_folder.Lake), LakeContents.Newest(_folder.Lake)).PathOf("follows"));
        await NightAsync(4, ["a,z", "c,z"]);
        Assert.Equal(["3\t1"], Count());
        Assert.Equal(
            ["05/04/2024 00:00:00"], Query("SELECT ended_at FROM follows WHERE ended_at IS NOT NULL"));
        Assert.Equal(["3"], Query("SELECT count(*) FROM attention"));

        // The bytes of the first night, on another: a list of its own.
        var summary = await RunAsync(5, ["a,z", "b,z", "c,z", "z,a"]);
        Assert.Equal((1, 0L, 4L), (summary.Sources[0].FilesNew, summary.Sources[0].Accepted,
            summary.Sources[0].Duplicates));
        Assert.Equal(["4\t1"], Count());
        Assert.Equal(["4"], Query("SELECT count(*) FROM attention"));

        // A night without a delivery.
        var again = await RunFolder.RunAsync(pipeline);
        Assert.Equal(0, again.Sources[0].FilesNew);
        Assert.Equal(["4\t1"], Count());
        var settled = LakeContents.Newest(_folder.Lake).Marts.Single(file => file.Table == "settled_follows");
        Assert.Equal(2, settled.Rows);
        Assert.True(File.Exists(Path.Combine(_folder.Lake, settled.Path)));
    }

    [Fact(Timeout = 60_000)]
    public async Task Run_DeletedActs_StayVisibleAndCountNoMore()
    {
        string[] people = ["did:plc:a", "did:plc:b", "did:plc:c", "did:plc:d"];
        var post = Uri(people[0], "p");
        Deliver("events-1.jsonl",
            [Post(people[0], 1, "p"), .. people[1..].Select(one => Like(one, post, 2, "1"))]);
        var pipeline = _folder.Pipeline("  - { name: sky, format: bluesky-jetstream, path: 'events*.jsonl' }");
        await RunFolder.RunAsync(pipeline);
        Assert.Equal(["3"], Query("SELECT sum(interactions) FROM attention"));

        Deliver("events-2.jsonl", [Unlike(people[1], "1", 3)]);
        await RunFolder.RunAsync(pipeline);
        Assert.Equal(["2"], Query("SELECT sum(interactions) FROM attention"));
        Assert.Equal(["3\t1"], Query("SELECT count(*), count(ended_at) FROM interactions"));
        Assert.Equal(["05/03/2024 00:00:00"], Query("SELECT state_as_of FROM settings"));

        // As of a moment before the deletion it still counts.
        var earlier = _folder.Pipeline(
            "  - { name: sky, format: bluesky-jetstream, path: 'events*.jsonl' }",
            "graph: { as_of: 2024-05-02T12:00:00Z }");
        await RunFolder.RunAsync(earlier);
        Assert.Equal(["3"], Query("SELECT sum(interactions) FROM attention"));

        Deliver("events-3.jsonl", [DeletePost(people[0], "p", 4)]);
        await RunFolder.RunAsync(pipeline);
        Assert.Equal(["0"], Query("SELECT count(*) FROM attention"));
        Assert.Equal(["3\t3"], Query("SELECT count(*), count(ended_at) FROM interactions"));
        Assert.Equal(["1\t1"], Query("SELECT count(*), count(ended_at) FROM posts"));
    }

    [Fact(Timeout = 60_000)]
    public async Task Run_WholeLists_CountAgainstWhatProfilesClaim()
    {
        _folder.Write("profiles.csv", "account_id,claimed_followers,observed_at", "z,6,2024-05-01");
        const string profiles = "\n  - { name: profiles, format: csv, kind: accounts, path: profiles.csv }";
        Write(3, ["a,z", "b,z", "c,z"]);
        var first = await RunFolder.RunAsync(_folder.Pipeline(Follows + profiles));
        Assert.Equal(0.5, first.Sources[0].Completeness);

        // The newest list counts, not what earlier ones held besides, nor who was known already.
        Write(4, ["a,z", "d,z"]);
        var second = await RunFolder.RunAsync(_folder.Pipeline(Follows + profiles));
        Assert.Equal(1 / 3.0, second.Sources[0].Completeness!.Value, 1e-12);
    }

    private async Task<PipelineDefinition> NightAsync(int day, string[] pairs)
    {
        await RunAsync(day, pairs);
        return _folder.Pipeline(Follows);
    }

    private Task<RunSummary> RunAsync(int day, string[] pairs)
    {
        Write(day, pairs);
        return RunFolder.RunAsync(_folder.Pipeline(Follows));
    }

    /// <summary>The same name every night, as a nightly job writes it.</summary>
    private void Write(int day, string[] pairs)
    {
        _folder.Write("follows.csv", pairs.Prepend("follower_id,followee_id"));
        File.SetLastWriteTimeUtc(_folder.PathOf("follows.csv"), Day(day + 0.1).UtcDateTime);
    }

    private void Deliver(string name, IEnumerable<string> lines) => _folder.Write(name, lines);

    private IReadOnlyList<string> Count() =>
        Query("SELECT count(*) FILTER (ended_at IS NULL), count(ended_at) FROM follows");

    private IReadOnlyList<string> Query(string sql) => LakeContents.Query(_folder.Lake, sql);
}
