using System.Buffers.Text;
using System.Text;
using Analytics.Pipeline.Definition;
using Analytics.Pipeline.Formats.Records;

namespace Analytics.Pipeline.Formats.Reddit;

/// <summary>Names of accounts and numbers of posts, as Reddit writes them in records and texts.</summary>
internal static class RedditName
{
    /// <summary>More than any name or number takes.</summary>
    public const int Longest = 64;

    /// <summary>The name in lower case; empty for what is no name.</summary>
    /// <param name="target">Takes <see cref="Longest"/> bytes.</param>
    public static ReadOnlySpan<byte> Of(ReadOnlySpan<byte> text, Span<byte> target)
    {
        if (text.Length is 0 or > Longest || LengthOfName(text) != text.Length) return default;
        Ascii.ToLower(text, target, out var length);
        return target[..length];
    }

    /// <summary>Whether a text consists of the digits of base 36.</summary>
    public static bool IsNumber(ReadOnlySpan<byte> text)
    {
        foreach (var c in text)
        {
            if (!char.IsAsciiLetterOrDigit((char)c)) return false;
        }

        return true;
    }

    public static ReadOnlySpan<byte> Join(
        scoped ReadOnlySpan<byte> kind, scoped ReadOnlySpan<byte> number, Span<byte> target)
    {
        kind.CopyTo(target);
        number.CopyTo(target[kind.Length..]);
        return target[..(kind.Length + number.Length)];
    }

    /// <summary>
    /// What a comment answers: as a rule the parent says so. Pushshift's later records have a decimal number there
    /// without the kind, and nothing where it is the submission itself.
    /// </summary>
    public static ReadOnlySpan<byte> Parent(ReadOnlySpan<byte> parent, ReadOnlySpan<byte> link, Span<byte> target)
    {
        if (parent.StartsWith("t1_"u8) || parent.StartsWith("t3_"u8)) return parent;
        if (!Utf8Parser.TryParse(parent, out ulong number, out var used) || used != parent.Length)
            return link.StartsWith("t3_"u8) ? link : default;
        Span<byte> digits = stackalloc byte[16];
        var start = digits.Length;
        do
        {
            digits[--start] = "0123456789abcdefghijklmnopqrstuvwxyz"u8[(int)(number % 36)];
            number /= 36;
        }
        while (number > 0);

        var isSubmission = link.StartsWith("t3_"u8) && link[3..].SequenceEqual(digits[start..]);
        return isSubmission ? link : Join("t1_"u8, digits[start..], target);
    }

    /// <summary>Whom a text names, as <c>u/name</c>.</summary>
    public static void Mentions(
        ReadOnlySpan<byte> author,
        ReadOnlySpan<byte> post,
        ReadOnlySpan<byte> at,
        ReadOnlySpan<byte> text,
        FactRows rows)
    {
        const int shortest = 3;
        Span<byte> target = stackalloc byte[Longest];
        for (var position = 0; position < text.Length;)
        {
            var found = text[position..].IndexOf("u/"u8);
            if (found < 0) return;
            var sign = position + found;
            position = sign + 2;
            var length = LengthOfName(text[position..]);
            var before = text[..sign];
            if (before.EndsWith("/"u8)) before = before[..^1];
            if ((before.IsEmpty || !IsPartOfWord(before[^1])) && length is >= shortest and <= Longest)
                rows.Interaction(
                    author, Of(text.Slice(position, length), target), InteractionKind.Mention, at, post);
            position += length;
        }
    }

    /// <summary>Addresses of pages hold the same signs inside.</summary>
    private static bool IsPartOfWord(byte c) =>
        c >= 128 || char.IsAsciiLetterOrDigit((char)c) || c is (byte)'_' or (byte)'/' or (byte)'.';

    private static int LengthOfName(ReadOnlySpan<byte> text)
    {
        var length = 0;
        while (length < text.Length
            && (char.IsAsciiLetterOrDigit((char)text[length]) || text[length] is (byte)'_' or (byte)'-'))
            length++;
        return length;
    }
}
