using System.Buffers.Text;
using Analytics.Pipeline.Formats.Archives;

namespace Analytics.Pipeline.Formats.Instagram;

/// <summary>
/// Whether a list of follows is a whole one. Instagram asks for a range of time, and cuts the lists to it without
/// saying so. The longest range offered beside "all time" is three years: a list that spans more was not cut, of a
/// shorter one nobody knows.
/// </summary>
internal static class FollowListSpan
{
    private const long LongestRangeSeconds = 3 * 366 * 86_400L;

    public static bool IsWhole(ArchiveFolder folder, IReadOnlyList<ArchiveEntry> files)
    {
        var (oldest, newest) = (long.MaxValue, 0L);
        var buffer = new byte[1 << 16];
        foreach (var file in files)
        {
            using var stream = folder.Open(file);
            var (kept, read) = (0, 0);
            do
            {
                read = stream.Read(buffer, kept, buffer.Length - kept);
                kept = Scan(buffer.AsSpan(0, kept + read), isLast: read == 0, ref oldest, ref newest);
            }
            while (read > 0);
        }

        return newest - oldest > LongestRangeSeconds;
    }

    /// <summary>Looks at all times in the text, and moves what may be the beginning of one to its front.</summary>
    /// <returns>Length of what was moved.</returns>
    private static int Scan(Span<byte> text, bool isLast, ref long oldest, ref long newest)
    {
        const int LongestEntry = 64;
        ReadOnlySpan<byte> rest = text;
        while (rest.IndexOf("\"timestamp\""u8) is var found and >= 0)
        {
            if (!isLast && rest.Length - found < LongestEntry) break;
            rest = rest[(found + 11)..];
            var digits = rest.TrimStart(" :\t\r\n"u8);
            if (!Utf8Parser.TryParse(digits, out long seconds, out _) || seconds <= 0) continue;
            oldest = Math.Min(oldest, seconds);
            newest = Math.Max(newest, seconds);
        }

        var tail = rest[Math.Max(0, rest.Length - LongestEntry)..];
        tail.CopyTo(text);
        return tail.Length;
    }
}
