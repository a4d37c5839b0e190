using Analytics.Pipeline;
using Analytics.Pipeline.Definition;
using Analytics.Pipeline.Lake;
using Analytics.Pipeline.Runs;

namespace Analytics.Tests.Runs;

/// <summary>Runs that a quality gate holds: what stays, what the next run makes of it, and how it is let go.</summary>
public sealed class HeldRunTests : IDisposable
{
    private const int Limit = 120_000;

    private readonly RunFolder _folder = new();

    private LakeFolder Lake => new(_folder.Lake);

    private SnapshotStore Store => new(Lake);

    public void Dispose() => _folder.Dispose();

    [Fact(Timeout = Limit)]
    public async Task Run_GateFails_KeepsTheOldSnapshotToTheByteAndStoresTheNewOne()
    {
        var first = await RunFolder.RunAsync(Delivered(1));
        var before = LakeContents.Tree(_folder.Lake);

        var held = await RunFolder.RunAsync(Delivered(2, isBad: true));

        Assert.Equal((RunStatus.Held, first.RunId), (held.Status, held.PublishedRunId));
        var after = LakeContents.Tree(_folder.Lake);
        Assert.Equal(before, after.Where(file => before.ContainsKey(file.Key)).ToDictionary());
        Assert.Equal(first.RunId, LakeContents.AssertWhole(_folder.Lake).RunId);
        LakeContents.AssertSwept(_folder.Lake);
        Assert.Equal(["60"], LakeContents.Query(_folder.Lake, "SELECT count(*) FROM follows"));
        Assert.Equal(["120"], LakeContents.QueryHeld(_folder.Lake, "SELECT count(*) FROM follows"));
        Assert.Equal(["held"], LakeContents.QueryHeld(_folder.Lake, "SELECT status FROM runs"));
    }

    [Fact(Timeout = Limit)]
    public async Task Run_AfterAHeldOne_ReadsItsFilesAnewAndGoesOnFromThePublished()
    {
        await RunFolder.RunAsync(Delivered(1));
        var held = await RunFolder.RunAsync(Delivered(2, isBad: true));
        File.Delete(_folder.PathOf("follows-bad.csv"));

        var mended = await RunFolder.RunAsync(Delivered(3));

        Assert.Equal((RunStatus.Done, 2, 1), (mended.Status, mended.Sources[0].FilesNew, mended.Sources[0].FilesKnown));
        Assert.StartsWith("0003-", mended.RunId);
        Assert.Equal(["180"], LakeContents.Query(_folder.Lake, "SELECT count(*) FROM follows"));
        Assert.DoesNotContain(Store.All(), manifest => manifest.RunId == held.RunId);
        Assert.Equal(
            ["1", "3"], LakeContents.Query(_folder.Lake, "SELECT DISTINCT snapshot FROM leader_history ORDER BY 1"));
        Assert.Empty((await RunFolder.RunAsync(Pipeline())).Warnings);
        LakeContents.AssertWhole(_folder.Lake);
        LakeContents.AssertSwept(_folder.Lake);
    }

    /// <summary>A held run and a run without gates on the same base and exports make the same.</summary>
    [Fact(Timeout = Limit)]
    public async Task Publish_HeldRun_IsAsIfItHadNeverBeenHeld()
    {
        await RunFolder.RunAsync(Delivered(1));
        var held = await RunFolder.RunAsync(Delivered(2, isBad: true));

        var summary = Publish(held.RunId);

        Assert.False(summary.WasPublished);
        Assert.Equal((held.RunId, 2), (summary.RunId, summary.NewFiles));
        Assert.Contains(new TableChange("follows", 60, 120), summary.Tables);
        Assert.Equal(held.RunId, LakeContents.AssertWhole(_folder.Lake).RunId);
        LakeContents.AssertSwept(_folder.Lake);
        Assert.Equal(["120"], LakeContents.Query(_folder.Lake, "SELECT count(*) FROM follows"));
        Assert.True(Publish(held.RunId).WasPublished);

        var next = await RunFolder.RunAsync(Pipeline());
        Assert.Equal((RunStatus.Done, 0), (next.Status, next.Sources[0].FilesNew));
        Assert.Empty(next.Warnings);
    }

    [Fact(Timeout = Limit)]
    public async Task Publish_FirstRunOfALake_MakesItsCatalog()
    {
        var held = await RunFolder.RunAsync(Delivered(1, isBad: true));
        Assert.Null(held.PublishedRunId);
        Assert.False(File.Exists(Lake.Catalog));

        Assert.Null(Publish(held.RunId).PreviousRunId);

        Assert.Equal(held.RunId, LakeContents.AssertWhole(_folder.Lake).RunId);
    }

    [Fact(Timeout = Limit)]
    public async Task Publish_CutOffBetweenRenameAndCatalog_EndsWithTheNextAttempt()
    {
        await RunFolder.RunAsync(Delivered(1));
        var held = await RunFolder.RunAsync(Delivered(2, isBad: true));
        Store.Publish(Store.Held().Single());
        Assert.Equal(["60"], LakeContents.Query(_folder.Lake, "SELECT count(*) FROM follows"));

        Assert.True(Publish(held.RunId).WasPublished);

        Assert.Equal(["120"], LakeContents.Query(_folder.Lake, "SELECT count(*) FROM follows"));
        LakeContents.AssertWhole(_folder.Lake);
    }

    [Fact(Timeout = Limit)]
    public async Task Publish_BaseIsNotPublishedAnyMore_IsRefusedWithTheRemedy()
    {
        await RunFolder.RunAsync(Delivered(1));
        var early = await RunFolder.RunAsync(Delivered(2, isBad: true));
        var late = await RunFolder.RunAsync(Delivered(3, isBad: true));
        Publish(early.RunId);
        var before = LakeContents.Tree(_folder.Lake);

        var refusal = Assert.Throws<UserException>(() => Publish(late.RunId));

        Assert.Contains($"run {late.RunId} goes on from 0001-", refusal.Message);
        Assert.Contains($"but {early.RunId} is published", refusal.Message);
        Assert.Contains("analytics run FILE", refusal.Message);
        Assert.Equal(before, LakeContents.Tree(_folder.Lake));
    }

    [Theory(Timeout = Limit)]
    [InlineData("follows", true)]
    [InlineData("leaders", false)]
    public async Task Publish_DamagedFile_IsRefusedAndNamed(string table, bool isGone)
    {
        await RunFolder.RunAsync(Delivered(1));
        var held = await RunFolder.RunAsync(Delivered(2, isBad: true));
        var manifest = Store.Held().Single();
        var path = Lake.Absolute(manifest.Facts.Concat(manifest.Marts).Last(file => file.Table == table).Path);
        if (isGone)
        {
            File.Delete(path);
        }
        else
        {
            var bytes = await File.ReadAllBytesAsync(path);
            bytes[bytes.Length / 2] ^= 1;
            await File.WriteAllBytesAsync(path, bytes);
        }

        var refusal = Assert.Throws<UserException>(() => Publish(held.RunId));

        Assert.Contains(path, refusal.Message);
        Assert.Contains(isGone ? "found no file" : "found SHA-256", refusal.Message);
        Assert.Equal(["60"], LakeContents.Query(_folder.Lake, "SELECT count(*) FROM follows"));
    }

    [Fact(Timeout = Limit)]
    public async Task Publish_UnknownRunOrBusyLake_IsRefused()
    {
        var first = await RunFolder.RunAsync(Delivered(1));
        var unknown = Assert.Throws<UserException>(() => Publish("0009-nobody"));
        Assert.Equal(ExitCodes.Usage, unknown.ExitCode);
        Assert.Contains($"no run is held, and {first.RunId} is published", unknown.Message);

        var held = await RunFolder.RunAsync(Delivered(2, isBad: true));
        using var run = LakeLock.Acquire(Lake, FixedClock.Noon);
        Assert.Equal(ExitCodes.LakeBusy, Assert.Throws<UserException>(() => Publish(held.RunId)).ExitCode);
    }

    [Fact(Timeout = Limit)]
    public async Task Handles_OfAHeldRun_AreNobodysUntilARunAfterItsPublication()
    {
        await RunFolder.RunAsync(Revealing(Delivered(1)));
        var before = await File.ReadAllBytesAsync(_folder.Identities);

        var held = await RunFolder.RunAsync(Revealing(Delivered(2, isBad: true)));

        Assert.Equal(before, await File.ReadAllBytesAsync(_folder.Identities));
        Publish(held.RunId);
        var leaders = LakeContents.Query(_folder.Lake, "SELECT DISTINCT account_id FROM leaders").ToHashSet();
        Assert.Subset(leaders, Known());
        await RunFolder.RunAsync(Revealing(Pipeline()));
        Assert.Equal(leaders, Known());

        await RunFolder.RunAsync(Delivered(3, isBad: true));
        Assert.False(File.Exists(_folder.Identities));
    }

    private HashSet<string> Known() =>
        LakeContents.Query(_folder.Lake, $"SELECT account_id FROM '{_folder.Identities}'").ToHashSet();

    private PublicationSummary Publish(string id) =>
        Publication.Run(Lake, id, Assert.Fail, FixedClock.Noon, TestContext.Current.CancellationToken);

    /// <summary>One more delivery of 60 good rows, and with it a file of which every row is refused.</summary>
    private PipelineDefinition Delivered(int delivery, bool isBad = false)
    {
        var first = delivery * 60;
        _folder.Write($"follows-{delivery}.csv", Enumerable.Range(first, 60)
            .Select(number => $"u{number / 30 * 10 + number % 10},u{Followed(number)}").Prepend("a,b"));
        if (isBad)
            _folder.Write("follows-bad.csv", Enumerable.Range(0, 40 + delivery).Select(i => $",b{i}").Prepend("a,b"));
        return Pipeline();
    }

    private static int Followed(int number) => number / 30 * 10 + (number % 10 + 1 + number % 30 / 10) % 10;

    private static PipelineDefinition Revealing(PipelineDefinition pipeline) =>
        pipeline with { Privacy = pipeline.Privacy with { RevealLeaders = true } };

    private PipelineDefinition Pipeline()
    {
        var pipeline = _folder.Pipeline(
            "  - { name: follows, format: csv, kind: follows, path: 'follows-*.csv', observed_at: 2026-01-31, "
            + "columns: { follower_id: a, followee_id: b } }",
            "gates: { max_reject_share: 0.1 }");
        return pipeline with
        {
            Privacy = pipeline.Privacy with { KeyFile = _folder.Key, IdentityStore = _folder.IdentitiesOption },
        };
    }
}
