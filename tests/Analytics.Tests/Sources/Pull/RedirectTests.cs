using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Analytics.Pipeline.Definition;
using Analytics.Pipeline.Sources.Pull;

namespace Analytics.Tests.Sources.Pull;

/// <summary>Where requests are sent on to, and who gets to see the token.</summary>
public sealed class RedirectTests : IDisposable
{
    private const int Limit = 60_000;
    private const string Token = "s3cret-t0ken";

    private static readonly PullDefinition WithToken = Pulling.Settings with { TokenEnv = "PARTNER" };
    private static readonly HonestFile Honest = new(HttpPullTests.Bytes(1, 5_000));

    private readonly Pulling _pulling = new();

    public RedirectTests() => _pulling.Environment["PARTNER"] = Token + "\n";

    public void Dispose() => _pulling.Dispose();

    [Fact(Timeout = Limit)]
    public async Task Run_Token_IsSentToTheSourcesOwnServer()
    {
        await using TestServer server = new(Honest.Answer);

        await _pulling.RunAsync(server.At("/a.csv"), WithToken);

        Assert.Equal($"Bearer {Token}", server.Requests.Single().Header("Authorization"));
    }

    [Theory(Timeout = Limit)]
    [InlineData(301)]
    [InlineData(302)]
    [InlineData(303)]
    [InlineData(307)]
    [InlineData(308)]
    public async Task Run_RedirectOnTheSameServer_KeepsTheToken(int status)
    {
        await using TestServer server = new(request =>
            request.Path == "/a.csv" ? TestAnswer.Redirect(status, "there/b.csv") : Honest.Answer(request));

        var (landed, _) = await _pulling.RunAsync(server.At("/a.csv"), WithToken);

        Assert.Equal("a.csv", Path.GetFileName(Assert.Single(landed.Files).Path));
        Assert.Equal(
            ["/a.csv Bearer s3cret-t0ken", "/there/b.csv Bearer s3cret-t0ken"],
            server.Requests.Select(request => $"{request.Path} {request.Header("Authorization")}"));
    }

    [Fact(Timeout = Limit)]
    public async Task Run_RedirectToAnotherHost_DropsTheTokenForGood()
    {
        TestServer? server = null;
        server = new TestServer(request => request.Path switch
        {
            "/a.csv" => TestAnswer.Redirect(302, $"http://localhost:{server!.Port}/b.csv"),
            "/b.csv" => TestAnswer.Redirect(302, server!.At("/c.csv")),
            _ => Honest.Answer(request),
        });
        await using var own = server;

        var (landed, _) = await _pulling.RunAsync(server.At("/a.csv"), WithToken);

        Assert.Single(landed.Files);
        Assert.Equal(
            [("/a.csv", $"Bearer {Token}"), ("/b.csv", null), ("/c.csv", null)],
            server.Requests.Select(request => (request.Path, request.Header("Authorization"))));
    }

    [Fact(Timeout = Limit)]
    public async Task Run_RedirectToAnotherPort_DropsTheToken()
    {
        await using TestServer other = new(Honest.Answer);
        await using TestServer server = new(_ => TestAnswer.Redirect(302, other.At("/b.csv")));

        await _pulling.RunAsync(server.At("/a.csv"), WithToken);

        Assert.Null(other.Requests.Single().Header("Authorization"));
    }

    [Fact(Timeout = Limit)]
    public async Task Run_RedirectsInACircle_FailAndSaySo()
    {
        await using TestServer server = new(request =>
            TestAnswer.Redirect(302, request.Path == "/a" ? "/b" : "/a?token=s3cret"));

        var (landed, _) = await _pulling.RunAsync(server.At("/a"));

        var failure = Assert.Single(landed.Failures);
        Assert.Contains("circle", failure.Reason);
        Assert.DoesNotContain("s3cret", failure.Reason);
        Assert.InRange(server.Requests.Count, 2, 4);
    }

    [Fact(Timeout = Limit)]
    public async Task Run_EndlessRedirects_AreBounded()
    {
        await using TestServer server = new(request => TestAnswer.Redirect(302, request.Path + "x"));

        var (landed, _) = await _pulling.RunAsync(server.At("/a"));

        Assert.Contains("more than 10 redirects", Assert.Single(landed.Failures).Reason);
        Assert.Equal(11, server.Requests.Count);
    }

    [Theory(Timeout = Limit)]
    [InlineData("ftp://127.0.0.1/a.csv", "ftp://")]
    [InlineData("file:///etc/passwd", "file://")]
    [InlineData("http://user:password@127.0.0.1/a.csv", "not followed")]
    [InlineData(null, "without an address")]
    public async Task Run_RedirectThatMustNotBeFollowed_Fails(string? location, string expected)
    {
        await using TestServer server = new(_ =>
            location is null ? new TestAnswer(302, []) : TestAnswer.Redirect(302, location));

        var (landed, _) = await _pulling.RunAsync(server.At("/a.csv"));

        Assert.Contains(expected, Assert.Single(landed.Failures).Reason);
        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task Open_RedirectFromHttpsToHttp_IsNotFollowed()
    {
        Uri origin = new("https://partner.example/a.csv");
        using Answering handler = new(request =>
        {
            Assert.Equal(origin, request.RequestUri);
            HttpResponseMessage answer = new(HttpStatusCode.Found);
            answer.Headers.Location = new Uri("http://partner.example/a.csv");
            return answer;
        });
        using HttpMessageInvoker client = new(handler);
        HttpStore store = new(client, origin, WebCredential.OfBearer(Token), TimeProvider.System);

        var failure = await Assert.ThrowsAsync<PullException>(() => store.OpenAsync(
            new RemoteFile("a", "a.csv", "", origin.AbsoluteUri), null, null, TestContext.Current.CancellationToken));

        Assert.Contains("from https to http", failure.Message);
        Assert.False(failure.IsTransient);
    }

    [Fact(Timeout = Limit)]
    public async Task Run_CertificateOfNobody_IsRefusedAtOnce()
    {
        using var key = RSA.Create(2048);
        CertificateRequest request = new("CN=127.0.0.1", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var now = DateTimeOffset.UtcNow;
        using var certificate = request.CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
        await using TestServer server = new(Honest.Answer, certificate);

        var (landed, _) = await _pulling.RunAsync(server.At("/a.csv").Replace("http:", "https:"), WithToken);

        Assert.Contains("certificate is not valid", Assert.Single(landed.Failures).Reason);
        Assert.Empty(server.Requests);
        Assert.Empty(_pulling.Clock.Waits);
    }

    [Fact(Timeout = Limit)]
    public async Task Run_TokenFile_IsReadWhereOnlyItsOwnerCan()
    {
        if (OperatingSystem.IsWindows()) return;
        await using TestServer server = new(Honest.Answer);
        var path = _pulling.PathOf("token");
        File.WriteAllText(path, Token + "\n");
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.OtherRead);
        var settings = Pulling.Settings with { TokenFile = path };

        var (open, _) = await _pulling.RunAsync(server.At("/a.csv"), settings);
        File.SetUnixFileMode(path, UnixFileMode.UserRead);
        var (closed, _) = await _pulling.RunAsync(server.At("/a.csv"), settings);

        Assert.Contains("chmod 600", Assert.Single(open.Failures).Reason);
        Assert.Empty(closed.Failures);
        Assert.Equal($"Bearer {Token}", server.Requests.Single().Header("Authorization"));
    }

    [Fact(Timeout = Limit)]
    public async Task Run_TokenMissingOrOdd_FailsWithoutAsking()
    {
        await using TestServer server = new(Honest.Answer);
        foreach (var value in new[] { "", " ", "a b", "a\r\nX-Injected: 1" })
        {
            _pulling.Environment["PARTNER"] = value;
            var (landed, _) = await _pulling.RunAsync(server.At("/a.csv"), WithToken);
            Assert.Contains("pull.token_env (PARTNER)", Assert.Single(landed.Failures).Reason);
        }

        Assert.Empty(server.Requests);
    }

    [Fact(Timeout = Limit)]
    public async Task Run_WhateverHappens_NoFileAndNoMessageHoldsTheToken()
    {
        var count = 0;
        await using TestServer server = new(request => (Interlocked.Increment(ref count) % 3) switch
        {
            0 => TestAnswer.Text(request.Header("Authorization")!) with { Status = 401 },
            1 => Honest.Answer(request) with { CutAt = 2_000 },
            _ => TestAnswer.Redirect(302, $"/a.csv?token={Token}"),
        });

        var (landed, report) = await _pulling.RunAsync(server.At($"/a.csv?token={Token}"), WithToken);

        Assert.Single(landed.Failures);
        Assert.DoesNotContain(Token, landed.Failures[0].ToString());
        Assert.DoesNotContain(Token, report.ToString());
        Assert.All(_pulling.Files(), path =>
        {
            Assert.DoesNotContain(Token, path);
            Assert.DoesNotContain(Token, Encoding.Latin1.GetString(File.ReadAllBytes(path)));
        });
    }

    private sealed class Answering(Func<HttpRequestMessage, HttpResponseMessage> answer) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(
            HttpRequestMessage request, CancellationToken cancellationToken) => Task.FromResult(answer(request));
    }
}
