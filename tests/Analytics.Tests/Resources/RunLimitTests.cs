using Analytics.Pipeline;
using Analytics.Pipeline.Definition;
using Analytics.Pipeline.Runs;
using Analytics.Tests.Runs;

namespace Analytics.Tests.Resources;

/// <summary>Runs that have too little are refused with figures, those with little give the same tables.</summary>
[Collection(SampleLakeCollection.Name)]
public sealed class RunLimitTests(SampleLake sample) : IDisposable
{
    private const int Limit = 90_000;
    private const StringComparison Ordinal = StringComparison.Ordinal;

    private readonly RunFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact(Timeout = Limit)]
    public async Task Run_MemoryBelowTheNeed_IsRefusedWithFiguresAndRemedy()
    {
        var refused = await Assert.ThrowsAsync<UserException>(() => RunAsync(_folder.Sample(), 200_000_000));

        Assert.Equal(ExitCodes.Failed, refused.ExitCode);
        Assert.Matches("^ingest needs [0-9]+ MB of memory for .* of new exports; the limit is 200 MB", refused.Message);
        Assert.Contains("Raise resources.memory", refused.Message);
        Assert.Empty(Directory.EnumerateFileSystemEntries(_folder.PathOf("lake/runs")));
    }

    /// <summary>Ten million acts are too many for half a gigabyte; it is said before they are weighed.</summary>
    [Fact(Timeout = Limit)]
    public void Weigh_MoreActsThanMemoryHolds_IsRefused()
    {
        var plan = new Pipeline.Resources.MemoryPlan(
            new Pipeline.Resources.RunResources(500_000_000, "resources.memory", 2, 0));

        var refused = Assert.Throws<UserException>(() => plan.Require(
            "weigh", Pipeline.Resources.MemoryNeeds.Weigh(10_000_000), "or narrow graph.window"));

        Assert.Contains("at most 10,000,000 acts of attention; the limit is 500 MB", refused.Message);
        Assert.Contains("narrow graph.window", refused.Message);
        plan.Require("weigh", Pipeline.Resources.MemoryNeeds.Weigh(1_000_000), "");
    }

    [Fact(Timeout = Limit)]
    public async Task Run_LittleMemory_GivesTheSameTables()
    {
        Directory.CreateDirectory(Path.GetDirectoryName(_folder.Key)!);
        File.Copy(sample.Folder.Key, _folder.Key);
        await RunAsync(_folder.Sample(), 320_000_000);

        Assert.Equal(sample.First.RunId, LakeContents.Newest(_folder.Lake).RunId);
        Assert.Equal(FirstMarts(sample.Lake), FirstMarts(_folder.Lake));
    }

    [Fact(Timeout = Limit)]
    public async Task Run_DiskReserveAboveWhatIsFree_IsRefusedWithFigures()
    {
        var pipeline = _folder.Sample();
        pipeline = pipeline with
        {
            Resources = pipeline.Resources with { DiskReserveBytes = 900_000_000_000_000 },
        };

        var refused = await Assert.ThrowsAsync<UserException>(() => RunAsync(pipeline, null));

        Assert.Equal(ExitCodes.Failed, refused.ExitCode);
        Assert.Matches("the run needs about [0-9]+ MB of disk space, and 900000.0 GB stay free", refused.Message);
        Assert.Contains("--lake", refused.Message);
        Assert.Empty(Directory.EnumerateFileSystemEntries(_folder.PathOf("lake/runs")));
    }

    private static Dictionary<string, string> FirstMarts(string lake)
    {
        var snapshots = Directory.EnumerateDirectories(Path.Combine(lake, "snapshots"));
        var first = snapshots.Order(StringComparer.Ordinal).First();
        return LakeContents.Tree(first)
            .Where(file => file.Key is not "runs.parquet" && file.Key.EndsWith(".parquet", Ordinal)).ToDictionary();
    }

    private static Task<RunSummary> RunAsync(PipelineDefinition pipeline, long? memory)
    {
        RunOptions options = new(null, 2, DryRun: false) { MemoryBytes = memory };
        return Task.Run(
            () => PipelineRun.ExecuteAsync(
                pipeline, options, new RecordedRun(), FixedClock.Noon, TestContext.Current.CancellationToken),
            CancellationToken.None);
    }
}
