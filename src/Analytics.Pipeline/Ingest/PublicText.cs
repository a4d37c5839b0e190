using System.Text;

namespace Analytics.Pipeline.Ingest;

/// <summary>
/// Free text of exports that may become a fact: places, languages, tags, domains. People write handles and addresses of
/// profiles there, and those must not reach the lake; such a value counts as not delivered.
/// </summary>
internal static class PublicText
{
    private const int LongestTag = 100;

    /// <summary>Whether the text names an account: it holds an at sign or an address.</summary>
    public static bool NamesSomebody(ReadOnlySpan<byte> text) =>
        text.Contains((byte)'@') || text.IndexOf("//"u8) >= 0 || StartsWithWww(text);

    /// <summary>A tag without its sign, lower case; empty if it is no word or few words.</summary>
    public static string Tag(string text)
    {
        var tag = text.Trim().TrimStart('#', '＃').ToLowerInvariant();
        return tag.Length <= LongestTag && tag.All(IsOfWords) ? tag : "";
    }

    /// <summary>The text if it is the name of a host: labels with dots between them, the last one of letters.</summary>
    public static string Host(string text)
    {
        var labels = text.Split('.');
        var isHost = labels.Length >= 2
            && labels.All(label => label.Length is > 0 and <= 63)
            && labels[^1].Length >= 2
            && labels[^1].All(char.IsLetter);
        return isHost ? text : "";
    }

    private static bool IsOfWords(char c) => char.IsLetterOrDigit(c) || c is '_' or '-' or '+' or '&' or ' ' || c > 127;

    private static bool StartsWithWww(ReadOnlySpan<byte> text) =>
        text.Length >= 4 && Ascii.EqualsIgnoreCase(text[..4], "www."u8);
}
