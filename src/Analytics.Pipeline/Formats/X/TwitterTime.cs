using System.Buffers.Text;

namespace Analytics.Pipeline.Formats.X;

/// <summary>Times of Twitter's first interface, <c>Wed Oct 10 20:19:24 +0000 2018</c>, as ISO 8601.</summary>
internal static class TwitterTime
{
    /// <summary>Length of what <see cref="ToIso"/> writes.</summary>
    public const int Length = 24;

    /// <summary>The time in <paramref name="target"/>; a text of another form as it is.</summary>
    public static ReadOnlySpan<byte> ToIso(ReadOnlySpan<byte> text, Span<byte> target)
    {
        if (text.Length != 30 || text[3] != ' ' || text[7] != ' ' || text[10] != ' ' || text[19] != ' ') return text;
        var month = MonthOf(text[4..7]);
        if (month == 0) return text;

        text[26..30].CopyTo(target);
        Utf8Formatter.TryFormat(month, target[5..], out _, new('D', 2));
        text[8..10].CopyTo(target[8..]);
        target[4] = target[7] = (byte)'-';
        target[10] = (byte)'T';
        text[11..19].CopyTo(target[11..]);
        text[20..25].CopyTo(target[19..]);
        return target[..Length];
    }

    private static int MonthOf(ReadOnlySpan<byte> name)
    {
        var months = "JanFebMarAprMayJunJulAugSepOctNovDec"u8;
        for (var month = 0; month < 12; month++)
        {
            if (months.Slice(3 * month, 3).SequenceEqual(name)) return month + 1;
        }

        return 0;
    }
}
