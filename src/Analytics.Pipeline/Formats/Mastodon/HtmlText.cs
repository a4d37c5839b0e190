namespace Analytics.Pipeline.Formats.Mastodon;

/// <summary>The text of a post as people see it, and its links, from the mark-up that Mastodon delivers.</summary>
internal static class HtmlText
{
    private static readonly (byte[] Name, byte Sign)[] Entities =
    [
        ("&amp;"u8.ToArray(), (byte)'&'), ("&lt;"u8.ToArray(), (byte)'<'), ("&gt;"u8.ToArray(), (byte)'>'),
        ("&quot;"u8.ToArray(), (byte)'"'), ("&#39;"u8.ToArray(), (byte)'\''), ("&apos;"u8.ToArray(), (byte)'\''),
    ];

    /// <summary>Writes the text without mark-up; lines end where paragraphs and breaks do.</summary>
    /// <param name="target">At least as long as the mark-up.</param>
    /// <returns>Bytes written.</returns>
    public static int Write(ReadOnlySpan<byte> html, Span<byte> target)
    {
        var length = 0;
        while (!html.IsEmpty)
        {
            var stop = html.IndexOfAny((byte)'<', (byte)'&');
            var plain = stop < 0 ? html : html[..stop];
            plain.CopyTo(target[length..]);
            length += plain.Length;
            html = html[plain.Length..];
            if (html.IsEmpty) break;

            var sign = html[0];
            var used = sign == '&' ? Entity(html, ref sign) : 0;
            var end = sign == '<' && used == 0 ? html.IndexOf((byte)'>') : -1;
            if (end > 0)
            {
                if (html.StartsWith("<br"u8) || html.StartsWith("</p"u8)) target[length++] = (byte)'\n';
                html = html[(end + 1)..];
                continue;
            }

            target[length++] = sign;
            html = html[Math.Max(1, used)..];
        }

        return length;
    }

    /// <summary>
    /// The address that the first link in <paramref name="html"/> leads to; what is left of the mark-up comes after it.
    /// Links of mentions and hashtags are none, and have an empty address. False where no more links come.
    /// </summary>
    public static bool NextLink(ref ReadOnlySpan<byte> html, out ReadOnlySpan<byte> address)
    {
        address = default;
        var start = html.IndexOf("<a "u8);
        var end = start < 0 ? -1 : html[start..].IndexOf((byte)'>');
        if (end < 0) return false;
        var tag = html.Slice(start, end);
        html = html[(start + end)..];
        if (Attribute(tag, "class=\""u8).IndexOf("mention"u8) < 0) address = Attribute(tag, "href=\""u8);
        return true;
    }

    /// <summary>The value of an attribute.</summary>
    /// <param name="start">Its name, and the mark that its value begins with.</param>
    private static ReadOnlySpan<byte> Attribute(ReadOnlySpan<byte> tag, ReadOnlySpan<byte> start)
    {
        var found = tag.IndexOf(start);
        if (found < 0) return default;
        var value = tag[(found + start.Length)..];
        var end = value.IndexOf((byte)'"');
        return end < 0 ? default : value[..end];
    }

    private static int Entity(ReadOnlySpan<byte> html, ref byte sign)
    {
        foreach (var (name, stands) in Entities)
        {
            if (!html.StartsWith(name)) continue;
            sign = stands;
            return name.Length;
        }

        return 0;
    }
}
