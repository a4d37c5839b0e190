using System.Globalization;

namespace Analytics.Pipeline.Resources;

/// <summary>Sizes in messages: units of 1,000, as in pipeline files.</summary>
internal static class Sizes
{
    public static string Text(long bytes) => bytes >= 950_000_000
        ? string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e9:0.0} GB")
        : string.Create(CultureInfo.InvariantCulture, $"{Math.Max(bytes, 0) / 1e6:0} MB");
}
