using System.Text.Json;
using Analytics.Pipeline;
using Analytics.Pipeline.Lake;

namespace Analytics.Tests.Lake;

public sealed class SnapshotStoreTests : IDisposable
{
    private readonly TestLake _test = new();

    public void Dispose() => _test.Dispose();

    [Fact]
    public void Commit_ThenNewest_IsTheSameManifest()
    {
        var written = _test.Commit(1);

        var read = Assert.Single(_test.Store.All());

        Assert.Equal(JsonSerializer.Serialize(written), JsonSerializer.Serialize(read));
        Assert.Equal(written.RunId, _test.Store.Newest()!.RunId);
        Assert.Contains(
            "süß", File.ReadAllText(Path.Combine(_test.Lake.Snapshots, written.RunId, "manifest.json")),
            StringComparison.Ordinal);
    }

    [Fact]
    public void Commit_LeavesNothingUnderRunsAndEveryNamedFileInItsPlace()
    {
        var manifest = _test.Commit(2, _test.Commit(1));

        Assert.Empty(Directory.EnumerateFileSystemEntries(_test.Lake.Runs));
        Assert.All(
            manifest.Facts.Concat(manifest.Marts), file =>
                Assert.True(File.Exists(_test.Lake.Absolute(file.Path)), file.Path));
        Assert.Equal(2, manifest.Facts.Count);
        Assert.Empty(_test.Store.Sweep());
    }

    [Fact]
    public void Newest_EmptyLake_IsNone()
    {
        Assert.Null(_test.Store.Newest());
        Assert.Empty(_test.Store.Sweep());
    }

    /// <summary>
    /// The commit, cut off before each of its steps, which are taken here one by one in the order of
    /// <see cref="SnapshotStore.Commit"/>: only behind the last, the rename of the folder, does the run count.
    /// </summary>
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Sweep_CommitCutOffBeforeItsRename_BringsBackTheLakeOfBefore(int steps)
    {
        var first = _test.Commit(1);
        var before = _test.Files();
        var (work, manifest, staged) = _test.Stage(2, first);
        if (steps > 0)
            CheckedJson.Write(Path.Combine(work, "manifest.json"), manifest);
        if (steps > 1)
        {
            foreach (var (from, to) in staged)
            {
                Directory.CreateDirectory(Path.GetDirectoryName(_test.Lake.Absolute(to))!);
                File.Move(from, _test.Lake.Absolute(to));
            }
        }

        if (steps > 2) Directory.Delete(Path.Combine(work, "staging"), recursive: true);

        Assert.Equal(first.RunId, _test.Store.Newest()!.RunId);
        Assert.NotEmpty(_test.Store.Sweep());

        Assert.Equal(before, _test.Files());
        Assert.Equal([1ul], _test.Followers());
        Assert.Empty(_test.Store.Sweep());
    }

    [Fact]
    public void Sweep_CrashBetweenCommitAndCatalog_LosesNothingAndTheCatalogIsKnownToBeOld()
    {
        var first = _test.Commit(1);
        var (work, manifest, staged) = _test.Stage(2, first);
        _test.Store.Commit(work, manifest, staged);
        File.WriteAllText(_test.Lake.Catalog + ".next", "half a catalog");
        File.WriteAllText(_test.Lake.Catalog + ".next.wal", "and its log");

        Assert.Equal(
            ["analytics.duckdb.next", "analytics.duckdb.next.wal"], _test.Store.Sweep().Order(StringComparer.Ordinal));

        Assert.Equal(manifest.RunId, _test.Store.Newest()!.RunId);
        Assert.True(Catalog.Shows(_test.Lake, first));
        Assert.False(Catalog.Shows(_test.Lake, manifest));
        Catalog.Publish(_test.Lake, manifest);
        Assert.True(Catalog.Shows(_test.Lake, manifest));
        Assert.Equal([1ul, 2ul], _test.Followers());
    }

    [Fact]
    public void Sweep_HalfRemovedSnapshot_IsRemovedWhole()
    {
        _test.Commit(2, _test.Commit(1));
        Directory.Move(
            Path.Combine(_test.Lake.Snapshots, "0001-feed"), Path.Combine(_test.Lake.Runs, "0001-feed"));
        Assert.Equal([2], _test.Store.All().Select(manifest => manifest.Sequence));

        Assert.Equal(["runs/0001-feed"], _test.Store.Sweep());

        Assert.Equal([1ul, 2ul], _test.Followers());
    }

    /// <summary>Pinned: the lost manifest of the newest run took all of its facts with it.</summary>
    [Fact]
    public void Sweep_ManifestLost_IsNamedAndNothingIsRemoved()
    {
        _test.Commit(2, _test.Commit(1));
        var path = Path.Combine(_test.Lake.Snapshots, "0002-feed", "manifest.json");
        File.Delete(path);
        var before = _test.Files();

        var error = Assert.Throws<UserException>(() => _test.Store.Sweep());

        Assert.Contains(path, error.Message, StringComparison.Ordinal);
        Assert.Equal(before, _test.Files());
    }

    [Fact]
    public void Sweep_FilesThatNoManifestNames_AreAllThatGoes()
    {
        var manifest = _test.Commit(1);
        var stray = _test.Lake.Absolute("facts/follows/month=2024-01/0002.parquet");
        File.Copy(_test.Lake.Absolute(manifest.Facts[0].Path), stray);
        File.WriteAllText(_test.Lake.Absolute("notes.txt"), "an analyst's");

        Assert.Equal(["facts/follows/month=2024-01/0002.parquet"], _test.Store.Sweep());

        Assert.True(File.Exists(_test.Lake.Absolute("notes.txt")));
        Assert.Equal([1ul], _test.Followers());
    }

    [Fact]
    public void KeepNewest_ManyRuns_RemovesTheOldestAndNoFact()
    {
        SnapshotManifest? last = null;
        for (var sequence = 1; sequence <= 5; sequence++) last = _test.Commit(sequence, last);

        Assert.Equal(["0001-feed", "0002-feed", "0003-feed"], _test.Store.KeepNewest(2, TestLake.Soon));

        Assert.Equal([4, 5], _test.Store.All().Select(manifest => manifest.Sequence));
        Assert.Empty(_test.Store.Sweep());
        Assert.Equal([1ul, 2ul, 3ul, 4ul, 5ul], _test.Followers());
        Assert.Equal(["0004-feed"], _test.Store.KeepNewest(0, TestLake.Soon));
        Assert.Empty(_test.Store.KeepNewest(1, TestLake.Soon));
        Assert.Equal("0005-feed", _test.Store.Newest()!.RunId);
    }

    [Fact]
    public void KeepNewest_RetentionEnded_RemovesAllButTheNewestTwo()
    {
        SnapshotManifest? last = null;
        for (var sequence = 1; sequence <= 4; sequence++) last = _test.Commit(sequence, last);
        var end = last!.FinishedAt + last.Purpose.Retention;

        Assert.Equal(["0001-feed"], _test.Store.KeepNewest(10, end.AddDays(-2.5)));
        Assert.Equal(["0002-feed"], _test.Store.KeepNewest(10, end));

        Assert.Equal([3, 4], _test.Store.All().Select(manifest => manifest.Sequence));
        Assert.Equal([1ul, 2ul, 3ul, 4ul], _test.Followers());
    }

    [Theory]
    [InlineData("")]
    [InlineData("{\"format\": 1, ")]
    [InlineData("null")]
    public void All_DamagedManifest_IsNamedAndNothingIsSwept(string content)
    {
        var manifest = _test.Commit(1);
        var path = Path.Combine(_test.Lake.Snapshots, manifest.RunId, "manifest.json");
        File.WriteAllText(path, content);

        Assert.Contains(path, Assert.Throws<UserException>(() => _test.Store.All()).Message, StringComparison.Ordinal);
        Assert.Throws<UserException>(() => _test.Store.Sweep());

        Assert.True(File.Exists(_test.Lake.Absolute(manifest.Facts[0].Path)));
    }
}
