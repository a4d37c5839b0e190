using System.Text;
using Analytics.Pipeline.Definition;
using Analytics.Pipeline.Sources.Pull;

namespace Analytics.Tests.Sources.Pull;

/// <summary>Exports in pages: found by header or JSON, each a file, continued where a walk ended.</summary>
public sealed class PageWalkTests : IDisposable
{
    private const int Limit = 60_000;

    private static readonly PullDefinition ByLink =
        Pulling.Settings with { Pages = new PagesDefinition("link", null, PageStart.First, 100) };

    private static readonly PullDefinition ByToken =
        Pulling.Settings with { Pages = new PagesDefinition("meta.next_token", "after", PageStart.First, 100) };

    private readonly Pulling _pulling = new();

    public void Dispose() => _pulling.Dispose();

    [Fact(Timeout = Limit)]
    public async Task Run_LinkHeader_LandsEachPageInOrder()
    {
        await using TestServer server = new(Linked(3));

        var (landed, report) = await _pulling.RunAsync(server.At("/list?type=all"), ByLink);

        Assert.Equal(["page-000001.json", "page-000002.json", "page-000003.json"], Names(landed));
        Assert.Equal(["page 1", "page 2", "page 3"], landed.Files.Select(file => File.ReadAllText(file.Path)));
        Assert.Equal(3, report.Files);
    }

    [Fact(Timeout = Limit)]
    public async Task Run_JsonPathWithParameter_PutsTheTokenIntoTheFirstAddress()
    {
        await using TestServer server = new(Tokens(3));

        var (landed, _) = await _pulling.RunAsync(server.At("/list?type=all&after=0"), ByToken);

        Assert.Equal(3, landed.Files.Count);
        Assert.Equal(
            ["/list?type=all&after=0", "/list?type=all&after=t%2F1", "/list?type=all&after=t%2F2"],
            server.Requests.Select(request => request.Target));
    }

    [Fact(Timeout = Limit)]
    public async Task Run_JsonPathWithAnAddress_IsFollowed()
    {
        await using TestServer server = new(request => TestAnswer.Text(
            request.Target == "/list" ? """{"links": [{"href": "/more?x=1"}]}""" : """{"links": []}"""));
        var pages = new PagesDefinition("$.links[0].href", null, PageStart.First, 9);
        var settings = Pulling.Settings with { Pages = pages };

        var (landed, _) = await _pulling.RunAsync(server.At("/list"), settings);

        Assert.Equal(2, landed.Files.Count);
        Assert.Equal("/more?x=1", server.Requests.Last().Target);
    }

    [Fact(Timeout = Limit)]
    public async Task Run_PackedPages_AreReadForTheirToken()
    {
        await using TestServer server = new(request =>
        {
            var answer = Tokens(2)(request);
            return (answer with { Body = Runs.RunFolder.Packed(Encoding.UTF8.GetString(answer.Body)) })
                .With("Content-Encoding", "gzip");
        });

        var (landed, _) = await _pulling.RunAsync(server.At("/list"), ByToken);

        Assert.Equal(2, landed.Files.Count);
    }

    [Fact(Timeout = Limit)]
    public async Task Run_WalkBreaksOff_TheNextOneGoesOnAtThatPage()
    {
        var isDown = true;
        await using TestServer server = new(request => isDown && request.Target.Contains("after=t%2F2")
            ? new TestAnswer(500, [])
            : Tokens(4)(request));
        var (broken, _) = await _pulling.RunAsync(server.At("/list"), ByToken with { Retries = 0 });
        Assert.Equal(2, broken.Files.Count);
        Assert.Single(broken.Failures);
        isDown = false;
        server.Requests.Clear();

        var (landed, _) = await _pulling.RunAsync(server.At("/list"), ByToken);

        Assert.Equal(4, landed.Files.Count);
        Assert.Equal(["/list?after=t%2F2", "/list?after=t%2F3"], server.Requests.Select(request => request.Target));
    }

    [Theory(Timeout = Limit)]
    [InlineData(PageStart.First, 1)]
    [InlineData(PageStart.Last, 3)]
    public async Task Run_AfterAWholeWalk_BeginsWhereAsked(PageStart start, int first)
    {
        var pages = 3;
        await using TestServer server = new(request => Tagged(Tokens(pages)(request), request));
        var settings = ByToken with { Pages = ByToken.Pages! with { Start = start } };
        await _pulling.RunAsync(server.At("/list"), settings);
        pages = 5;
        server.Requests.Clear();

        var (landed, report) = await _pulling.RunAsync(server.At("/list"), settings);

        Assert.Equal(5, landed.Files.Count);
        Assert.Equal(5 - first + 1, server.Requests.Count);
        // Pages 1 and 2 stayed as they were; page 3 got a successor.
        Assert.Equal((3, 3 - first), ((int)report.Files, (int)report.Unchanged));
    }

    [Fact(Timeout = Limit)]
    public async Task Run_UnchangedPageWithANewSuccessor_IsFollowedByHeader()
    {
        var pages = 2;
        await using TestServer server = new(request => Tagged(Linked(pages)(request), request));
        await _pulling.RunAsync(server.At("/list"), ByLink);
        pages = 3;

        var (landed, report) = await _pulling.RunAsync(server.At("/list"), ByLink);

        Assert.Equal(3, landed.Files.Count);
        Assert.Equal((1, 2), ((int)report.Files, (int)report.Unchanged));
    }

    [Fact(Timeout = Limit)]
    public async Task Run_PagesInACircle_EndInAFailure()
    {
        await using TestServer server = new(_ => TestAnswer.Text("""{"meta": {"next_token": "a"}}"""));

        var (landed, _) = await _pulling.RunAsync(server.At("/list"), ByToken);

        Assert.Contains("circle", Assert.Single(landed.Failures).Reason);
        Assert.Equal(2, server.Requests.Count);
    }

    [Fact(Timeout = Limit)]
    public async Task Run_MorePagesThanAllowed_GoesOnThereNextTime()
    {
        await using TestServer server = new(Tokens(5));
        var settings = ByToken with { Pages = ByToken.Pages! with { Limit = 3 } };

        var (first, _) = await _pulling.RunAsync(server.At("/list"), settings);
        var (second, _) = await _pulling.RunAsync(server.At("/list"), settings);

        Assert.Contains("more than 3 pages", Assert.Single(first.Failures).Reason);
        Assert.Equal((3, 5), (first.Files.Count, second.Files.Count));
        Assert.Empty(second.Failures);
        Assert.Equal(5, server.Requests.Count);
    }

    [Theory(Timeout = Limit)]
    [InlineData("<html>")]
    [InlineData("")]
    [InlineData("{\"meta\": {\"next_token\": \"x")]
    public async Task Run_PageThatIsNoJson_IsAFailureAndNoFile(string text)
    {
        await using TestServer server = new(_ => TestAnswer.Text(text));

        var (landed, _) = await _pulling.RunAsync(server.At("/list"), ByToken);

        Assert.Contains("not JSON", Assert.Single(landed.Failures).Reason);
        Assert.Empty(landed.Files);
    }

    [Fact(Timeout = Limit)]
    public async Task Run_NextPageOnAnotherHost_DoesNotGetTheToken()
    {
        TestServer? server = null;
        server = new TestServer(request => request.Target == "/list"
            ? TestAnswer.Text("1").With("Link", $"<http://localhost:{server!.Port}/two>; rel=next")
            : TestAnswer.Text("2"));
        await using var own = server;
        _pulling.Environment["PARTNER"] = "secret";

        var (landed, _) = await _pulling.RunAsync(server.At("/list"), ByLink with { TokenEnv = "PARTNER" });

        Assert.Equal(2, landed.Files.Count);
        Assert.Equal(["Bearer secret", null], server.Requests.Select(request => request.Header("Authorization")));
    }

    [Theory]
    [InlineData("<https://a.example/?p=2>; rel=\"next\"", "https://a.example/?p=2")]
    [InlineData("</first>; rel=\"first\", </2>; rel=\"prev next\"; title=\"x, <y>; rel=next\"", "/2")]
    [InlineData("</a,b>;REL=Next", "/a,b")]
    [InlineData("</a>; title=\"rel=next\"", null)]
    [InlineData("</a>; rel=prev, </b>; rel=last", null)]
    [InlineData("</a", null)]
    [InlineData("", null)]
    [InlineData(null, null)]
    public void Next_LinkHeader_FindsTheNextPageOnly(string? header, string? expected) =>
        Assert.Equal(expected, LinkHeader.Next(header));

    private static IEnumerable<string> Names(LandedFiles landed) =>
        landed.Files.Select(file => Path.GetFileName(file.Path));

    /// <summary>Answers with a tag over body and header, and with 304 where that is known.</summary>
    private static TestAnswer Tagged(TestAnswer answer, TestRequest request)
    {
        var tag = $"\"{LandingFolder.ShortHash(Encoding.UTF8.GetString(answer.Body))}\"";
        return request.Header("If-None-Match") == tag
            ? new TestAnswer(304, []) { Headers = answer.Headers }
            : answer.With("ETag", tag);
    }

    private static Func<TestRequest, TestAnswer> Linked(int pages) => request =>
    {
        var page = request.Target.Contains("page=") ? int.Parse(request.Target.Split("page=")[1]) : 1;
        var answer = TestAnswer.Text($"page {page}");
        return page < pages ? answer.With("Link", $"<?page={page + 1}>; rel=\"next\"") : answer;
    };

    private static Func<TestRequest, TestAnswer> Tokens(int pages) => request =>
    {
        var page = request.Target.Contains("after=t%2F") ? int.Parse(request.Target.Split("after=t%2F")[1]) + 1 : 1;
        return TestAnswer.Text(page < pages
            ? $$"""{"page": {{page}}, "meta": {"next_token": "t/{{page}}" } }"""
            : $$"""{"page": {{page}} }""");
    };
}
