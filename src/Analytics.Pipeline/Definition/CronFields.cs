using System.Globalization;
using System.Text.RegularExpressions;

namespace Analytics.Pipeline.Definition;

/// <summary>
/// Checks the fields of cron expressions one by one, because parsers let some pass that mean something else than they
/// look like (minute 99) and cannot say which field they refuse.
/// </summary>
public static partial class CronFields
{
    public const int UnixFields = 5;

    private static readonly string[] Months =
        ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"];

    private static readonly string[] Days = ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"];

    private static readonly Field Minute = new("minute", 0, 59);

    private static readonly Field[] Unix =
    [
        Minute,
        new("hour", 0, 23),
        new("day of the month", 1, 31),
        new("month", 1, 12) { Names = Months },
        new("day of the week", 0, 7) { Names = Days, Note = " (0 and 7 are Sunday)" },
    ];

    private static readonly Field[] Quartz =
    [
        new("second", 0, 59),
        Minute,
        Unix[1],
        Unix[2] with { Special = DayOfMonth(), MayBeOpen = true, Note = ", ?, L, LW or such as 15W" },
        Unix[3],
        new("day of the week", 1, 7)
        {
            Names = Days, Special = DayOfWeek(), MayBeOpen = true,
            Note = " (1 is Sunday; crontab counts otherwise, names do not), ?, L, or such as 6L and MON#1",
        },
        new("year", 1970, 2099),
    ];

    public static string[] Split(string expression) =>
        expression.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);

    /// <summary>Whether the expression is one of crontab's five fields.</summary>
    public static bool IsUnix(string expression) => Split(expression).Length == UnixFields;

    /// <summary>What is wrong, field by field; empty when all is well.</summary>
    /// <returns>Offset in the expression, what stands there, what should.</returns>
    public static IEnumerable<(int Offset, string Found, string Expected)> Check(string expression)
    {
        var texts = Split(expression);
        var fields = texts.Length == UnixFields ? Unix : Quartz;
        if (texts.Length is < UnixFields or > 7)
        {
            yield return (0, $"'{expression}', {texts.Length} fields",
                "five fields as in crontab (minute hour day month weekday), or six or seven with seconds first and "
                + "perhaps the year last");
            yield break;
        }

        var offset = 0;
        for (var i = 0; i < texts.Length; i++)
        {
            offset = expression.IndexOf(texts[i], offset, StringComparison.Ordinal);
            if (!fields[i].Allows(texts[i]))
                yield return (offset, $"'{texts[i]}' as {fields[i].Name}", fields[i].Expected);
            offset += texts[i].Length;
        }
    }

    [GeneratedRegex(@"^(L(-[0-9]{1,2})?|LW(-[0-9]{1,2})?|([1-9]|[12][0-9]|3[01])W)\z")]
    private static partial Regex DayOfMonth();

    [GeneratedRegex(@"^(L|([1-7]|SUN|MON|TUE|WED|THU|FRI|SAT)(L|#[1-5]))\z", RegexOptions.IgnoreCase)]
    private static partial Regex DayOfWeek();

    private sealed record Field(string Name, int Low, int High)
    {
        public string[] Names { get; init; } = [];

        public Regex? Special { get; init; }

        public bool MayBeOpen { get; init; }

        public string Note { get; init; } = "";

        public string Expected
        {
            get
            {
                var names = Names.Length == 0 ? "" : $" or {Names[0]}-{Names[^1]}";
                return string.Create(
                    CultureInfo.InvariantCulture,
                    $"*, values from {Low} to {High}{names}, ranges (a-b), steps (*/n), or a list of these{Note}");
            }
        }

        public bool Allows(string text) =>
            (MayBeOpen && text == "?") || text.Split(',').All(item => Special?.IsMatch(item) == true || IsItem(item));

        private bool IsItem(string item)
        {
            if (item.Split('/') is not { Length: <= 2 } parts) return false;
            if (parts.Length == 2 && !(int.TryParse(
                    parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var step)
                && step >= 1 && step <= High - Low + 1))
            {
                return false;
            }

            return parts[0] == "*" || (parts[0].Split('-') is { Length: <= 2 } ends && ends.All(IsValue));
        }

        private bool IsValue(string text)
        {
            if (Names.Contains(text.ToUpperInvariant())) return true;
            return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value)
                && value >= Low && value <= High;
        }
    }
}
