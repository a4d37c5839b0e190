using System.Text;

namespace Analytics.Pipeline.Ingest;

/// <summary>A record that did not become a fact, and why.</summary>
/// <param name="Line">Line of the file, from 1 (row for Parquet); null when the file as a whole is meant.</param>
/// <param name="Field">The canonical column at fault; null when the record as such is.</param>
/// <param name="Sample">The value found, masked by <see cref="Mask"/>; null for ids and where nothing was
/// delivered.</param>
public readonly record struct RejectedRecord(long? Line, string? Field, string Reason, string? Sample)
{
    /// <summary>Reason of a follow whose two accounts are one.</summary>
    public const string FollowsItself = "an account cannot follow itself";

    /// <summary>Reason of an act whose two accounts are one.</summary>
    public const string TurnsToItself = "an account cannot turn to itself";

    private const int LongestSample = 40;

    /// <summary>
    /// Whether people do this all the time (answering oneself is how threads are written): it says nothing about the
    /// quality of a delivery.
    /// </summary>
    public bool IsSelfLoop => Reason is FollowsItself or TurnsToItself;

    /// <summary>
    /// Shows the shape of a value without giving away whom it may name, should columns have been mixed up: letters
    /// become x and digits 0, all else stays. Only what is built like a time (`2026-13-41T10:00`) keeps its digits.
    /// </summary>
    public static string Mask(ReadOnlySpan<byte> value)
    {
        var text = Encoding.UTF8.GetString(value[..Math.Min(value.Length, LongestSample * 4)]);
        if (text.Length > LongestSample) text = text[..LongestSample];
        var keepsDigits = IsBuiltLikeATime(text);
        var mask = new StringBuilder(text.Length);
        foreach (var c in text)
        {
            if (char.IsAsciiDigit(c)) mask.Append(keepsDigits ? c : '0');
            else mask.Append(c < 128 && !char.IsAsciiLetter(c) ? c : 'x');
        }

        return mask.ToString();
    }

    /// <summary>Three or more groups of at most four digits between the marks of dates and clocks.</summary>
    private static bool IsBuiltLikeATime(string text)
    {
        var groups = 0;
        var digits = 0;
        foreach (var c in text)
        {
            if (char.IsAsciiDigit(c))
            {
                if (digits++ == 0) groups++;
                if (digits > 4) return false;
                continue;
            }

            if (c is not ('-' or '/' or ':' or '.' or ' ' or 'T' or 'Z' or '+')) return false;
            digits = 0;
        }

        return groups >= 3;
    }
}
