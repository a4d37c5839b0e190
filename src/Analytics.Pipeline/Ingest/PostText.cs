using System.Text;
using System.Text.RegularExpressions;

namespace Analytics.Pipeline.Ingest;

/// <summary>
/// What is taken from the text of a post before the text is dropped: hashtags, domains of links, and whether it says
/// that somebody paid for it.
/// </summary>
internal static partial class PostText
{
    /// <summary>Without the sign, lower case: `#Radweg` and `radweg` are one hashtag.</summary>
    public static string Hashtag(string text) => PublicText.Tag(text);

    /// <summary>`https://www.example.org/a?b` → `example.org`; empty for what is no address.</summary>
    public static string Domain(string link)
    {
        var rest = link.AsSpan();
        if (rest.IndexOf("//") is var scheme and >= 0) rest = rest[(scheme + 2)..];
        if (rest.IndexOfAny("/?#\\") is var path and >= 0) rest = rest[..path];
        rest = rest[(rest.LastIndexOf('@') + 1)..];

        // A port ends the host, and so does the punctuation of the sentence that a link stands in.
        var end = 0;
        while (end < rest.Length && (char.IsLetterOrDigit(rest[end]) || rest[end] is '.' or '-' or '_')) end++;
        var host = rest[..end].ToString().ToLowerInvariant().TrimEnd('.');
        return PublicText.Host(host.StartsWith("www.", StringComparison.Ordinal) ? host[4..] : host);
    }

    public static IEnumerable<string> Hashtags(string text) =>
        HashtagInText().Matches(text).Select(m => m.Groups[1].Value);

    public static IEnumerable<string> Links(string text) => LinkInText().Matches(text).Select(m => m.Value);

    /// <summary>The marker that discloses an advertisement, lower case, or null.</summary>
    public static string? Disclosure(string text) =>
        DisclosureInText().Match(text) is { Success: true } match ? match.Value.ToLowerInvariant() : null;

    /// <summary>
    /// Whether that marker is what the text begins with: in its first line, behind nothing but signs and mark-up. Null
    /// without a marker.
    /// </summary>
    public static bool? DisclosesUpFront(string text)
    {
        if (DisclosureInText().Match(text) is not { Success: true } match) return null;
        var before = MarkUp().Replace(text[..match.Index], "").TrimStart();
        return !before.EnumerateRunes().Any(rune => Rune.IsLetterOrDigit(rune) || rune.Value is '\n' or '\r');
    }

    [GeneratedRegex(@"(?<![\p{L}\p{N}_&])[#＃]([\p{L}\p{N}_]*\p{L}[\p{L}\p{N}_]*)")]
    private static partial Regex HashtagInText();

    [GeneratedRegex(@"https?://[^\s<>""]+", RegexOptions.IgnoreCase)]
    private static partial Regex LinkInText();

    [GeneratedRegex("<[^<>]*>")]
    private static partial Regex MarkUp();

    [GeneratedRegex(
        @"(?<![\p{L}\p{N}_])(#?werbung|#?anzeige|unbezahlte werbung|bezahlte (?:werbe)?partnerschaft|#?gesponsert"
        + @"|paid partnership|#?sponsored|#ad|#advertisement|\[ad\]|\(ad\)|#werbepartner|#paidpartnership)"
        + @"(?![\p{L}\p{N}_])",
        RegexOptions.IgnoreCase)]
    private static partial Regex DisclosureInText();
}
