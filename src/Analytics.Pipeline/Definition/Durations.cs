using System.Globalization;

namespace Analytics.Pipeline.Definition;

/// <summary>Durations as pipeline files write them: a whole number and a unit.</summary>
public static class Durations
{
    private const long MaximumDays = 36_500;

    /// <summary>
    /// Reads <c>30s</c>, <c>30m</c> (minutes), <c>36h</c>, <c>180d</c> or <c>2w</c>; up to a hundred years, above zero.
    /// </summary>
    public static bool TryParse(string text, out TimeSpan duration)
    {
        duration = default;
        if (text.Length < 2) return false;
        if (!long.TryParse(text[..^1], NumberStyles.None, CultureInfo.InvariantCulture, out var number)) return false;

        var seconds = text[^1] switch { 's' => 1L, 'm' => 60, 'h' => 3_600, 'd' => 86_400, 'w' => 604_800, _ => 0 };
        if (seconds == 0 || number == 0 || number > MaximumDays * 86_400 / seconds) return false;
        duration = TimeSpan.FromSeconds(number * seconds);
        return true;
    }

    /// <summary>The shortest form that <see cref="TryParse"/> reads back; whole seconds only.</summary>
    public static string Format(TimeSpan duration)
    {
        var seconds = (long)duration.TotalSeconds;
        foreach (var (unit, length) in new[] { ('w', 604_800L), ('d', 86_400), ('h', 3_600), ('m', 60) })
        {
            if (seconds % length == 0) return string.Create(CultureInfo.InvariantCulture, $"{seconds / length}{unit}");
        }

        return string.Create(CultureInfo.InvariantCulture, $"{seconds}s");
    }
}
