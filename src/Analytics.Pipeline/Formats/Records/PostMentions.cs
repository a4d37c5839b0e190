using System.Text;
using Analytics.Pipeline.Definition;

namespace Analytics.Pipeline.Formats.Records;

/// <summary>
/// Accounts that a text names by <c>@handle</c>, for exports in which handles are the ids and mentions are not
/// delivered by themselves.
/// </summary>
internal static class PostMentions
{
    private const int Longest = 64;

    /// <summary>A handle in its normal form, lower case without the at sign; empty for what is none.</summary>
    /// <param name="target">Takes the handle.</param>
    public static ReadOnlySpan<byte> Normal(ReadOnlySpan<byte> text, Span<byte> target)
    {
        var handle = text.StartsWith("@"u8) ? text[1..] : text;
        if (handle.Length is 0 || handle.Length > target.Length || LengthOfHandle(handle) != handle.Length)
            return default;
        Ascii.ToLower(handle, target, out var length);
        return target[..length];
    }

    /// <summary>Gives an interaction for each account that <paramref name="text"/> names.</summary>
    public static void Read(
        ReadOnlySpan<byte> author,
        ReadOnlySpan<byte> post,
        ReadOnlySpan<byte> at,
        ReadOnlySpan<byte> text,
        FactRows rows)
    {
        Span<byte> target = stackalloc byte[Longest];
        for (var position = 0; position < text.Length;)
        {
            var found = text[position..].IndexOf((byte)'@');
            if (found < 0) return;
            var sign = position + found;
            var length = LengthOfHandle(text[(sign + 1)..]);
            position = sign + 1 + length;

            // In front of an e-mail address's sign stands a name, and behind its last point more than one letter.
            if (sign > 0 && (char.IsAsciiLetterOrDigit((char)text[sign - 1]) || text[sign - 1] >= 128)) continue;
            if (length is 0 or > Longest) continue;
            rows.Interaction(
                author, Normal(text.Slice(sign + 1, length), target), InteractionKind.Mention, at, post);
        }
    }

    /// <summary>Letters, digits, <c>_</c> and <c>.</c>, which is none at the end.</summary>
    private static int LengthOfHandle(ReadOnlySpan<byte> text)
    {
        var length = 0;
        while (length < text.Length
            && (char.IsAsciiLetterOrDigit((char)text[length]) || text[length] is (byte)'_' or (byte)'.'))
            length++;
        while (length > 0 && text[length - 1] == '.') length--;
        return length;
    }
}
