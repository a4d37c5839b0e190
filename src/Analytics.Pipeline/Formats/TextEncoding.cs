using System.Buffers;
using System.Text;

namespace Analytics.Pipeline.Formats;

/// <summary>How the text of a file is written.</summary>
public enum TextEncoding
{
    /// <summary>UTF-8, with a byte order mark or without.</summary>
    Utf8,

    /// <summary>Two bytes a character, in the order that the mark or the content tells.</summary>
    Utf16,

    /// <summary>One byte a character as Windows has it in Western Europe; contains Latin-1.</summary>
    Windows1252,
}

/// <summary>Tells by the bytes of a text how it is written.</summary>
internal static class TextDetection
{
    private const int LookedAtBytes = 4096;

    /// <summary>
    /// UTF-16 by its mark, or, without one, by zeros that lie in every other place: half of the bytes of Western text
    /// are zero then, and all of these on one side. Null when it is neither.
    /// </summary>
    public static Encoding? Utf16(ReadOnlySpan<byte> start)
    {
        if (start is [0xFF, 0xFE, ..]) return Encoding.Unicode;
        if (start is [0xFE, 0xFF, ..]) return Encoding.BigEndianUnicode;
        var pairs = Math.Min(start.Length, LookedAtBytes) / 2;
        if (pairs < 2) return null;
        var (even, odd) = (0, 0);
        for (var i = 0; i < pairs; i++)
        {
            if (start[2 * i] == 0) even++;
            if (start[2 * i + 1] == 0) odd++;
        }

        if (even == 0 && 5 * odd >= 2 * pairs) return Encoding.Unicode;
        return odd == 0 && 5 * even >= 2 * pairs ? Encoding.BigEndianUnicode : null;
    }

    /// <summary>
    /// Whether text with bytes above 127 is UTF-8: Western letters of one byte hardly ever make a valid sequence. A
    /// few broken bytes do not make a file of UTF-8 another one, so the majority decides. Null without such bytes.
    /// </summary>
    /// <param name="open">Bytes at the end that may be the start of a character.</param>
    public static bool? IsUtf8(ReadOnlySpan<byte> text, out int open)
    {
        var (valid, broken) = (0, 0);
        open = 0;
        while (true)
        {
            var next = text.IndexOfAnyInRange((byte)0x80, (byte)0xFF);
            if (next < 0) break;
            text = text[next..];
            var status = Rune.DecodeFromUtf8(text, out _, out var length);
            if (status == OperationStatus.NeedMoreData)
            {
                open = text.Length;
                break;
            }

            if (status == OperationStatus.Done) valid++;
            else broken++;
            text = text[length..];
        }

        return valid + broken == 0 ? null : valid >= broken;
    }
}
