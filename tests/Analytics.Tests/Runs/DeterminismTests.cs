namespace Analytics.Tests.Runs;

/// <summary>Same exports, same pipeline, same key: the same bytes, on any number of threads and in any lake.</summary>
[Collection(SampleLakeCollection.Name)]
public sealed class DeterminismTests(SampleLake sample)
{
    [Fact(Timeout = 120_000)]
    public async Task Run_IntoANewLakeWithTheSameKey_WritesTheSameBytes()
    {
        using RunFolder other = new();
        var again = await RunFolder.RunAsync(sample.Folder.Sample(), threads: 2, lake: other.Lake);

        Assert.Equal(sample.First.RunId, again.RunId);
        Assert.Equal(Snapshot(sample.Lake, again.RunId), Snapshot(other.Lake, again.RunId));
        Assert.Equal(Facts(sample.Lake), Facts(other.Lake));
    }

    [Fact(Timeout = 120_000)]
    public async Task Run_OnAnotherNumberOfThreads_DiffersInTheTableRunsOnly()
    {
        using RunFolder one = new();
        using RunFolder three = new();
        var first = await RunFolder.RunAsync(sample.Folder.Sample(), threads: 1, lake: one.Lake);
        await RunFolder.RunAsync(sample.Folder.Sample(), threads: 3, lake: three.Lake);

        var expected = Snapshot(sample.Lake, sample.First.RunId);
        foreach (var lake in new[] { one.Lake, three.Lake })
        {
            var found = Snapshot(lake, first.RunId);
            var different = expected.Keys.Where(table => expected[table] != found[table]);
            Assert.Equal(["runs"], different);
            Assert.Equal(Facts(sample.Lake), Facts(lake));
        }

        const string besidesThreads = "SELECT * EXCLUDE (threads) FROM runs";
        Assert.Equal(LakeContents.Query(one.Lake, besidesThreads), LakeContents.Query(three.Lake, besidesThreads));
    }

    [Fact(Timeout = 120_000)]
    public async Task Run_WithAnotherKey_KnowsNobodyFromBefore()
    {
        using RunFolder other = new();
        await RunFolder.RunAsync(other.Sample());

        using var connection = LakeContents.Open(other.Lake);
        Assert.Equal(["0"], LakeContents.Query(connection,
            "SELECT count(*) FROM accounts "
            + $"SEMI JOIN read_parquet('{sample.Lake}/facts/accounts/*/*.parquet') USING (account_id)"));
        const string graph = "SELECT follows, interactions, vertices, edges FROM runs";
        Assert.Equal(LakeContents.Query(sample.Lake, graph), LakeContents.Query(connection, graph));
    }

    /// <summary>Digest of each mart of one snapshot, from the bytes on disk.</summary>
    private static Dictionary<string, string> Snapshot(string lake, string run) =>
        Directory.EnumerateFiles(Path.Combine(lake, "snapshots", run), "*.parquet")
            .Order(StringComparer.Ordinal)
            .ToDictionary(file => Path.GetFileNameWithoutExtension(file), LakeContents.Digest);

    private static IEnumerable<KeyValuePair<string, string>> Facts(string lake) =>
        LakeContents.Tree(lake).Where(file => file.Key.StartsWith("facts/", StringComparison.Ordinal));
}
