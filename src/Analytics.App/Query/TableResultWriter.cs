using System.Globalization;
using Analytics.App.Console;
using Analytics.App.Tables;

namespace Analytics.App.Query;

/// <summary>
/// For people. On a screen a frame around at most <see cref="ScreenRows"/> rows, elsewhere aligned text with all rows.
/// </summary>
internal sealed class TableResultWriter(Terminal terminal, TextWriter output, bool toScreen) : IResultWriter
{
    public const int ScreenRows = 500;

    public long Write(IReadOnlyList<Column> columns, IEnumerable<object?[]> rows)
    {
        var texts = rows.Select(row => Array.ConvertAll(row, CellText.Of));
        if (!toScreen) return PlainTable.Write(output, columns, texts);

        List<string?[]> shown = [];
        long count = 0;
        foreach (var row in texts)
        {
            if (count++ < ScreenRows) shown.Add(row);
        }

        ScreenTable.Write(terminal, columns, shown);
        var all = count.ToString("N0", CultureInfo.InvariantCulture);
        output.WriteLine(count > ScreenRows
            ? $"{all} rows, the first {ScreenRows} shown; --format csv gives all"
            : count == 1 ? "1 row" : $"{all} rows");
        return count;
    }
}
