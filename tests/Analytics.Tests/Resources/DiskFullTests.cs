using Analytics.DuckDb;
using Analytics.Pipeline;
using Analytics.Pipeline.Definition;
using Analytics.Pipeline.Lake;
using Analytics.Pipeline.Resources;
using Analytics.Tests.Runs;

namespace Analytics.Tests.Resources;

/// <summary>A disk that fills up while a run writes: the lake stays as it was, the next run succeeds.</summary>
public sealed class DiskFullTests(TwoNights nights) : IClassFixture<TwoNights>, IDisposable
{
    private const int Limit = 120_000;
    private const int DiskMegabytes = 24;
    private const StringComparison Ordinal = StringComparison.Ordinal;

    private readonly RunFolder _folder = new();
    private readonly SmallDisk _disk = new(DiskMegabytes);

    private string Lake => _disk.PathOf("lake");

    public void Dispose()
    {
        _folder.Dispose();
        _disk.Dispose();
    }

    [Fact(Timeout = Limit)]
    public async Task Run_DiskFillsUpAtAnyStage_LeavesTheLakeAsItWas()
    {
        _disk.SkipUnlessMounted();
        var pipeline = await FirstNightAsync();
        var before = LakeContents.Tree(Lake);

        // What the commit writes: marts one by one, the manifest, the catalog's space.
        var marts = LakeContents.Newest(Lake).Marts.Sum(file => file.Bytes);
        (string Stage, long Left)[] moments =
        [
            ("ingest", 0), ("ingest", 40_000), ("settle", 0), ("settle", 10_000), ("commit", 0), ("commit", marts / 2),
            ("commit", marts), ("commit", marts * 3 / 2), ("commit", marts * 4), ("commit", 1_000_000),
        ];
        HashSet<string> reached = [];
        foreach (var (stage, left) in moments)
        {
            RecordedRun observer = new(started =>
            {
                if (started == stage) _disk.FillBut(left);
            });

            var failed = await Assert.ThrowsAsync<UserException>(
                () => RunFolder.RunAsync(pipeline, lake: Lake, observer: observer));

            Assert.Equal(ExitCodes.Failed, failed.ExitCode);
            reached.Add(observer.Started.Last());
            Assert.Contains("the disk became full", failed.Message);
            Assert.Contains("the lake is as it was", failed.Message);
            Assert.Equal(before, LakeContents.Tree(Lake));
            _disk.Empty();
        }

        Assert.Superset(new HashSet<string> { "ingest", "settle", "commit" }, reached);
        await AssertSucceedsAsync(pipeline);
    }

    [Fact(Timeout = Limit)]
    public async Task Run_DiskFullBeforeTheRun_IsRefusedWithFigures()
    {
        _disk.SkipUnlessMounted();
        var pipeline = await FirstNightAsync();
        var before = LakeContents.Tree(Lake);
        foreach (var left in new long[] { 0, 8_000, 100_000, 1_200_000 })
        {
            _disk.FillBut(left);

            var refused = await Assert.ThrowsAsync<UserException>(() => RunFolder.RunAsync(pipeline, lake: Lake));

            Assert.Equal(ExitCodes.Failed, refused.ExitCode);
            Assert.Matches("the run needs about .* of disk space|the disk became full", refused.Message);
            Assert.Equal(before, LakeContents.Tree(Lake));
            _disk.Empty();
        }

        await AssertSucceedsAsync(pipeline);
    }

    /// <summary>The one moment after the commit: the snapshot is there, and the next run shows it.</summary>
    [Fact(Timeout = Limit)]
    public async Task Publish_DiskFullAfterTheCommit_LeavesTheOldCatalogAndNoDraft()
    {
        _disk.SkipUnlessMounted();
        var pipeline = await FirstNightAsync();
        var catalog = LakeContents.Digest(new LakeFolder(Lake).Catalog);
        await RunFolder.RunAsync(pipeline, lake: _folder.PathOf("lake"));
        _disk.FillBut(4_096);

        var error = Assert.ThrowsAny<Exception>(
            () => Catalog.Publish(new LakeFolder(Lake), LakeContents.Newest(Lake)));

        Assert.True(DiskFull.Caused(error), error.ToString());
        Assert.Equal(catalog, LakeContents.Digest(new LakeFolder(Lake).Catalog));
        _disk.Empty();
        await AssertSucceedsAsync(pipeline);
    }

    [Fact]
    public void Caused_ErrorsOfSystemAndEngine_AreToldFromOthers()
    {
        Assert.True(DiskFull.Caused(new IOException("x", 28)));
        IOException quota = new("x", 122);
        Assert.True(DiskFull.Caused(new AggregateException(new InvalidOperationException("y", quota))));
        Assert.True(DiskFull.Caused(new DuckDbException(
            "IO Error: Could not write file \"a\": No space left on device", null, DuckDbErrorType.IO)));
        Assert.False(DiskFull.Caused(new IOException("x", 13)));
        Assert.False(DiskFull.Caused(new InvalidOperationException("No space left on device")));
        Assert.False(DiskFull.Caused(null));
    }

    /// <summary>One night is published on the small disk, the second is delivered; runs leave little free.</summary>
    private async Task<PipelineDefinition> FirstNightAsync()
    {
        var pipeline = nights.CopyFirstTo(_folder);
        pipeline = pipeline with { Resources = pipeline.Resources with { DiskReserveBytes = 1_000 } };
        var first = pipeline with
        {
            Sources = [.. pipeline.Sources.Select(source => source with
            {
                Path = source.Path.Replace("lists/*.csv*", "lists/0.csv", Ordinal),
            })],
        };
        await RunFolder.RunAsync(first, lake: Lake);
        return pipeline;
    }

    private async Task AssertSucceedsAsync(PipelineDefinition pipeline)
    {
        await RunFolder.RunAsync(pipeline, lake: Lake);
        Assert.Equal(2, LakeContents.Newest(Lake).Sequence);
        LakeContents.AssertSwept(Lake);
        Assert.Equal(nights.UndisturbedFacts, LakeContents.FactDigests(Lake));
    }
}
