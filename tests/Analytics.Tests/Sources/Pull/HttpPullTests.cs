using System.Security.Cryptography;
using System.Text;
using Analytics.Pipeline.Sources.Pull;

namespace Analytics.Tests.Sources.Pull;

/// <summary>One file behind a web address, from servers of all manners.</summary>
public sealed class HttpPullTests : IDisposable
{
    private const int Limit = 60_000;

    private static readonly byte[] Content = Bytes(1, 50_000);

    private readonly Pulling _pulling = new();

    public void Dispose() => _pulling.Dispose();

    internal static byte[] Bytes(int seed, int length)
    {
        var bytes = new byte[length];
        new Random(seed).NextBytes(bytes);
        return bytes;
    }

    private static string Sha256(byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));

    [Fact(Timeout = Limit)]
    public async Task Run_GoodServer_LandsTheBytesUnderTheirNameAndTime()
    {
        HonestFile file = new(Content);
        await using TestServer server = new(file.Answer);

        var (landed, report) = await _pulling.RunAsync(server.At("/exports/follows.csv.gz?day=3"));

        var one = Assert.Single(landed.Files);
        Assert.Equal("follows.csv.gz", Path.GetFileName(one.Path));
        Assert.Equal(Content, File.ReadAllBytes(one.Path));
        Assert.Equal(Sha256(Content), one.Sha256);
        Assert.Equal(file.Modified, File.GetLastWriteTimeUtc(one.Path));
        Assert.Equal((1, 0, 0, 1, 0), (report.Files, report.Unchanged, report.Failed, report.Requests, report.Retries));
        Assert.Equal(server.At("/exports/follows.csv.gz?…"), report.Address);
        Assert.Equal("identity", server.Requests.Single().Header("Accept-Encoding"));
    }

    [Theory(Timeout = Limit)]
    [InlineData(true, true)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    public async Task Run_Again_AsksUnderAConditionAndKeepsWhatIsHere(bool hasTag, bool hasTime)
    {
        HonestFile file = new(Content);
        if (!hasTag) file = file with { ETag = null };
        if (!hasTime) file = file with { Modified = null };
        await using TestServer server = new(file.Answer);
        await _pulling.RunAsync(server.At("/a.csv"));

        var (landed, report) = await _pulling.RunAsync(server.At("/a.csv"));

        Assert.Equal((0, 1, 0L), (report.Files, report.Unchanged, report.Bytes));
        Assert.Equal(Sha256(Content), Assert.Single(landed.Files).Sha256);
        Assert.Empty(landed.Failures);
    }

    [Fact(Timeout = Limit)]
    public async Task Run_LandedFileTakenAway_BringsItAgain()
    {
        await using TestServer server = new(new HonestFile(Content).Answer);
        var (first, _) = await _pulling.RunAsync(server.At("/a.csv"));
        File.Delete(first.Files[0].Path);

        var (landed, _) = await _pulling.RunAsync(server.At("/a.csv"));

        Assert.Equal(Content, File.ReadAllBytes(Assert.Single(landed.Files).Path));
    }

    [Fact(Timeout = Limit)]
    public async Task Run_NewVersion_ReplacesTheOld()
    {
        var file = new HonestFile(Content);
        await using TestServer server = new(request => file.Answer(request));
        await _pulling.RunAsync(server.At("/a.csv"));
        file = new HonestFile(Bytes(2, 1_000));

        var (landed, report) = await _pulling.RunAsync(server.At("/a.csv"));

        Assert.Equal(file.Content, File.ReadAllBytes(Assert.Single(landed.Files).Path));
        Assert.Equal(1, report.Files);
    }

    [Fact(Timeout = Limit)]
    public async Task Run_ServerWithoutConditions_TellsByTheTagAndReadsNothing()
    {
        var file = new HonestFile(Content);
        await using TestServer server = new(_ => file.Answer(new TestRequest("/", new Dictionary<string, string>())));
        await _pulling.RunAsync(server.At("/a.csv"));

        var (_, report) = await _pulling.RunAsync(server.At("/a.csv"));

        Assert.Equal((0, 1, 0L), (report.Files, report.Unchanged, report.Bytes));
    }

    [Theory(Timeout = Limit)]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Run_ConnectionDropsHalfway_GoesOnWhereItBrokeIfTheServerCan(bool hasRanges)
    {
        HonestFile file = new(Content) { HasRanges = hasRanges };
        var count = 0;
        await using TestServer server = new(request =>
            file.Answer(request) with { CutAt = Interlocked.Increment(ref count) == 1 ? 20_000 : null });

        var (landed, report) = await _pulling.RunAsync(server.At("/a.csv"));

        Assert.Equal(Content, File.ReadAllBytes(Assert.Single(landed.Files).Path));
        Assert.Equal((2, 1), (report.Requests, report.Retries));
        var second = server.Requests.Last();
        Assert.Equal(file.ETag, second.Header("If-Range"));
        Assert.StartsWith("bytes=", second.Header("Range"));
        if (hasRanges) Assert.Equal(Content.Length, report.Bytes);
    }

    [Fact(Timeout = Limit)]
    public async Task Run_PullDied_TheNextOneGoesOnWhereItBroke()
    {
        HonestFile file = new(Content);
        var isBroken = true;
        await using TestServer server = new(request => file.Answer(request) with { CutAt = isBroken ? 20_000 : null });
        var (broken, _) = await _pulling.RunAsync(server.At("/a.csv"), Pulling.Settings with { Retries = 0 });
        Assert.Empty(broken.Files);
        Assert.Equal("a.csv", Assert.Single(broken.Failures).Name);
        isBroken = false;

        var (landed, report) = await _pulling.RunAsync(server.At("/a.csv"));

        Assert.Equal(Content, File.ReadAllBytes(Assert.Single(landed.Files).Path));
        Assert.Equal("bytes=20000-", server.Requests.Last().Header("Range"));
        Assert.Equal(Content.Length - 20_000, report.Bytes);
        Assert.DoesNotContain(_pulling.Files(), path => path.Contains(".part", StringComparison.Ordinal));
    }

    [Fact(Timeout = Limit)]
    public async Task Run_CancelledHalfway_KeepsWhatCame()
    {
        HonestFile file = new(Content);
        using CancellationTokenSource cancel = new();
        var isSlow = true;
        await using TestServer server = new(request => isSlow
            ? file.Answer(request) with { Length = Content.Length, Body = Content[..30_000], IsStuck = true }
            : file.Answer(request));
        var pull = _pulling.RunAsync(server.At("/a.csv"), null, cancel.Token);
        while (_pulling.Files().FirstOrDefault(path => path.EndsWith(".part", StringComparison.Ordinal)) is not { } part
            || new FileInfo(part).Length < 30_000) await Task.Delay(10, TestContext.Current.CancellationToken);
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => pull);
        isSlow = false;

        var (landed, report) = await _pulling.RunAsync(server.At("/a.csv"));

        Assert.Equal(Content, File.ReadAllBytes(Assert.Single(landed.Files).Path));
        Assert.Equal(Content.Length - 30_000, report.Bytes);
    }

    [Fact(Timeout = Limit)]
    public async Task Run_FileChangesBetweenRanges_NeverMixesTheVersions()
    {
        HonestFile[] versions = [new(Content), new(Bytes(2, 60_000))];
        var count = 0;
        await using TestServer server = new(request => Interlocked.Increment(ref count) == 1
            ? versions[0].Answer(request) with { CutAt = 20_000 }
            : versions[1].Answer(request));

        var (landed, _) = await _pulling.RunAsync(server.At("/a.csv"));

        Assert.Equal(versions[1].Content, File.ReadAllBytes(Assert.Single(landed.Files).Path));
    }

    [Fact(Timeout = Limit)]
    public async Task Run_ServerGivesTheRestOfAnotherVersion_BeginsAgain()
    {
        HonestFile[] versions = [new(Content), new(Bytes(2, 50_000))];
        var count = 0;
        await using TestServer server = new(request =>
        {
            // The condition is ignored: the range of the new version comes although the old one was begun.
            var ignoring = new TestRequest(request.Target,
                request.Headers.Where(header => header.Key != "If-Range").ToDictionary());
            return Interlocked.Increment(ref count) == 1
                ? versions[0].Answer(request) with { CutAt = 20_000 }
                : versions[1].Answer(ignoring);
        });

        var (landed, _) = await _pulling.RunAsync(server.At("/a.csv"));

        Assert.Equal(versions[1].Content, File.ReadAllBytes(Assert.Single(landed.Files).Path));
        Assert.Equal(3, server.Requests.Count);
    }

    [Theory(Timeout = Limit)]
    [InlineData(429)]
    [InlineData(503)]
    public async Task Run_RetryAfterSeconds_WaitsThatLong(int status)
    {
        var count = 0;
        await using TestServer server = new(request => Interlocked.Increment(ref count) == 1
            ? new TestAnswer(status, []).With("Retry-After", "17")
            : new HonestFile(Content).Answer(request));

        var (landed, _) = await _pulling.RunAsync(server.At("/a.csv"));

        Assert.Single(landed.Files);
        Assert.Equal([TimeSpan.FromSeconds(17)], _pulling.Clock.Waits);
    }

    [Theory(Timeout = Limit)]
    [InlineData("Retry-After", "Wed, 01 Jul 2026 12:00:40 GMT")]
    [InlineData("x-rate-limit-reset", "1782907240")]
    public async Task Run_RetryAfterATime_WaitsUntilThen(string header, string value)
    {
        var count = 0;
        await using TestServer server = new(request => Interlocked.Increment(ref count) == 1
            ? new TestAnswer(429, []).With(header, value)
            : new HonestFile(Content).Answer(request));

        await _pulling.RunAsync(server.At("/a.csv"));

        Assert.Equal([TimeSpan.FromSeconds(40)], _pulling.Clock.Waits);
    }

    [Fact(Timeout = Limit)]
    public async Task Run_RetryAfterTooLong_IsAFailureThatSaysSo()
    {
        await using TestServer server = new(_ => new TestAnswer(503, []).With("Retry-After", "86400"));

        var (landed, report) = await _pulling.RunAsync(server.At("/a.csv"));

        Assert.Contains("86400 s; pull.max_wait allows 300 s", Assert.Single(landed.Failures).Reason);
        Assert.Empty(_pulling.Clock.Waits);
        Assert.Single(server.Requests);
    }

    [Fact(Timeout = Limit)]
    public async Task Run_ServerStaysAway_AsksAgainWithGrowingWaitsAndGivesUp()
    {
        await using TestServer server = new(_ => new TestAnswer(503, []));

        var (landed, _) = await _pulling.RunAsync(server.At("/a.csv"));

        Assert.Contains("answered 503 (asked 6 times)", Assert.Single(landed.Failures).Reason);
        var waits = _pulling.Clock.Waits.Select(wait => wait.TotalSeconds).ToList();
        Assert.Equal(5, waits.Count);
        Assert.All(waits.Index(), wait =>
            Assert.InRange(wait.Item, Math.Pow(2, wait.Index) / 2, Math.Pow(2, wait.Index)));
    }

    [Theory(Timeout = Limit)]
    [InlineData(404, "check the address")]
    [InlineData(401, "pull.token_env")]
    [InlineData(204, "answered 204")]
    public async Task Run_AnswerThatWaitingDoesNotMend_FailsAtOnce(int status, string expected)
    {
        await using TestServer server = new(_ => new TestAnswer(status, []));

        var (landed, _) = await _pulling.RunAsync(server.At("/a.csv"));

        Assert.Contains(expected, Assert.Single(landed.Failures).Reason);
        Assert.Single(server.Requests);
        Assert.Empty(landed.Files);
    }

    [Fact(Timeout = Limit)]
    public async Task Run_NobodyThere_IsANamedFailure()
    {
        string address;
        await using (TestServer server = new(_ => new TestAnswer(200, []))) address = server.At("/a.csv");

        var (landed, _) = await _pulling.RunAsync(address);

        Assert.Contains("cannot be reached (asked 6 times)", Assert.Single(landed.Failures).Reason);
    }

    [Fact(Timeout = Limit)]
    public async Task Run_FailureAfterASuccess_KeepsWhatWasThere()
    {
        var isDown = false;
        await using TestServer server = new(request =>
            isDown ? new TestAnswer(500, []) : new HonestFile(Content).Answer(request));
        await _pulling.RunAsync(server.At("/a.csv"));
        isDown = true;

        var (landed, _) = await _pulling.RunAsync(server.At("/a.csv"));

        Assert.Equal(Content, File.ReadAllBytes(Assert.Single(landed.Files).Path));
        Assert.Single(landed.Failures);
    }

    [Fact]
    public void Landing_OnUnix_IsTheOwnersAlone()
    {
        if (OperatingSystem.IsWindows()) return;
        using (LandingFolder.Open(_pulling.Lake, Pulling.Source("http://127.0.0.1/a.csv")))
        {
            Assert.Equal(
                UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute,
                File.GetUnixFileMode(_pulling.Lake.Landing));
        }
    }
}
