using System.Text.RegularExpressions;

namespace Analytics.Pipeline.Ingest;

/// <summary>
/// What is taken from the text of a post before the text is dropped: hashtags, domains of links, and whether it says
/// that somebody paid for it.
/// </summary>
internal static partial class PostText
{
    /// <summary>Without the sign, lower case: `#Radweg` and `radweg` are one hashtag.</summary>
    public static string Hashtag(string text) => text.TrimStart('#', '＃').ToLowerInvariant();

    /// <summary>`https://www.example.org/a?b` → `example.org`.</summary>
    public static string Domain(string link)
    {
        var start = link.IndexOf("://", StringComparison.Ordinal) is var scheme and >= 0 ? scheme + 3 : 0;
        var end = link.AsSpan(start).IndexOfAny("/?#:");
        var host = (end < 0 ? link[start..] : link[start..(start + end)]).ToLowerInvariant().TrimEnd('.');
        host = host[(host.LastIndexOf('@') + 1)..];
        return host.StartsWith("www.", StringComparison.Ordinal) ? host[4..] : host;
    }

    public static IEnumerable<string> Hashtags(string text) => HashtagInText().Matches(text).Select(m => m.Groups[1].Value);

    public static IEnumerable<string> Links(string text) => LinkInText().Matches(text).Select(m => m.Value);

    /// <summary>The marker that discloses an advertisement, lower case, or null.</summary>
    public static string? Disclosure(string text) =>
        DisclosureInText().Match(text) is { Success: true } match ? match.Value.ToLowerInvariant() : null;

    [GeneratedRegex(@"(?<![\p{L}\p{N}_&])[#＃]([\p{L}\p{N}_]*\p{L}[\p{L}\p{N}_]*)")]
    private static partial Regex HashtagInText();

    [GeneratedRegex(@"https?://[^\s<>""]+", RegexOptions.IgnoreCase)]
    private static partial Regex LinkInText();

    [GeneratedRegex(
        @"(?<![\p{L}\p{N}_])(#?werbung|#?anzeige|unbezahlte werbung|bezahlte partnerschaft|#?gesponsert|paid partnership"
        + @"|#?sponsored|#ad|#advertisement|\[ad\]|\(ad\)|#werbepartner|#paidpartnership)(?![\p{L}\p{N}_])",
        RegexOptions.IgnoreCase)]
    private static partial Regex DisclosureInText();
}
