using Analytics.Pipeline;
using Analytics.Pipeline.Lake;
using Analytics.Pipeline.Lake.Upkeep;
using Analytics.Tests.App;
using Analytics.Tests.Runs;

namespace Analytics.Tests.Lake.Upkeep;

public sealed class LakeRepairTests(LakeRepairTests.ThreeRuns runs)
    : IClassFixture<LakeRepairTests.ThreeRuns>, IDisposable
{
    private readonly TestLake _test = runs.Test;

    private LakeFolder Lake => _test.Lake;

    public void Dispose() => _test.Restore();

    [Fact]
    public void Run_WholeLake_DoesNothing()
    {
        var before = LakeContents.Tree(Lake.Path);

        var report = Repair();

        Assert.Empty(report.Done);
        Assert.Empty(report.Left);
        Assert.Equal("0003-feed", report.RunId);
        Assert.Equal(before, LakeContents.Tree(Lake.Path));
    }

    /// <summary>
    /// Whatever is damaged: dry-run changes nothing, repair makes the lake whole, a second one finds nothing to do, and
    /// no byte is lost.
    /// </summary>
    [Theory]
    [InlineData("analytics.duckdb", "0003-feed")]
    [InlineData("catalog.json", "0003-feed")]
    [InlineData("lake.json", "0003-feed")]
    [InlineData("notes.txt", "0003-feed")]
    [InlineData("facts/follows/month=2024-01/0009.parquet", "0003-feed")]
    [InlineData("facts/follows/month=2024-01/0003.parquet", "0002-feed")]
    [InlineData("facts/follows/month=2024-01/0002.parquet", "0001-feed")]
    [InlineData("snapshots/0003-feed/manifest.json", "0002-feed")]
    [InlineData("snapshots/0003-feed/members.parquet", "0002-feed")]
    [InlineData("snapshots/0001-feed/members.parquet", "0003-feed")]
    [InlineData("snapshots/0001-feed/manifest.json", "0003-feed")]
    public void Run_DamagedFile_MakesTheLakeWholeAndKeepsEveryByte(string path, string published)
    {
        File.AppendAllText(Lake.Absolute(path), "x");
        var before = LakeContents.Tree(Lake.Path);
        var planned = Repair(dryRun: true);
        Assert.Equal(before, LakeContents.Tree(Lake.Path));

        var report = Repair();

        Assert.Equal(planned.Done, report.Done);
        Assert.NotEmpty(report.Done);
        Assert.Empty(report.Left);
        Assert.Equal((published, published), (report.RunId, _test.Store.Newest()!.RunId));
        AssertWhole();
        Assert.Equal(
            Enumerable.Range(1, FoundSnapshot.SequenceOf(published)!.Value).Select(run => (ulong)run),
            _test.Followers());
        Assert.Empty(Repair().Done);
        var kept = LakeContents.Tree(Lake.Path).Values.ToHashSet();
        var rebuilt = new[] { "analytics.duckdb", "catalog.json" };
        Assert.All(before.Where(file => !rebuilt.Contains(file.Key)), file => Assert.Contains(file.Value, kept));
    }

    [Fact]
    public void Run_EveryPublishedSnapshotDamaged_MovesNothingAndSaysWhatItTakes()
    {
        File.AppendAllText(Lake.Absolute("facts/follows/month=2024-01/0001.parquet"), "x");
        File.WriteAllText(Lake.Absolute("notes.txt"), "");
        var before = LakeContents.Tree(Lake.Path);

        var report = Repair();

        Assert.Empty(report.Done);
        Assert.Null(report.RunId);
        Assert.Contains(report.Left, left => left.Contains("x1.csv", StringComparison.Ordinal));
        Assert.Contains("backup", report.Left[^1], StringComparison.Ordinal);
        Assert.Equal(before, LakeContents.Tree(Lake.Path));
    }

    [Fact]
    public void Run_LostDescriptionOfAnOlderLake_AsksForTheBackup()
    {
        OlderLake.MakeFormat1(Lake.Path);
        File.Delete(Lake.Description);

        Assert.Contains("lake.json", Assert.Single(Repair().Left), StringComparison.Ordinal);

        Assert.False(File.Exists(Lake.Description));
    }

    [Fact]
    public void Run_DamagedDescription_KeepsKeyAndStore()
    {
        var whole = Lake.Describe();
        File.WriteAllText(Lake.Description, File.ReadAllText(Lake.Description).Replace("  ", " "));

        Repair();

        Assert.Equal(whole, Lake.Describe());
    }

    /// <summary>Cut off after each of its moves; what was moved by then is in no run's way.</summary>
    [Fact]
    public void Run_CutOffAnywhere_IsEndedByTheNext()
    {
        File.AppendAllText(Lake.Absolute("snapshots/0003-feed/members.parquet"), "x");
        File.AppendAllText(Lake.Absolute("facts/follows/month=2024-01/0002.parquet"), "x");
        File.WriteAllText(Lake.Absolute("notes.txt"), "");
        string[] moves = [.. Repair(dryRun: true).Done
            .Where(step => step.StartsWith("moved ", StringComparison.Ordinal)).Select(step => step.Split(' ')[1])];
        Assert.Equal(5, moves.Length);
        foreach (var move in moves)
        {
            var target = Lake.Absolute($"quarantine/cut-off/{move}");
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            Directory.Move(Lake.Absolute(move), target);

            var planned = Repair(dryRun: true);

            Assert.Equal("0001-feed", planned.RunId);
            Assert.Empty(planned.Left);
        }

        Repair();
        AssertWhole();
        Assert.Equal([1ul], _test.Followers());
    }

    [Fact]
    public void Run_LakeHeld_IsRefused()
    {
        using var held = LakeLock.Acquire(Lake, TimeProvider.System);

        Assert.Equal(ExitCodes.LakeBusy, Assert.Throws<UserException>(() => Repair()).ExitCode);
    }

    /// <summary>Exports that were ingested after the snapshot that a repair goes back to are ingested again.</summary>
    [Fact(Timeout = 90_000)]
    public async Task Run_DamagedFacts_NextRunBringsTheirRowsBack()
    {
        using RunFolder folder = new();
        using AppRun app = new();
        folder.Write("follows-1.csv", "a,b");
        var pipeline = folder.Pipeline(
            "  - { name: follows, format: csv, kind: follows, path: 'follows-*.csv', observed_at: 2026-01-31, "
            + "columns: { follower_id: a, followee_id: b } }");
        for (var run = 1; run <= 3; run++)
        {
            folder.Write($"follows-{run}.csv", "a,b", $"u{run},v{run}", $"v{run},u{run}", $"u{run},u0");
            await RunFolder.RunAsync(pipeline);
        }

        var before = LakeContents.FactDigests(folder.Lake);
        var fact = LakeContents.Newest(folder.Lake).Facts.Single(file => file.Path.EndsWith("/0003.parquet")).Path;
        File.AppendAllText(Path.Combine(folder.Lake, fact), "x");

        Assert.Equal(1, await app.RunAsync("runs", "verify", "--lake", folder.Lake));
        Assert.Contains(fact, app.Output, StringComparison.Ordinal);
        Assert.Contains("other size", app.Output, StringComparison.Ordinal);
        Assert.Equal(0, await app.RunAsync("runs", "repair", "--lake", folder.Lake));
        Assert.Contains("1 exports count as new", app.Output, StringComparison.Ordinal);
        Assert.Equal(0, await app.RunAsync("runs", "verify", "--lake", folder.Lake, "--json"));
        Assert.Equal(["6"], LakeContents.Query(folder.Lake, "SELECT count(*) FROM follows"));

        var next = await RunFolder.RunAsync(pipeline);

        Assert.Equal((1, 2), (next.Sources.Single().FilesNew, next.Sources.Single().FilesKnown));
        Assert.Empty(next.Warnings);
        Assert.Equal(before, LakeContents.FactDigests(folder.Lake));
    }

    private RepairReport Repair(bool dryRun = false) => LakeRepair.Run(
        Lake, dryRun, 2, (_, _) => { }, FixedClock.Noon, TestContext.Current.CancellationToken);

    private void AssertWhole() => Assert.Empty(
        LakeVerifier.Run(Lake, 2, (_, _) => { }, TestContext.Current.CancellationToken).Faults);

    /// <summary>A lake for all tests here, each of which leaves it as it was.</summary>
    public sealed class ThreeRuns : IDisposable
    {
        public ThreeRuns()
        {
            Test.Commit(3, Test.Commit(2, Test.Commit(1)));
            Test.Keep();
        }

        internal TestLake Test { get; } = new();

        public void Dispose() => Test.Dispose();
    }
}
