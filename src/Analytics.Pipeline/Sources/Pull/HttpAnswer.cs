using System.Globalization;
using System.Net;

namespace Analytics.Pipeline.Sources.Pull;

/// <summary>Reads what the headers of an answer say.</summary>
internal static class HttpAnswer
{
    /// <summary>Two versions made within a second may share a time; this much later they cannot.</summary>
    private static readonly TimeSpan SureOfTime = TimeSpan.FromSeconds(60);

    private static readonly HashSet<HttpStatusCode> PassingStates =
    [
        HttpStatusCode.RequestTimeout, (HttpStatusCode)425, HttpStatusCode.TooManyRequests,
        HttpStatusCode.InternalServerError, HttpStatusCode.BadGateway, HttpStatusCode.ServiceUnavailable,
        HttpStatusCode.GatewayTimeout,
    ];

    /// <summary>Whether asking again later may help.</summary>
    public static bool IsPassing(HttpStatusCode status) => PassingStates.Contains(status);

    public static Validators ValidatorsOf(HttpResponseMessage answer) =>
        new(Header(answer, "ETag"), answer.Content.Headers.LastModified);

    /// <summary>What <c>If-Range</c> may hold: a strong tag, or a time that is sure (RFC 9110, 8.8.2.2).</summary>
    public static string? RangeConditionOf(HttpResponseMessage answer)
    {
        var validators = ValidatorsOf(answer);
        if (validators.ETag is not null) return validators.StrongETag;
        return validators.Modified is { } modified && answer.Headers.Date - modified >= SureOfTime
            ? modified.ToString("R", CultureInfo.InvariantCulture)
            : null;
    }

    /// <summary>Checksums of the file as it is delivered, from whichever header a server uses.</summary>
    /// <param name="isWhole">Whether the answer holds all of it: some headers speak of the answer alone.</param>
    public static IReadOnlyList<Checksum> ChecksumsOf(HttpResponseMessage answer, bool isWhole)
    {
        List<Checksum?> found =
        [
            .. Digests(Header(answer, "Repr-Digest"), isStructured: true),
            .. Digests(Header(answer, "Digest"), isStructured: false),
            .. Digests(Header(answer, "x-goog-hash"), isStructured: false),
            Header(answer, "x-ms-blob-content-md5") is { } blob ? Checksum.FromBase64("md5", blob) : null,
            .. Checksum.Algorithms.Select(
                name => Header(answer, $"x-amz-checksum-{name}") is { } text ? Checksum.FromBase64(name, text) : null),
        ];
        if (isWhole)
        {
            found.AddRange(Digests(Header(answer, "Content-Digest"), isStructured: true));
            if (Header(answer, "Content-MD5") is { } md5) found.Add(Checksum.FromBase64("md5", md5));
        }

        return [.. found.OfType<Checksum>().Distinct()];
    }

    /// <summary>When a server that turned a request away wants to be asked again.</summary>
    public static TimeSpan? RetryAfterOf(HttpResponseMessage answer, DateTimeOffset now)
    {
        if (answer.Headers.RetryAfter is { } after) return after.Delta ?? (after.Date - now);
        // Platforms that count requests per quarter of an hour say when it ends, in seconds since 1970.
        return answer.StatusCode == HttpStatusCode.TooManyRequests
            && long.TryParse(Header(answer, "x-rate-limit-reset"), CultureInfo.InvariantCulture, out var reset)
            && reset is > 0 and < 100_000_000_000
                ? DateTimeOffset.FromUnixTimeSeconds(reset) - now
                : null;
    }

    /// <summary>Why an answer is not the file.</summary>
    public static PullException Refusal(HttpResponseMessage answer, bool hasToken, DateTimeOffset now)
    {
        var status = (int)answer.StatusCode;
        if (IsPassing(answer.StatusCode))
        {
            return new PullException($"the server answered {status}")
            {
                IsTransient = true,
                RetryAfter = RetryAfterOf(answer, now),
            };
        }

        var remedy = status switch
        {
            401 or 403 when hasToken => ": it does not accept the token",
            401 or 403 => ": it wants a token; name one with pull.token_env or pull.token_file",
            404 or 410 => ": there is no such file; check the address",
            _ => "",
        };
        return new PullException($"the server answered {status}{remedy}");
    }

    public static string? Header(HttpResponseMessage answer, string name) =>
        answer.Headers.NonValidated.TryGetValues(name, out var values)
            || answer.Content.Headers.NonValidated.TryGetValues(name, out values)
            ? string.Join(", ", values).Trim()
            : null;

    /// <summary>How a body was packed for the way: <c>gzip</c>, or null.</summary>
    /// <exception cref="PullException">A packing that nobody asked for and that cannot be taken off.</exception>
    public static string? EncodingOf(string? header)
    {
        return header?.ToLowerInvariant() switch
        {
            null or "" or "identity" or "aws-chunked" => null,
            "gzip" or "x-gzip" => "gzip",
            var other => throw new PullException(
                $"the answer is packed as '{Shortened(other)}', which nobody asked for"),
        };
    }

    /// <summary><c>sha-256=:…:</c> (RFC 9530) or <c>sha-256=…</c> (RFC 3230), several after commas.</summary>
    private static IEnumerable<Checksum?> Digests(string? header, bool isStructured)
    {
        foreach (var item in (header ?? "").Split(',', StringSplitOptions.TrimEntries))
        {
            var split = item.IndexOf('=', StringComparison.Ordinal);
            if (split <= 0) continue;
            var value = item[(split + 1)..];
            yield return Checksum.FromBase64(item[..split], isStructured ? value.Trim(':') : value);
        }
    }

    private static string Shortened(string text) => text.Length > 20 ? text[..20] : text;
}
