using System.Globalization;

namespace Analytics.App.Progress;

/// <summary>Numbers as people read them.</summary>
internal static class Amounts
{
    private static readonly string[] Units = ["B", "kB", "MB", "GB", "TB"];

    public static string Count(long number) => number.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>In units of 1,000, three digits.</summary>
    public static string Bytes(long bytes)
    {
        double size = bytes;
        var unit = 0;
        for (; size >= 999.5 && unit < Units.Length - 1; unit++) size /= 1_000;
        var format = unit == 0 || size >= 99.5 ? "0" : "0.0";
        return size.ToString(format, CultureInfo.InvariantCulture) + " " + Units[unit];
    }

    public static string Seconds(TimeSpan duration) => duration.TotalSeconds < 60
        ? duration.TotalSeconds.ToString("0.0", CultureInfo.InvariantCulture) + " s"
        : $"{(int)duration.TotalMinutes} min {duration.Seconds} s";

    /// <summary>A percentage; blank when it is not known.</summary>
    public static string Share(double fraction) =>
        double.IsNaN(fraction) ? "" : fraction.ToString("P0", CultureInfo.InvariantCulture);

    public static string Plural(long number, string one, string many) =>
        $"{Count(number)} {(number == 1 ? one : many)}";
}
