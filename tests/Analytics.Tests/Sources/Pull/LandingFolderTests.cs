using Analytics.Pipeline.Sources.Pull;

namespace Analytics.Tests.Sources.Pull;

/// <summary>What a landing folder makes of what a crash, or somebody, left in it.</summary>
public sealed class LandingFolderTests : IDisposable
{
    private const int Limit = 60_000;

    private static readonly byte[] Content = HttpPullTests.Bytes(1, 50_000);

    private readonly Pulling _pulling = new();

    public void Dispose() => _pulling.Dispose();

    [Theory(Timeout = Limit)]
    [InlineData(0.0)]
    [InlineData(0.5)]
    [InlineData(0.99)]
    public async Task Run_JournalCutOff_BringsTheFileAgain(double share)
    {
        await using TestServer server = new(new HonestFile(Content).Answer);
        await _pulling.RunAsync(server.At("/a.csv"));
        var journal = _pulling.Files().Single(path => path.EndsWith("files.ndjson", StringComparison.Ordinal));
        var text = File.ReadAllText(journal);
        File.WriteAllText(journal, text[..(int)(text.Length * share)]);

        var (landed, report) = await _pulling.RunAsync(server.At("/a.csv"));

        Assert.Equal(Content, File.ReadAllBytes(Assert.Single(landed.Files).Path));
        Assert.Equal(1, report.Files);
    }

    [Fact(Timeout = Limit)]
    public async Task Run_FileThatSomebodyChanged_IsBroughtAgain()
    {
        await using TestServer server = new(new HonestFile(Content).Answer);
        var (first, _) = await _pulling.RunAsync(server.At("/a.csv"));
        File.AppendAllText(first.Files[0].Path, "more");

        var (landed, _) = await _pulling.RunAsync(server.At("/a.csv"));

        Assert.Equal(Content, File.ReadAllBytes(Assert.Single(landed.Files).Path));
    }

    [Fact(Timeout = Limit)]
    public async Task Run_FileWithoutALine_DoesNotCount()
    {
        await using TestServer server = new(_ => new TestAnswer(404, []));
        await _pulling.RunAsync(server.At("/a.csv"));
        var folder = Path.GetDirectoryName(Path.GetDirectoryName(_pulling.Files()[0]))!;
        Directory.CreateDirectory(Path.Combine(folder, "files", "0123456789abcdef"));
        File.WriteAllText(Path.Combine(folder, "files", "0123456789abcdef", "a.csv"), "half");

        var (landed, _) = await _pulling.RunAsync(server.At("/a.csv"));

        Assert.Empty(landed.Files);
    }

    [Fact(Timeout = Limit)]
    public async Task Run_PartLongerThanWhatWasFlushed_IsCutToThat()
    {
        HonestFile file = new(Content);
        var isBroken = true;
        await using TestServer server = new(request => file.Answer(request) with { CutAt = isBroken ? 20_000 : null });
        await _pulling.RunAsync(server.At("/a.csv"), Pulling.Settings with { Retries = 0 });
        var part = _pulling.Files().Single(path => path.EndsWith(".part", StringComparison.Ordinal));
        await using (var stream = File.OpenWrite(part)) stream.SetLength(30_000);
        isBroken = false;

        var (landed, _) = await _pulling.RunAsync(server.At("/a.csv"));

        Assert.Equal("bytes=20000-", server.Requests.Last().Header("Range"));
        Assert.Equal(Content, File.ReadAllBytes(Assert.Single(landed.Files).Path));
    }

    [Theory(Timeout = Limit)]
    [InlineData("{")]
    [InlineData("null")]
    [InlineData("")]
    public async Task Run_PartOfWhichNobodyKnowsWhatItIs_BeginsAnew(string state)
    {
        HonestFile file = new(Content);
        var isBroken = true;
        await using TestServer server = new(request => file.Answer(request) with { CutAt = isBroken ? 20_000 : null });
        await _pulling.RunAsync(server.At("/a.csv"), Pulling.Settings with { Retries = 0 });
        var parts = _pulling.Files().Where(path => path.Contains("/parts/", StringComparison.Ordinal));
        File.WriteAllText(parts.Single(path => path.EndsWith(".json", StringComparison.Ordinal)), state);
        isBroken = false;

        var (landed, _) = await _pulling.RunAsync(server.At("/a.csv"));

        Assert.Null(server.Requests.Last().Header("Range"));
        Assert.Equal(Content, File.ReadAllBytes(Assert.Single(landed.Files).Path));
    }

    [Fact(Timeout = Limit)]
    public async Task Run_AnotherAddress_StartsAnew()
    {
        await using TestServer server = new(request =>
            new HonestFile(request.Target.EndsWith('1') ? [1] : [2]) { ETag = "\"same\"" }.Answer(request));
        await _pulling.RunAsync(server.At("/a.csv?part=1"));

        var (landed, _) = await _pulling.RunAsync(server.At("/a.csv?part=2"));

        Assert.Equal([2], File.ReadAllBytes(Assert.Single(landed.Files).Path));
    }

    [Theory]
    [InlineData("follows-2026_07.csv.gz", "follows-2026_07.csv.gz")]
    [InlineData("..", "%2E.")]
    [InlineData(".hidden", "%2Ehidden")]
    [InlineData("../../etc/passwd", "%2E.%2F..%2Fetc%2Fpasswd")]
    [InlineData("a b\\c\0d\nä", "a%20b%5Cc%00d%0A%C3%A4")]
    [InlineData("[x]*?", "%5Bx%5D%2A%3F")]
    [InlineData("", "file")]
    public void Safe_AnyName_HidesNothingAndLeadsNowhere(string name, string expected) =>
        Assert.Equal(expected, FileNames.Safe(name));

    [Fact]
    public void Safe_LongNames_StayApartAndKeepTheirEnds()
    {
        var end = new string('x', 400) + ".csv.gz";
        var names = new[] { "a", "b" }.Select(start => FileNames.Safe(start + end)).ToList();

        Assert.NotEqual(names[0], names[1]);
        Assert.All(names, name => Assert.True(name.Length <= 200 && name.EndsWith(".csv.gz"), name));
    }
}
