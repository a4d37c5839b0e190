using System.Globalization;
using Analytics.Pipeline;

namespace Analytics.App.Commands;

/// <summary>Points in time as people type them.</summary>
internal static class Instants
{
    private static readonly string[] Formats =
    [
        "yyyy-MM-dd", "yyyy-MM-dd'T'HH:mm", "yyyy-MM-dd'T'HH:mm:ss", "yyyy-MM-dd'T'HH:mm'Z'",
        "yyyy-MM-dd'T'HH:mm:ss'Z'",
    ];

    /// <summary>Seconds since 1970, or ISO 8601 in UTC; a day begins at midnight.</summary>
    /// <param name="option">Named in the message.</param>
    /// <param name="text">What was typed.</param>
    /// <exception cref="UserException">Neither; exit code 2.</exception>
    public static DateTime Parse(string option, string text)
    {
        var culture = CultureInfo.InvariantCulture;
        const DateTimeStyles Utc = DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal;
        if (DateTime.TryParseExact(text, Formats, culture, Utc, out var instant)) return instant;
        if (long.TryParse(text, NumberStyles.None, culture, out var seconds) && seconds < 253_402_300_800)
            return DateTime.UnixEpoch.AddSeconds(seconds);
        throw new UserException(
            $"{option}: found '{text}'; expected seconds since 1970, such as 1341360000, or a time in UTC, such as "
            + "2012-07-04T00:00:00Z.",
            ExitCodes.Usage);
    }
}
