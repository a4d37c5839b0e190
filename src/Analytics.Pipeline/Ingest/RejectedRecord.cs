using System.Text;

namespace Analytics.Pipeline.Ingest;

/// <summary>A record that did not become a fact, and why.</summary>
/// <param name="Line">Line of the file, from 1 (row for Parquet); null when the file as a whole is meant.</param>
/// <param name="Field">The canonical column at fault; null when the record as such is.</param>
/// <param name="Sample">The value found, masked by <see cref="Mask"/>; null for ids and where nothing was
/// delivered.</param>
public readonly record struct RejectedRecord(long? Line, string? Field, string Reason, string? Sample)
{
    private const int LongestSample = 40;

    /// <summary>
    /// Shows the shape of a value without giving away whom it may name, should columns have been mixed up: letters
    /// become x, runs of five or more digits and digits next to a letter other than T and Z become 0s, all else stays.
    /// `2026-13-41T10:00` keeps its digits; an id, a UUID or a handle does not.
    /// </summary>
    public static string Mask(ReadOnlySpan<byte> value)
    {
        var text = Encoding.UTF8.GetString(value[..Math.Min(value.Length, LongestSample * 4)]);
        var mask = new StringBuilder(LongestSample);
        for (var i = 0; i < text.Length && mask.Length < LongestSample; i++)
        {
            if (char.IsAsciiDigit(text[i]))
            {
                var end = i;
                while (end < text.Length && char.IsAsciiDigit(text[end])) end++;
                var isHidden = end - i >= 5
                    || i > 0 && TouchesName(text[i - 1])
                    || end < text.Length && TouchesName(text[end]);
                mask.Append(isHidden ? new string('0', Math.Min(end - i, LongestSample)) : text[i..end]);
                i = end - 1;
            }
            else
            {
                mask.Append(text[i] < 128 && !char.IsAsciiLetter(text[i]) ? text[i] : 'x');
            }
        }

        return mask.ToString();
    }

    private static bool TouchesName(char c) => c is not ('T' or 'Z') && (char.IsAsciiLetter(c) || c >= 128);
}
