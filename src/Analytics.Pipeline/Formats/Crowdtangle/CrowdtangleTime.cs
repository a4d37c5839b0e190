using System.Globalization;

namespace Analytics.Pipeline.Formats.Crowdtangle;

/// <summary>
/// Times as CrowdTangle writes them, <c>2023-01-02 10:00:00 CET</c>: in the zone of whoever exported, named by letters
/// at the end. Letters that name several zones are taken for those of Europe and America; others are refused, for a
/// time that is wrong by hours looks like a right one.
/// </summary>
internal static class CrowdtangleTime
{
    /// <summary>Bytes of <c>2023-01-02T10:00:00+01:00</c>.</summary>
    public const int Length = 25;

    private static readonly (string Name, int Minutes)[] Zones =
    [
        ("UTC", 0), ("GMT", 0), ("WET", 0), ("WEST", 60), ("BST", 60), ("CET", 60), ("CEST", 120), ("EET", 120),
        ("EEST", 180), ("MSK", 180), ("TRT", 180), ("AST", -240), ("ADT", -180), ("EST", -300), ("EDT", -240),
        ("CST", -360), ("CDT", -300), ("MST", -420), ("MDT", -360), ("PST", -480), ("PDT", -420), ("AKST", -540),
        ("AKDT", -480), ("HST", -600), ("BRT", -180), ("JST", 540), ("KST", 540), ("AEST", 600), ("AEDT", 660),
        ("NZST", 720), ("NZDT", 780),
    ];

    /// <param name="target">Takes <see cref="Length"/> bytes: the time with its offset.</param>
    /// <param name="problem">Why it is no time.</param>
    public static bool TryRead(ReadOnlySpan<byte> text, Span<byte> target, out string? problem)
    {
        problem = "not a time such as 2023-01-02 10:00:00 CET";
        if (text.Length < 19 || text[10] is not ((byte)' ' or (byte)'T')) return false;
        text[..19].CopyTo(target);
        target[10] = (byte)'T';
        var zone = text[19..].TrimStart((byte)' ');
        if (zone is [(byte)'+' or (byte)'-', _, _, .., _, _] && zone.Length is 5 or 6)
        {
            zone[..3].CopyTo(target[19..]);
            target[22] = (byte)':';
            zone[^2..].CopyTo(target[23..]);
            return true;
        }

        if (!TryOffset(zone, out var minutes))
        {
            problem = "the zone of the time is not known; export again with the zone UTC";
            return false;
        }

        var sign = minutes < 0 ? '-' : '+';
        var offset = string.Create(
            CultureInfo.InvariantCulture, $"{sign}{Math.Abs(minutes) / 60:00}:{Math.Abs(minutes) % 60:00}");
        return System.Text.Encoding.ASCII.TryGetBytes(offset, target[19..], out _);
    }

    private static bool TryOffset(ReadOnlySpan<byte> zone, out int minutes)
    {
        minutes = 0;
        if (zone.IsEmpty) return true;
        foreach (var (name, offset) in Zones)
        {
            if (!System.Text.Ascii.EqualsIgnoreCase(zone, name)) continue;
            minutes = offset;
            return true;
        }

        return false;
    }
}
