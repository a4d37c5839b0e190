using System.Text.Unicode;

namespace Analytics.Pipeline.Formats.Instagram;

/// <summary>
/// Mends texts of Meta's exports: each byte of a text in UTF-8 was taken for a character of Latin-1, so that <c>ä</c>
/// became <c>Ã¤</c>, written <c>\u00c3\u00a4</c>.
/// </summary>
internal static class Mojibake
{
    /// <summary>The mended text in <paramref name="target"/>; a text that was never broken as it is.</summary>
    /// <param name="target">At least as long as the text.</param>
    public static ReadOnlySpan<byte> Mend(ReadOnlySpan<byte> text, Span<byte> target)
    {
        var length = 0;
        for (var i = 0; i < text.Length; i++)
        {
            var first = text[i];
            if (first < 0x80)
            {
                target[length++] = first;
                continue;
            }

            // Characters of Latin-1 take two bytes, of which the first is C2 or C3.
            if (first is not (0xC2 or 0xC3) || i + 1 == text.Length) return text;
            target[length++] = (byte)(first << 6 | text[++i] & 0x3F);
        }

        var mended = target[..length];
        return Utf8.IsValid(mended) ? mended : text;
    }
}
