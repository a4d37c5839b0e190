using System.Text;
using Analytics.Pipeline.Definition;
using Analytics.Pipeline.Sources.Pull;

namespace Analytics.Tests.Sources.Pull;

/// <summary>Objects of an S3-compatible store, through the SDK.</summary>
public sealed class S3PullTests : IAsyncLifetime
{
    private const int Limit = 120_000;

    private readonly Pulling _pulling = new();
    private readonly TestBucket _bucket = new();
    private readonly TestServer _server;
    private readonly PullDefinition _settings;

    public S3PullTests()
    {
        _server = new TestServer(request => _bucket.Answer(request));
        _settings = Pulling.Settings with { Endpoint = _server.At("") };
        _pulling.Environment["AWS_ACCESS_KEY_ID"] = "somebody";
        _pulling.Environment["AWS_SECRET_ACCESS_KEY"] = "s3cret-k3y";
    }

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        _pulling.Dispose();
    }

    [Theory(Timeout = Limit)]
    [InlineData("s3://bucket/in/*.csv", "in/a.csv in/b.csv")]
    [InlineData("s3://bucket/in/**/*.csv", "in/a.csv in/b.csv in/deep/down/c.csv")]
    [InlineData("s3://bucket/in/[!a].csv", "in/b.csv")]
    [InlineData("s3://bucket/in/?.csv", "in/a.csv in/b.csv")]
    [InlineData("s3://bucket/in/", "in/a.csv in/b.csv in/deep/down/c.csv")]
    [InlineData("s3://bucket/in", "in/a.csv in/b.csv in/deep/down/c.csv")]
    [InlineData("s3://bucket", "in/a.csv in/b.csv in/deep/down/c.csv inside.csv")]
    [InlineData("s3://bucket/in/readme.md", "in/readme.md")]
    [InlineData("s3://bucket/in/a.csv", "in/a.csv")]
    public async Task Run_Address_NamesWhatAFolderOrPatternWouldHere(string address, string expected)
    {
        string[] keys = ["in/", "in/a.csv", "in/b.csv", "in/deep/down/c.csv", "in/readme.md", "inside.csv"];
        foreach (var key in keys) _bucket[key] = Encoding.UTF8.GetBytes(key);

        var (landed, report) = await _pulling.RunAsync(address, _settings);

        Assert.Empty(landed.Failures);
        Assert.Equal(expected.Split(' '), landed.Files.Select(file => File.ReadAllText(file.Path)));
        Assert.Equal(landed.Files.Count, report.Files);
    }

    [Fact(Timeout = Limit)]
    public async Task Run_Again_AsksOnlyForWhatIsNewOrOther()
    {
        foreach (var key in "abcde") _bucket[$"in/{key}.csv"] = [(byte)key];
        await _pulling.RunAsync("s3://bucket/in/", _settings);
        _bucket["in/c.csv"] = "new"u8.ToArray();
        _bucket["in/f.csv"] = "more"u8.ToArray();
        _server.Requests.Clear();

        var (landed, report) = await _pulling.RunAsync("s3://bucket/in/", _settings);

        Assert.Equal((2, 4), ((int)report.Files, (int)report.Unchanged));
        Assert.Equal(["a", "b", "new", "d", "e", "more"], landed.Files.Select(file => File.ReadAllText(file.Path)));
        Assert.Equal(
            ["/bucket", "/bucket/in/c.csv", "/bucket/in/f.csv"],
            _server.Requests.Select(request => request.Path.TrimEnd('/')).Order());
    }

    [Fact(Timeout = Limit)]
    public async Task Run_HundredThousandObjects_ArePagedAndDownloadedWithinTheBound()
    {
        for (var i = 0; i < 100_000; i++) _bucket[$"in/{i:000000}{(i % 5_000 == 0 ? ".csv" : ".txt")}"] = [1, 2, 3];
        _bucket.Object = (_, _, answer) => answer with { Silence = TimeSpan.FromMilliseconds(30) };

        var (landed, report) = await _pulling.RunAsync("s3://bucket/in/*.csv", _settings with { Concurrency = 3 });

        Assert.Empty(landed.Failures);
        Assert.Equal(20, landed.Files.Count);
        Assert.Equal(100, _server.Requests.Count(request => request.Target.Contains("list-type=2")));
        Assert.Equal(120, report.Requests);
        // The listing goes on beside the downloads.
        Assert.InRange(_server.MostOpen, 2, 4);
    }

    [Fact(Timeout = Limit)]
    public async Task Run_WatermarkOfNames_ListsOnlyLaterOnesAndNeverPassesAFailure()
    {
        foreach (var day in Enumerable.Range(1, 4)) _bucket[$"day={day}/x.csv"] = [(byte)('0' + day)];
        var settings = _settings with { Watermark = ListingWatermark.LastName, Retries = 0 };
        var isBroken = true;
        _bucket.Object = (_, key, answer) => isBroken && key == "day=2/x.csv" ? new TestAnswer(500, []) : answer;
        var (broken, _) = await _pulling.RunAsync("s3://bucket/day=*/x.csv", settings);
        Assert.Equal("x.csv", Assert.Single(broken.Failures).Name);
        Assert.Equal("s3://bucket/day=2/x.csv", broken.Failures[0].Address);
        isBroken = false;

        var (mended, _) = await _pulling.RunAsync("s3://bucket/day=*/x.csv", settings);
        _bucket["day=5/x.csv"] = "5"u8.ToArray();
        _server.Requests.Clear();
        var (landed, report) = await _pulling.RunAsync("s3://bucket/day=*/x.csv", settings);

        Assert.Equal(4, mended.Files.Count);
        Assert.Equal(5, landed.Files.Count);
        Assert.Equal((1, 0), ((int)report.Files, (int)report.Unchanged));
        Assert.Contains(
            "start-after=day%3D4%2Fx.csv", _server.Requests.First().Target, StringComparison.OrdinalIgnoreCase);
    }

    [Fact(Timeout = Limit)]
    public async Task Run_DownloadBreaks_GoesOnWhereItBroke()
    {
        var content = HttpPullTests.Bytes(1, 50_000);
        _bucket["a.csv"] = content;
        var count = 0;
        _bucket.Object = (_, _, answer) =>
            answer with { CutAt = Interlocked.Increment(ref count) == 1 ? 20_000 : null };

        var (landed, report) = await _pulling.RunAsync("s3://bucket/a.csv", _settings);

        Assert.Equal(content, File.ReadAllBytes(Assert.Single(landed.Files).Path));
        Assert.Equal(1, report.Retries);
        var second = _server.Requests.Last();
        Assert.Equal(TestBucket.TagOf(content), second.Header("If-Match"));
        Assert.StartsWith("bytes=", second.Header("Range"));
    }

    [Fact(Timeout = Limit)]
    public async Task Run_ObjectChangesMeanwhile_NeverMixesTheVersions()
    {
        _bucket["a.csv"] = HttpPullTests.Bytes(1, 50_000);
        var other = HttpPullTests.Bytes(2, 50_000);
        var count = 0;
        _bucket.Object = (_, _, answer) =>
        {
            if (Interlocked.Increment(ref count) != 1) return answer;
            _bucket["a.csv"] = other;
            return answer with { CutAt = 20_000 };
        };

        var (landed, _) = await _pulling.RunAsync("s3://bucket/a.csv", _settings);

        Assert.Equal(other, File.ReadAllBytes(Assert.Single(landed.Files).Path));
    }

    [Theory(Timeout = Limit)]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Run_TagThatIsNotTheMd5_IsAFaultUnlessTheStoreSaysWhy(bool hasOwnKey)
    {
        _bucket["a.csv"] = HttpPullTests.Bytes(1, 5_000);
        _bucket.Object = (_, _, answer) =>
        {
            answer = answer with { Body = HttpPullTests.Bytes(2, 5_000) };
            return hasOwnKey
                ? answer.With("x-amz-server-side-encryption", "aws:kms")
                    .With("x-amz-server-side-encryption-aws-kms-key-id", "arn:aws:kms:eu-central-1:1:key/1")
                : answer;
        };

        var (landed, _) = await _pulling.RunAsync("s3://bucket/a.csv", _settings);

        Assert.Equal(hasOwnKey ? 1 : 0, landed.Files.Count);
        Assert.Equal(hasOwnKey, landed.Failures.Count == 0);
        Assert.All(landed.Failures, failure => Assert.Contains("that the store tells (asked 6 times)", failure.Reason));
    }

    [Theory(Timeout = Limit)]
    [InlineData("x-amz-checksum-crc64nvme", "rosUhgp5mIg=", true)]
    [InlineData("x-amz-checksum-crc64nvme", "AAAAAAAAAAA=", false)]
    [InlineData("x-amz-checksum-crc32", "y/Q5Jg==", true)]
    [InlineData("x-amz-checksum-crc32", "AAAAAA==", false)]
    [InlineData("x-amz-checksum-crc32c", "4waSgw==", true)]
    [InlineData("x-amz-checksum-sha256", "AAAA-3", true)]
    public async Task Run_ChecksumOfTheStore_DecidesWhetherAnObjectCounts(string header, string value, bool isRight)
    {
        // The check value of every cyclic checksum is that of these nine digits.
        _bucket["a.csv"] = "123456789"u8.ToArray();
        _bucket.Object = (_, _, answer) => answer.With(header, value);

        var (landed, _) = await _pulling.RunAsync("s3://bucket/a.csv", _settings with { Retries = 1 });

        Assert.Equal(isRight ? 1 : 0, landed.Files.Count);
        Assert.Equal(isRight ? 0 : 1, landed.Failures.Count);
    }

    [Fact(Timeout = Limit)]
    public async Task Run_SlowDown_WaitsAndAsksAgainForListingsAndObjects()
    {
        _bucket["a.csv"] = "1"u8.ToArray();
        var (listings, objects) = (0, 0);
        _bucket.Listing = _ => Interlocked.Increment(ref listings) <= 2 ? new TestAnswer(503, []) : null;
        _bucket.Object = (_, _, answer) => Interlocked.Increment(ref objects) <= 1 ? new TestAnswer(503, []) : answer;

        var (landed, report) = await _pulling.RunAsync("s3://bucket/a.csv", _settings);

        Assert.Single(landed.Files);
        Assert.Equal(3, report.Retries);
        Assert.Equal(3, _pulling.Clock.Waits.Count);
    }

    [Theory(Timeout = Limit)]
    [InlineData(403, "check the credentials")]
    [InlineData(404, "check the address")]
    public async Task Run_ListingRefused_IsAFailureOfTheSource(int status, string expected)
    {
        _bucket.Listing = _ => new TestAnswer(status, []);

        var (landed, _) = await _pulling.RunAsync("s3://bucket/a/*.csv", _settings);

        var failure = Assert.Single(landed.Failures);
        Assert.Contains(expected, failure.Reason);
        Assert.Equal("s3://bucket/a/*.csv", failure.Address);
        Assert.Single(_server.Requests);
    }

    [Fact(Timeout = Limit)]
    public async Task Run_Credentials_SignAndNeverTravel()
    {
        _bucket["a.csv"] = "1"u8.ToArray();

        await _pulling.RunAsync("s3://bucket/a.csv", _settings);
        Assert.All(_server.Requests, request => Assert.Contains("somebody", request.Header("Authorization")));
        Assert.All(_server.Requests, request =>
            Assert.DoesNotContain(request.Headers.Values, value => value.Contains("s3cret", StringComparison.Ordinal)));

        _server.Requests.Clear();
        await _pulling.RunAsync("s3://bucket/b.csv", _settings with { Anonymous = true });
        Assert.All(_server.Requests, request => Assert.Null(request.Header("Authorization")));
    }

    [Fact(Timeout = Limit)]
    public async Task Preview_Objects_TellsNewChangedAndUnchangedOnes()
    {
        foreach (var key in "abc") _bucket[$"{key}.csv"] = [(byte)key];
        await _pulling.RunAsync("s3://bucket", _settings);
        _bucket["b.csv"] = "12"u8.ToArray();
        for (var i = 0; i < 150; i++) _bucket[$"d{i:000}.csv"] = "123"u8.ToArray();
        var before = _pulling.Files();

        var previews = await _pulling.PreviewAsync("s3://bucket", _settings);

        Assert.Equal(102, previews.Count);
        Assert.Equal(("s3://bucket/b.csv", 2L, "changed"), Three(previews[0]));
        Assert.Equal(("s3://bucket/d000.csv", 3L, "new"), Three(previews[1]));
        Assert.Equal(("51 more objects", 153L, "new or changed"), Three(previews[100]));
        Assert.Equal(("2 objects", null, "unchanged"), Three(previews[101]));
        Assert.Equal(before, _pulling.Files());

        static (string, long?, string) Three(PullPreview preview) => (preview.Address, preview.Bytes, preview.State);
    }
}
