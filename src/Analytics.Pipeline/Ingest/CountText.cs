using System.Buffers.Text;

namespace Analytics.Pipeline.Ingest;

/// <summary>
/// Counts as tables write them: digits, perhaps in groups of three (<c>1,234</c>, <c>1.234</c>, <c>1'234</c>,
/// <c>1 234</c>), perhaps with a fraction of zeros, as tables write that once were floating-point columns. Which of
/// point and comma groups and which begins a fraction only the table can tell: read the wrong way, 1.234 is a thousand
/// times too much.
/// </summary>
internal static class CountText
{
    /// <param name="hasDecimalComma">The comma begins the fraction and the point groups; else the other way.</param>
    public static bool TryParse(ReadOnlySpan<byte> text, bool hasDecimalComma, out long count)
    {
        if (Utf8Parser.TryParse(text, out count, out var used) && used == text.Length) return count >= 0;
        var mark = text.IndexOf(hasDecimalComma ? (byte)',' : (byte)'.');
        if (mark > 0 && text.Length > mark + 1 && !text[(mark + 1)..].ContainsAnyExcept((byte)'0')) text = text[..mark];
        Span<byte> digits = stackalloc byte[32];
        return text.Length <= digits.Length
            && TryUngroup(text, hasDecimalComma ? (byte)'.' : (byte)',', digits, out var length)
            && Utf8Parser.TryParse(digits[..length], out count, out used) && used == length;
    }

    /// <summary>Copies the digits of one to three and then groups of three; false for anything else.</summary>
    private static bool TryUngroup(ReadOnlySpan<byte> text, byte group, Span<byte> digits, out int length)
    {
        length = 0;
        var inGroup = 0;
        ReadOnlySpan<byte> between = default;
        for (var i = 0; i < text.Length;)
        {
            if (char.IsAsciiDigit((char)text[i]))
            {
                digits[length++] = text[i++];
                inGroup++;
                continue;
            }

            var sign = GroupSign(text[i..], group);
            if (sign == 0 || inGroup is 0 or > 3 || !between.IsEmpty && inGroup != 3) return false;
            if (!between.IsEmpty && !text.Slice(i, sign).SequenceEqual(between)) return false;
            between = text.Slice(i, sign);
            inGroup = 0;
            i += sign;
        }

        return length > 0 && (between.IsEmpty || inGroup == 3);
    }

    /// <summary>Length of what may stand between groups: the sign, an apostrophe, a blank; or 0.</summary>
    private static int GroupSign(ReadOnlySpan<byte> text, byte group)
    {
        if (text[0] == group || text[0] is (byte)'\'' or (byte)' ') return 1;
        if (text.StartsWith("\u00A0"u8)) return 2;
        return text.StartsWith("\u202F"u8) || text.StartsWith("\u2019"u8) ? 3 : 0;
    }
}
