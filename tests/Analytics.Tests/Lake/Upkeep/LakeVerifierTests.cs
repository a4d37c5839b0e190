using Analytics.DuckDb;
using Analytics.Pipeline;
using Analytics.Pipeline.Lake;
using Analytics.Pipeline.Lake.Upkeep;
using Analytics.Tests.Runs;

namespace Analytics.Tests.Lake.Upkeep;

public sealed class LakeVerifierTests(LakeVerifierTests.TwoRuns runs)
    : IClassFixture<LakeVerifierTests.TwoRuns>, IDisposable
{
    private readonly TestLake _test = runs.Test;
    private readonly SnapshotManifest _newest = runs.Newest;

    private LakeFolder Lake => _test.Lake;

    public void Dispose() => _test.Restore();

    [Fact]
    public void Run_WholeLake_FindsNothingAndChangesNothing()
    {
        var before = LakeContents.Tree(Lake.Path);
        long read = 0;

        var found = LakeVerifier.Run(
            Lake, 3, (bytes, _) => read = Math.Max(read, bytes), TestContext.Current.CancellationToken);

        Assert.Empty(found.Faults);
        Assert.Empty(found.Notes);
        Assert.Equal((_newest.RunId, 2, found.Bytes), (found.RunId, found.Snapshots, read));
        Assert.Equal(before, LakeContents.Tree(Lake.Path));
    }

    /// <summary>In every kind of file, at seeded positions; what finds it must name it.</summary>
    [Theory]
    [InlineData("facts/follows/month=2024-01/0001.parquet", 4)]
    [InlineData("snapshots/0001-feed/leaders.parquet", 2)]
    [InlineData("snapshots/0002-feed/runs.parquet", 2)]
    [InlineData("snapshots/0001-feed/manifest.json", 10)]
    [InlineData("snapshots/0002-feed/manifest.json", 10)]
    [InlineData("lake.json", 20)]
    [InlineData("catalog.json", 6)]
    [InlineData("analytics.duckdb", 20)]
    public void Run_FlippedBit_NamesTheFile(string path, int flips)
    {
        Random random = new(path.Length);
        var whole = File.ReadAllBytes(Lake.Absolute(path));
        for (var flip = 0; flip < flips; flip++)
        {
            var (at, bit) = (random.Next(whole.Length), 1 << random.Next(8));
            var bytes = (byte[])whole.Clone();
            bytes[at] ^= (byte)bit;
            File.WriteAllBytes(Lake.Absolute(path), bytes);

            var faults = Verify().Where(fault => fault.Kind != LakeFaultKind.ExtraFile);

            Assert.True(faults.Any(fault => fault.Path == path), $"{path}: bit {bit} of byte {at} was not found");
        }
    }

    [Theory]
    [InlineData(LakeFaultKind.MissingFile, "facts/follows/month=2024-01/0001.parquet", "0001-feed", "0002-feed")]
    [InlineData(LakeFaultKind.MissingFile, "facts/follows/month=2024-01/0002.parquet", "0002-feed")]
    [InlineData(LakeFaultKind.MissingFile, "snapshots/0001-feed/leaders.parquet", "0001-feed")]
    [InlineData(LakeFaultKind.MissingManifest, "snapshots/0001-feed/manifest.json", "0001-feed")]
    [InlineData(LakeFaultKind.DamagedDescription, "lake.json")]
    [InlineData(LakeFaultKind.ChangedCatalog, "catalog.json")]
    [InlineData(LakeFaultKind.MissingCatalog, "analytics.duckdb")]
    public void Run_MissingFile_IsNamedWithTheRunsThatNeedIt(LakeFaultKind kind, string path, params string[] runs)
    {
        File.Delete(Lake.Absolute(path));

        var fault = Assert.Single(Verify());

        Assert.Equal((kind, path), (fault.Kind, fault.Path));
        Assert.Equal(runs, fault.Runs);
    }

    [Fact]
    public void Run_DamagedFact_TellsItsExportsAndTheRunWithoutIt()
    {
        File.AppendAllText(Lake.Absolute(_newest.Facts[1].Path), "more");

        var fault = Assert.Single(Verify());

        Assert.Equal(LakeFaultKind.OtherSize, fault.Kind);
        Assert.Contains("its rows came from x2.csv (süß)", fault.Message, StringComparison.Ordinal);
        Assert.Contains("the newest run without it is 0001-feed", fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("facts/follows/month=2024-01/0003.parquet")]
    [InlineData("facts/strange.txt")]
    [InlineData("snapshots/0002-feed/more.parquet")]
    [InlineData("notes.txt")]
    [InlineData("analytics.duckdb.next")]
    [InlineData("own/notes.txt")]
    public void Run_ExtraFile_IsNamed(string path)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Lake.Absolute(path))!);
        File.WriteAllText(Lake.Absolute(path), "");

        Assert.Equal([(LakeFaultKind.ExtraFile, path)], Verify().Select(fault => (fault.Kind, fault.Path)));
    }

    [Theory]
    [InlineData("runs/0003/staging/follows.parquet", 1)]
    [InlineData("quarantine/20260101-000000/notes.txt", 1)]
    [InlineData("landing/web/files/x.csv", 0)]
    public void Run_FilesOfWork_AreNoFault(string path, int notes)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Lake.Absolute(path))!);
        File.WriteAllText(Lake.Absolute(path), "");

        var found = LakeVerifier.Run(Lake, 1, (_, _) => { }, TestContext.Current.CancellationToken);

        Assert.Empty(found.Faults);
        Assert.Equal(notes, found.Notes.Count);
    }

    [Fact]
    public void Run_CatalogOfAnotherRun_IsFound()
    {
        var old = File.ReadAllBytes(Lake.Catalog);
        _test.Commit(3, _newest);
        File.WriteAllBytes(Lake.Catalog, old);

        var fault = Assert.Single(Verify());

        Assert.Equal(LakeFaultKind.OtherCatalog, fault.Kind);
        Assert.Contains("found views of run 0002-feed; expected the published 0003-feed", fault.Message);
    }

    [Fact]
    public void Run_CopiedLake_HasTheCatalogOfAnotherPlace()
    {
        var copy = new LakeFolder(Lake.Path + " copy");
        foreach (var path in _test.Files())
        {
            Directory.CreateDirectory(Path.GetDirectoryName(copy.Absolute(path))!);
            File.Copy(Lake.Absolute(path), copy.Absolute(path));
        }

        var fault = Assert.Single(Verify(copy));

        Assert.Equal(LakeFaultKind.OtherCatalog, fault.Kind);
        Assert.Contains(Lake.Path, fault.Message);
        Assert.False(Catalog.Shows(copy, _newest));
    }

    [Theory]
    [InlineData("CREATE TABLE mine AS SELECT 1 AS a", "mine")]
    [InlineData("CREATE OR REPLACE VIEW follows AS SELECT 1 AS follower_id", "view follows")]
    [InlineData("COMMENT ON COLUMN leaders.score IS 'other'", "column leaders")]
    [InlineData("DROP MACRO TABLE why", "macro why")]
    public void Run_CatalogChangedByHand_IsFoundByItsBytesAndByItsViews(string statement, string difference)
    {
        using (var database = DuckDbDatabase.Open(Lake.Catalog))
        using (var connection = database.Connect())
        {
            connection.Execute(statement);
            connection.Execute("CHECKPOINT");
        }

        Assert.Equal(LakeFaultKind.ChangedCatalog, Assert.Single(Verify()).Kind);
        CatalogSeal.Write(Lake, _newest.RunId, Lake.Catalog);

        var fault = Assert.Single(Verify());
        Assert.Equal(LakeFaultKind.OtherCatalog, fault.Kind);
        Assert.Contains(difference, fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_WhileARunWorks_LeavesOutWhatItChanges()
    {
        using var held = LakeLock.Acquire(Lake, TimeProvider.System);
        var (work, manifest, staged) = _test.Stage(3, _newest);
        File.WriteAllText(Lake.Catalog + ".next", "");
        _test.Store.Commit(work, manifest, staged);
        var found = LakeVerifier.Run(Lake, 1, (_, _) => { }, TestContext.Current.CancellationToken);
        Assert.Empty(found.Faults);
        Assert.Contains("a run is working", Assert.Single(found.Notes), StringComparison.Ordinal);

        File.Delete(Lake.Absolute(manifest.Facts[0].Path));

        Assert.Equal(LakeFaultKind.MissingFile, Assert.Single(Verify()).Kind);
    }

    [Fact]
    public void Run_NewerFormat_IsRefusedAndNotCalledDamage()
    {
        CheckedJson.Write(Lake.Description, Lake.Describe() with { Format = 99 });

        Assert.Contains("99", Assert.Throws<UserException>(() => Verify()).Message, StringComparison.Ordinal);
    }

    private IReadOnlyList<LakeFault> Verify(LakeFolder? lake = null) =>
        LakeVerifier.Run(lake ?? Lake, 2, (_, _) => { }, TestContext.Current.CancellationToken).Faults;

    /// <summary>A lake for all tests here, each of which leaves it as it was.</summary>
    public sealed class TwoRuns : IDisposable
    {
        public TwoRuns()
        {
            Newest = Test.Commit(2, Test.Commit(1));
            Test.Keep();
        }

        internal TestLake Test { get; } = new();

        internal SnapshotManifest Newest { get; }

        public void Dispose() => Test.Dispose();
    }
}
