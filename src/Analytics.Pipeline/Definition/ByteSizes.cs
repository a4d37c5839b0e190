using System.Globalization;
using System.Text.RegularExpressions;

namespace Analytics.Pipeline.Definition;

/// <summary>Sizes as pipeline files and options state them, in units of 1,000.</summary>
public static partial class ByteSizes
{
    public const string Expected = "a size: a whole number and kB, MB, GB or TB, such as 500MB";

    /// <summary>False if it is no size or 0.</summary>
    public static bool TryParse(string text, out long bytes)
    {
        var match = Form().Match(text);
        var power = match.Success ? 1 + "kMGT".IndexOf(match.Groups["unit"].Value, StringComparison.Ordinal) : 0;
        bytes = match.Success
            ? long.Parse(match.Groups["number"].Value, CultureInfo.InvariantCulture) * (long)Math.Pow(1_000, power)
            : 0;
        return bytes > 0;
    }

    [GeneratedRegex(@"^\s*(?<number>[0-9]{1,6}) ?(?<unit>[kMGT])B\s*\z")]
    private static partial Regex Form();
}
