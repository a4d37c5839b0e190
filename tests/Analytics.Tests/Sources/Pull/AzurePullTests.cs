using System.Globalization;
using System.Text;
using Analytics.Pipeline.Definition;

namespace Analytics.Tests.Sources.Pull;

/// <summary>Blobs of an Azure account, from a server that speaks its web interface.</summary>
public sealed class AzurePullTests : IAsyncLifetime
{
    private const int Limit = 60_000;
    private const string Signature = "sv=2021-12-02&sp=rl&sig=s3cret%3D";

    private readonly Pulling _pulling = new();
    private readonly SortedDictionary<string, byte[]> _blobs = new(StringComparer.Ordinal);
    private readonly TestServer _server;
    private readonly PullDefinition _settings;

    public AzurePullTests()
    {
        _server = new TestServer(Answer);
        _settings = Pulling.Settings with { Endpoint = _server.At("/account"), TokenEnv = "SAS" };
        _pulling.Environment["SAS"] = "?" + Signature;
    }

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        _pulling.Dispose();
    }

    [Fact(Timeout = Limit)]
    public async Task Run_PatternOverAListingInPages_LandsWhatItNames()
    {
        for (var i = 0; i < 25; i++) _blobs[$"in/{i:00}{(i % 6 == 0 ? " ä&.csv" : ".txt")}"] = [(byte)('a' + i)];

        var (landed, report) = await _pulling.RunAsync("azure://account/container/in/*.csv", _settings);

        Assert.Empty(landed.Failures);
        Assert.Equal("agmsy", string.Concat(landed.Files.Select(file => File.ReadAllText(file.Path))));
        Assert.Equal(3, _server.Requests.Count(request => request.Target.Contains("comp=list")));
        Assert.Equal(5, report.Files);
        Assert.All(_server.Requests, request => Assert.Contains(Signature, request.Target));
        Assert.All(_server.Requests, request => Assert.Equal("2021-12-02", request.Header("x-ms-version")));
        Assert.All(_pulling.Files(), path =>
            Assert.DoesNotContain("s3cret", Encoding.Latin1.GetString(File.ReadAllBytes(path))));
    }

    [Fact(Timeout = Limit)]
    public async Task Run_Again_AsksOnlyForWhatIsNewOrOther()
    {
        foreach (var key in "abc") _blobs[$"{key}.csv"] = [(byte)key];
        await _pulling.RunAsync("azure://account/container", _settings);
        _blobs["b.csv"] = "new"u8.ToArray();

        var (landed, report) = await _pulling.RunAsync("azure://account/container", _settings);

        Assert.Equal(["a", "new", "c"], landed.Files.Select(file => File.ReadAllText(file.Path)));
        Assert.Equal((1, 2), ((int)report.Files, (int)report.Unchanged));
    }

    [Fact(Timeout = Limit)]
    public async Task Run_BearerToken_IsSentAsHeader()
    {
        _pulling.Environment["SAS"] = "eyJ0.eyJ1.c2ln";
        _blobs["a.csv"] = "1"u8.ToArray();

        await _pulling.RunAsync("azure://account/container/a.csv", _settings);

        Assert.All(_server.Requests, request =>
            Assert.Equal("Bearer eyJ0.eyJ1.c2ln", request.Header("Authorization")));
    }

    [Fact(Timeout = Limit)]
    public async Task Run_Redirected_KeepsTheSignatureHere()
    {
        await using TestServer other = new(new HonestFile("1"u8.ToArray()).Answer);
        _blobs["moved.csv"] = Encoding.UTF8.GetBytes(other.At("/there"));

        var (landed, _) = await _pulling.RunAsync("azure://account/container/moved.csv", _settings);

        Assert.Single(landed.Files);
        Assert.Equal("/there", other.Requests.Single().Target);
    }

    [Theory(Timeout = Limit)]
    [InlineData("refused", "does not accept the token")]
    [InlineData("gone", "there is no such file")]
    [InlineData("html", "no listing (asked 6 times)")]
    public async Task Run_ListingThatIsNone_IsAFailureWithoutTheSignature(string container, string expected)
    {
        var (landed, _) = await _pulling.RunAsync($"azure://account/{container}/", _settings);

        var failure = Assert.Single(landed.Failures);
        Assert.Contains(expected, failure.Reason);
        Assert.DoesNotContain("s3cret", failure.ToString());
    }

    private TestAnswer Answer(TestRequest request)
    {
        if (request.Path.Contains("/refused")) return new TestAnswer(403, []);
        if (request.Path.Contains("/gone")) return new TestAnswer(404, []);
        if (request.Path.Contains("/html")) return TestAnswer.Text("<html><p>");
        if (request.Target.Contains("comp=list", StringComparison.Ordinal)) return List(request.Target);
        var key = Uri.UnescapeDataString(request.Path["/account/container/".Length..]);
        if (key == "moved.csv") return TestAnswer.Redirect(302, Encoding.UTF8.GetString(_blobs[key]));
        return _blobs.TryGetValue(key, out var content)
            ? new HonestFile(content) { ETag = TestBucket.TagOf(content) }.Answer(request)
            : new TestAnswer(404, []);
    }

    /// <summary>Ten names at a time, folders among them, tags without their quotes.</summary>
    private TestAnswer List(string target)
    {
        var query = target.Split('?')[1].Split('&').Select(pair => pair.Split('=', 2))
            .ToDictionary(pair => pair[0], pair => Uri.UnescapeDataString(pair[1]));
        var rest = _blobs.Where(blob => blob.Key.StartsWith(query["prefix"], StringComparison.Ordinal))
            .Where(blob => string.CompareOrdinal(blob.Key, query.GetValueOrDefault("marker", "")) >= 0).ToList();
        StringBuilder xml = new("<?xml version=\"1.0\"?><EnumerationResults><Blobs>");
        const string folder = "<Properties><ResourceType>directory</ResourceType></Properties>";
        xml.Append($"<Blob><Name>in/folder.csv</Name>{folder}</Blob>");
        foreach (var (key, content) in rest.Take(10))
        {
            var name = key.Contains('&')
                ? $"<Name Encoded=\"true\">{Uri.EscapeDataString(key)}</Name>"
                : $"<Name>{key}</Name>";
            xml.Append(CultureInfo.InvariantCulture,
                $"<Blob>{name}<Properties><Etag>{TestBucket.TagOf(content).Trim('"')}</Etag>"
                + $"<Content-Length>{content.Length}</Content-Length></Properties></Blob>");
        }

        var next = rest.Count > 10 ? rest[10].Key : "";
        return TestAnswer.Text(xml
            .Append($"</Blobs><NextMarker>{next.Replace("&", "&amp;")}</NextMarker></EnumerationResults>").ToString());
    }
}
