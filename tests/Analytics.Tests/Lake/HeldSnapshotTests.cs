using Analytics.DuckDb;
using Analytics.Pipeline.Lake;
using Analytics.Tests.DuckDb;
using Analytics.Tests.Marts;

namespace Analytics.Tests.Lake;

public sealed class HeldSnapshotTests : IDisposable
{
    private readonly TestLake _test = new();

    public void Dispose() => _test.Dispose();

    [Fact]
    public void Commit_Held_IsNotTheNewestAndNobodySeesIt()
    {
        var first = _test.Commit(1);
        var held = _test.Hold(2, first);

        Assert.Equal(first.RunId, _test.Store.Newest()!.RunId);
        Assert.Equal([first.RunId, held.RunId], _test.Store.All().Select(manifest => manifest.RunId));
        Assert.Equal(["done", "held"], _test.Store.All().Select(manifest => manifest.Status));
        Assert.Equal([1ul], _test.Followers());
        Assert.Empty(_test.Store.Sweep());
        Assert.All(held.Facts.Concat(held.Marts), file => Assert.True(File.Exists(_test.Lake.Absolute(file.Path))));
        using var catalog = _test.OpenCatalog();
        Assert.Equal(0L, catalog.Scalar($"SELECT count(*) FROM leader_history WHERE run_id = '{held.RunId}'"));
        Assert.False(Directory.Exists(Path.Combine(_test.Lake.Snapshots, held.RunId)));
    }

    [Fact]
    public void Preview_Held_ShowsItsOwnRowsAndTheHistoryBeforeIt()
    {
        var held = _test.Hold(2, _test.Commit(1));
        using TemporaryFolder folder = new();
        var file = Path.Combine(folder.Path, "held.duckdb");

        Catalog.Preview(_test.Lake, held, file);

        using DuckDbConnection preview = new($"Data Source={file};access_mode=READ_ONLY");
        preview.Open();
        Assert.Equal([1ul, 2ul], TestLake.Followers(preview));
        Assert.Equal(held.RunId, preview.Scalar("SELECT run_id FROM runs"));
        Assert.Equal(0L, preview.Scalar("SELECT count(*) FROM leader_trends"));
    }

    /// <summary>Publishing, cut off before each of its steps, which are taken here one by one.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Publish_CutOffBeforeTheRename_IsHeldStillAndCanBeDoneAgain(bool manifestWritten)
    {
        var held = _test.Hold(2, _test.Commit(1));
        if (manifestWritten)
        {
            var marts = held.Marts.Select(mart => mart with { Path = mart.Path.Replace("held/", "snapshots/") });
            CheckedJson.Write(
                Path.Combine(_test.Lake.Held, held.RunId, "manifest.json"),
                held with { Status = "done", Marts = [.. marts] });
        }

        var found = Assert.Single(_test.Store.Held());
        Assert.Equal("held", found.Status);
        Assert.Equal(held.Marts, found.Marts);
        Assert.Empty(_test.Store.Sweep());
        Assert.Equal([1ul], _test.Followers());

        _test.Store.Publish(found);

        var newest = _test.Store.Newest()!;
        Assert.Equal((held.RunId, "done"), (newest.RunId, newest.Status));
        Assert.All(newest.Marts, file => Assert.StartsWith($"snapshots/{held.RunId}/", file.Path));
        Assert.All(newest.Marts, file => Assert.True(File.Exists(_test.Lake.Absolute(file.Path)), file.Path));
        Assert.Empty(_test.Store.Held());
        Assert.False(Catalog.Shows(_test.Lake, newest));
        Catalog.Publish(_test.Lake, newest);
        Assert.Equal([1ul, 2ul], _test.Followers());
    }

    [Fact]
    public void KeepNewest_PublishedRunAfterHeldOnes_RemovesThemWithTheirOwnFacts()
    {
        var first = _test.Commit(1);
        _test.Hold(2, first);
        _test.Hold(3, first);

        var fourth = _test.Commit(4, first);

        Assert.Equal(["0002-feed", "0003-feed"], _test.Store.KeepNewest(10, TestLake.Soon));
        Assert.Equal([first.RunId, fourth.RunId], _test.Store.All().Select(manifest => manifest.RunId));
        Assert.Empty(_test.Store.Sweep());
        Assert.Equal([1ul, 4ul], _test.Followers());
        Assert.DoesNotContain("facts/follows/month=2024-01/0002.parquet", _test.Files());
    }

    [Fact]
    public void KeepNewest_ManyHeldOnes_KeepsTheNewestAndAllThatIsPublished()
    {
        var first = _test.Commit(1);
        for (var sequence = 2; sequence <= 6; sequence++) _test.Hold(sequence, first);

        Assert.Equal(["0002-feed", "0003-feed"], _test.Store.KeepNewest(1, TestLake.Soon));

        Assert.Equal([1, 4, 5, 6], _test.Store.All().Select(manifest => manifest.Sequence));
        Assert.Equal([1ul], _test.Followers());
    }
}
