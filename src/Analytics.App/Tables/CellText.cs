using System.Collections;
using System.Globalization;
using System.Text;

namespace Analytics.App.Tables;

/// <summary>Values of query results as text.</summary>
internal static class CellText
{
    /// <summary>How tables show that there is no value.</summary>
    public const string Missing = "NULL";

    private static readonly CultureInfo Invariant = CultureInfo.InvariantCulture;

    /// <summary>The text of a value as the engine itself would print it, or null for a missing one.</summary>
    public static string? Of(object? value) => value switch
    {
        null or DBNull => null,
        string text => text,
        bool truth => truth ? "true" : "false",
        double number => number.ToString("R", Invariant),
        float number => number.ToString("R", Invariant),
        DateTime time => time.ToString("yyyy-MM-dd HH:mm:ss.FFFFFF", Invariant),
        DateTimeOffset time => time.ToString("yyyy-MM-dd HH:mm:ss.FFFFFFzzz", Invariant),
        DateOnly day => day.ToString("yyyy-MM-dd", Invariant),
        TimeOnly time => time.ToString("HH:mm:ss.FFFFFF", Invariant),
        byte[] bytes => Convert.ToHexStringLower(bytes),
        IDictionary map => "{" + string.Join(", ", Pairs(map)) + "}",
        IEnumerable list => "[" + string.Join(", ", list.Cast<object?>().Select(item => Of(item) ?? Missing)) + "]",
        IFormattable other => other.ToString(null, Invariant),
        _ => value.ToString(),
    };

    /// <summary>
    /// Text that stays in its cell: control characters, which could also steer the reader's terminal, are shown as
    /// their pictures.
    /// </summary>
    public static string OnOneLine(string text)
    {
        if (!text.AsSpan().ContainsAnyInRange('\0', '\x1f') && !text.AsSpan().ContainsAnyInRange('\x7f', '\x9f'))
        {
            return text;
        }

        StringBuilder safe = new(text.Length);
        foreach (var letter in text)
        {
            safe.Append(letter switch
            {
                '\t' => ' ',
                < ' ' => (char)('\u2400' + letter),
                '\x7f' => '\u2421',
                > '\x7f' and <= '\x9f' => '\ufffd',
                _ => letter,
            });
        }

        return safe.ToString();
    }

    private static IEnumerable<string> Pairs(IDictionary map)
    {
        foreach (DictionaryEntry pair in map) yield return $"{Of(pair.Key)}: {Of(pair.Value) ?? Missing}";
    }
}
