using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Security.Authentication;

namespace Analytics.Pipeline.Sources.Pull;

/// <summary>
/// Files behind web addresses. A token goes to the server of the source's own address and to no other; redirects are
/// followed here, not by the platform, so that this is certain.
/// </summary>
internal sealed class HttpStore(
    HttpMessageInvoker client, Uri origin, WebCredential credential, TimeProvider clock) : IRemoteStore
{
    private const int MostRedirects = 10;

    private static readonly HashSet<HttpStatusCode> Redirects =
    [
        HttpStatusCode.MovedPermanently, HttpStatusCode.Found, HttpStatusCode.SeeOther,
        HttpStatusCode.TemporaryRedirect, HttpStatusCode.PermanentRedirect,
    ];

    private static readonly HttpRequestOptionsKey<CountedAnswer> Counted = new("counted");

    /// <summary>
    /// A client that follows nothing, keeps no cookies, unpacks nothing, checks certificates, and counts what comes.
    /// </summary>
    public static HttpMessageInvoker Client(TimeSpan timeout, int connections) => new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        AutomaticDecompression = DecompressionMethods.None,
        ConnectTimeout = timeout,
        MaxConnectionsPerServer = connections,
        PlaintextStreamFilter = (context, _) =>
        {
            CountedAnswer counted = new(context.PlaintextStream);
            context.InitialRequestMessage.Options.Set(Counted, counted);
            return ValueTask.FromResult<Stream>(counted);
        },
    });

    /// <summary>Sent with every request; may be null.</summary>
    public KeyValuePair<string, string>? Header { get; init; }

    public async Task<RemoteBody> OpenAsync(
        RemoteFile file, Validators? known, Resumption? resume, CancellationToken cancellation)
    {
        var (answer, address) = await FollowAsync(new Uri(file.Address), known, resume, cancellation)
            .ConfigureAwait(false);
        try
        {
            return await BodyAsync(answer, address, known, resume, cancellation).ConfigureAwait(false);
        }
        catch
        {
            answer.Dispose();
            throw;
        }
    }

    /// <summary>The platform's client has no errors but those that are translated where it is called.</summary>
    public PullException? Explain(Exception error) => null;

    private async Task<RemoteBody> BodyAsync(
        HttpResponseMessage answer, Uri address, Validators? known, Resumption? resume, CancellationToken cancellation)
    {
        var next = LinkHeader.Next(HttpAnswer.Header(answer, "Link"));
        var headers = answer.Content.Headers;
        switch (answer.StatusCode)
        {
            case HttpStatusCode.NotModified when known is not null:
                return new RemoteBody(BodyKind.Unchanged, Stream.Null, answer) { NextLink = next, Address = address };
            case HttpStatusCode.OK:
                var stream = await answer.Content.ReadAsStreamAsync(cancellation).ConfigureAwait(false);
                return new RemoteBody(BodyKind.Whole, stream, answer)
                {
                    Total = headers.ContentLength,
                    Validators = HttpAnswer.ValidatorsOf(answer),
                    RangeCondition = HttpAnswer.RangeConditionOf(answer),
                    Checksums = HttpAnswer.ChecksumsOf(answer, isWhole: true),
                    HasCertainEnd = headers.ContentLength is not null || answer.Version.Major >= 2
                        || answer.Headers.TransferEncodingChunked == true,
                    HasSurplus = () => HasSurplus(answer),
                    Encoding = HttpAnswer.EncodingOf(HttpAnswer.Header(answer, "Content-Encoding")),
                    NextLink = next,
                    Address = address,
                };
            case HttpStatusCode.PartialContent when resume is not null:
                if (!resume.IsContinuedBy(headers.ContentRange, HttpAnswer.Header(answer, "ETag")))
                    throw PullException.Stale("the file changed while it was downloaded");
                var rest = await answer.Content.ReadAsStreamAsync(cancellation).ConfigureAwait(false);
                return new RemoteBody(BodyKind.Rest, rest, answer)
                {
                    Total = headers.ContentRange!.Length,
                    HasCertainEnd = headers.ContentRange.HasLength,
                    HasSurplus = () => HasSurplus(answer),
                    NextLink = next,
                    Address = address,
                };
            case HttpStatusCode.RequestedRangeNotSatisfiable when resume is not null:
                throw PullException.Stale("the file became shorter while it was downloaded");
            default:
                throw HttpAnswer.Refusal(answer, credential.IsGiven, clock.GetUtcNow());
        }
    }

    private static bool HasSurplus(HttpResponseMessage answer) =>
        answer.RequestMessage!.Options.TryGetValue(Counted, out var counted) && counted.HasSurplus;

    private async Task<(HttpResponseMessage Answer, Uri Address)> FollowAsync(
        Uri address, Validators? known, Resumption? resume, CancellationToken cancellation)
    {
        HashSet<string> seen = [address.AbsoluteUri];
        // Once another server was asked, the token stays here even if that one sends us back.
        var isTrusted = RemoteAddress.HaveOneOrigin(address, origin);
        while (true)
        {
            var answer = await SendAsync(address, isTrusted, known, resume, cancellation).ConfigureAwait(false);
            if (!Redirects.Contains(answer.StatusCode)) return (answer, address);
            using (answer)
            {
                var next = Target(answer, address);
                isTrusted &= RemoteAddress.HaveOneOrigin(next, origin);
                if (!seen.Add(next.AbsoluteUri))
                    throw new PullException($"redirects go in a circle at {RemoteAddress.Shown(next)}");
                if (seen.Count > MostRedirects + 1) throw new PullException($"more than {MostRedirects} redirects");
                address = next;
            }
        }
    }

    private static Uri Target(HttpResponseMessage answer, Uri from)
    {
        if (answer.Headers.Location is not { } location || !Uri.TryCreate(from, location, out var target))
            throw new PullException($"the server answered {(int)answer.StatusCode} without an address to go to");
        if (!RemoteAddress.IsWeb(target) || target.UserInfo.Length > 0)
            throw new PullException($"a redirect to {target.Scheme}://, which is not followed");
        if (from.Scheme == Uri.UriSchemeHttps && target.Scheme == Uri.UriSchemeHttp)
        {
            throw new PullException(
                $"a redirect from https to http ({RemoteAddress.Shown(target)}), which is not followed");
        }

        return target;
    }

    private async Task<HttpResponseMessage> SendAsync(
        Uri address, bool isTrusted, Validators? known, Resumption? resume, CancellationToken cancellation)
    {
        HttpRequestMessage request = new(HttpMethod.Get, isTrusted ? credential.Sign(address) : address);
        request.Headers.TryAddWithoutValidation("User-Agent", "analytics-pull");
        request.Headers.TryAddWithoutValidation("Accept-Encoding", "identity");
        // Each request has its connection, so that what comes after the announced end is seen.
        request.Headers.ConnectionClose = true;
        if (Header is { } header) request.Headers.TryAddWithoutValidation(header.Key, header.Value);
        if (isTrusted && credential.Bearer is { } token)
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        if (resume is not null)
        {
            request.Headers.Range = new RangeHeaderValue(resume.Offset, null);
            request.Headers.TryAddWithoutValidation("If-Range", resume.Condition);
        }
        else if (known?.ETag is { } tag)
        {
            request.Headers.TryAddWithoutValidation("If-None-Match", tag);
        }
        else if (known?.Modified is { } modified)
        {
            request.Headers.TryAddWithoutValidation(
                "If-Modified-Since", modified.ToString("R", CultureInfo.InvariantCulture));
        }

        try
        {
            var answer = await client.SendAsync(request, cancellation).ConfigureAwait(false);
            answer.RequestMessage = request;
            if (request.Options.TryGetValue(Counted, out var counted))
                counted.Announced = answer.Content.Headers.ContentLength;
            return answer;
        }
        catch (HttpRequestException error) when (IsCertificate(error))
        {
            throw new PullException("the server's certificate is not valid for this address", error);
        }
        catch (HttpRequestException error)
        {
            throw PullException.Broken(Describe(error.HttpRequestError), error);
        }
    }

    private static bool IsCertificate(HttpRequestException error) =>
        error.HttpRequestError == HttpRequestError.SecureConnectionError
        && error.InnerException is AuthenticationException;

    private static string Describe(HttpRequestError error) => error switch
    {
        HttpRequestError.NameResolutionError => "the name of the server is not known",
        HttpRequestError.ConnectionError => "the server cannot be reached",
        HttpRequestError.SecureConnectionError => "no encrypted connection came about",
        HttpRequestError.InvalidResponse => "the answer is not HTTP",
        HttpRequestError.ConfigurationLimitExceeded => "the headers of the answer are too large",
        _ => "the connection broke",
    };
}
