using Analytics.Pipeline;
using Analytics.Pipeline.Lake;
using Analytics.Tests.App;
using Analytics.Tests.Runs;

namespace Analytics.Tests.Lake;

public sealed class LakeMigrationTests : IDisposable
{
    private readonly TestLake _test = new();

    public void Dispose() => _test.Dispose();

    [Fact]
    public void All_Steps_LeadFromTheFirstFormatToThisOneWithoutGaps() =>
        Assert.Equal(Enumerable.Range(1, LakeFolder.FormatVersion - 1), LakeMigration.All.Select(step => step.From));

    [Fact]
    public void Open_Format1_SealsManifestsAndKeepsWhatTheySay()
    {
        var last = _test.Commit(2, _test.Commit(1));
        OlderLake.MakeFormat1(_test.Lake.Path);
        Assert.Equal([1, 1], _test.Store.All().Select(manifest => manifest.Format));

        var said = _test.Lake.Open(_test.IdentityStore, "0123abcd");

        Assert.Contains("from format 1 to 2", Assert.Single(said), StringComparison.Ordinal);
        Assert.Equal(LakeFolder.FormatVersion, _test.Lake.Describe().Format);
        Assert.All(_test.Store.All(), manifest => Assert.Equal(2, manifest.Format));
        Assert.Equal(last.Facts, _test.Store.Newest()!.Facts);
        var path = Path.Combine(_test.Lake.Snapshots, last.RunId, "manifest.json");
        File.WriteAllText(path, File.ReadAllText(path).Replace("süß", "suß", StringComparison.Ordinal));
        Assert.Contains(
            "checksum", Assert.Throws<UserException>(() => _test.Store.All()).Message, StringComparison.Ordinal);
        Assert.Empty(_test.Lake.Open(_test.IdentityStore, "0123abcd"));
    }

    [Fact]
    public void Open_Format1WithAHalfRemovedSnapshot_RemovesItsRestAndNoLostOne()
    {
        _test.Commit(2, _test.Commit(1));
        OlderLake.MakeFormat1(_test.Lake.Path);
        File.Delete(Path.Combine(_test.Lake.Snapshots, "0001-feed", "manifest.json"));
        Directory.CreateDirectory(Path.Combine(_test.Lake.Snapshots, "0003-lost"));

        _test.Lake.Open(_test.IdentityStore, "0123abcd");

        Assert.Equal(["0002-feed", "0003-lost"], Directory.EnumerateDirectories(_test.Lake.Snapshots)
            .Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void Run_CutOffInAnyStep_GoesOnFromThere(int failing)
    {
        var taken = new List<int>();
        var fail = true;
        LakeMigration[] steps = [.. Enumerable.Range(0, 3).Select(number => new LakeMigration(number + 5, "", _ =>
        {
            taken.Add(number);
            if (fail && number == failing) throw new IOException("power");
        }))];
        CheckedJson.Write(_test.Lake.Description, _test.Lake.Describe() with { Format = 5 });

        Assert.Throws<IOException>(() => LakeMigration.Run(_test.Lake, Found(), steps));
        Assert.Equal(5 + failing, Found().Format);
        fail = false;
        LakeMigration.Run(_test.Lake, Found(), steps);

        Assert.Equal([.. Enumerable.Range(0, failing + 1), .. Enumerable.Range(failing, 3 - failing)], taken);
        Assert.Equal(8, Found().Format);

        LakeDescription Found() => CheckedJson.Read<LakeDescription>(_test.Lake.Description);
    }

    /// <summary>Real runs, then everything that differed in format 1 taken back.</summary>
    [Fact(Timeout = 90_000)]
    public async Task Run_LakeOfFormat1_IsReadAsItIsAndBroughtForwardByTheNextRun()
    {
        using RunFolder folder = new();
        using AppRun app = new();
        folder.Write("follows-1.csv", "a,b", "u1,u2", "u2,u3", "u3,u1");
        var pipeline = folder.Pipeline(
            "  - { name: follows, format: csv, kind: follows, path: 'follows-*.csv', observed_at: 2026-01-31, "
            + "columns: { follower_id: a, followee_id: b } }");
        var first = await RunFolder.RunAsync(pipeline);
        OlderLake.MakeFormat1(folder.Lake);
        var before = LakeContents.Tree(folder.Lake);

        Assert.Equal(0, await app.RunAsync("runs", "--lake", folder.Lake));
        Assert.Contains(first.RunId, app.Output);
        Assert.Equal(0, await app.RunAsync("query", "SELECT count(*) FROM follows", "--lake", folder.Lake));
        Assert.Equal(before, LakeContents.Tree(folder.Lake));

        var second = await RunFolder.RunAsync(pipeline);
        Assert.Contains(second.Warnings, warning => warning.Contains("format 1 to 2", StringComparison.Ordinal));
        Assert.Equal(0, second.Sources.Single().FilesNew);
        Assert.Empty((await RunFolder.RunAsync(pipeline)).Warnings);
        LakeContents.AssertWhole(folder.Lake);
    }
}
