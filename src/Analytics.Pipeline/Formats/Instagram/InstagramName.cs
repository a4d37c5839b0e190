using System.Text;

namespace Analytics.Pipeline.Formats.Instagram;

/// <summary>
/// Names of accounts of Instagram, whose exports have no other id: lower case, without the at sign. Names in texts are
/// told from addresses, emoji and names of people by what a name may consist of.
/// </summary>
internal static class InstagramName
{
    /// <summary>More than Instagram allows.</summary>
    public const int Longest = 64;

    /// <summary>The name in its normal form; empty for what is none.</summary>
    /// <param name="target">Takes <see cref="Longest"/> bytes.</param>
    public static ReadOnlySpan<byte> Of(ReadOnlySpan<byte> text, Span<byte> target)
    {
        var name = text.Trim(" \t\r\n"u8);
        if (name.StartsWith("@"u8)) name = name[1..];
        if (name.Length is 0 or > Longest || name[0] == '.') return default;
        foreach (var c in name)
        {
            if (!IsOfName(c)) return default;
        }

        Ascii.ToLower(name, target, out var length);
        return target[..length];
    }

    /// <summary>The account whose page an address is, <c>https://www.instagram.com/_u/name</c>.</summary>
    public static ReadOnlySpan<byte> OfAddress(ReadOnlySpan<byte> address, Span<byte> target)
    {
        var rest = Path(address);
        if (rest.StartsWith("_u/"u8)) rest = rest[3..];
        var end = rest.IndexOfAny("/?#"u8);
        var name = end < 0 ? rest : rest[..end];
        var isOther = name.SequenceEqual("p"u8) || name.SequenceEqual("reel"u8) || name.SequenceEqual("tv"u8)
            || name.SequenceEqual("stories"u8) || name.SequenceEqual("explore"u8);
        return isOther ? default : Of(name, target);
    }

    /// <summary>
    /// The short code of a post, from an address such as <c>https://www.instagram.com/p/code/</c>; empty if it is none.
    /// </summary>
    public static ReadOnlySpan<byte> PostOf(ReadOnlySpan<byte> address)
    {
        var rest = Path(address);
        for (var steps = 0; steps < 2 && !rest.IsEmpty; steps++)
        {
            var slash = rest.IndexOf((byte)'/');
            if (slash < 0) return default;
            var step = rest[..slash];
            rest = rest[(slash + 1)..];
            if (!step.SequenceEqual("p"u8) && !step.SequenceEqual("reel"u8) && !step.SequenceEqual("reels"u8)
                && !step.SequenceEqual("tv"u8))
                continue;
            var end = rest.IndexOfAny("/?#"u8);
            return end < 0 ? rest : rest[..end];
        }

        return default;
    }

    public static bool IsOfName(byte c) => char.IsAsciiLetterOrDigit((char)c) || c is (byte)'_' or (byte)'.';

    private static ReadOnlySpan<byte> Path(ReadOnlySpan<byte> address)
    {
        var host = address.IndexOf("instagram.com/"u8);
        return host < 0 ? default : address[(host + 14)..];
    }
}
