using System.Text;
using Spectre.Console.Rendering;

namespace Analytics.App.Tables;

/// <summary>
/// Aligned text for pipes and files: headings, a rule, rows; columns two blanks apart. Any number of rows in little
/// memory: the widths are those of the first rows, later cells may stick out.
/// </summary>
internal static class PlainTable
{
    public const int MeasuredRows = 1_000;

    private const string Gap = "  ";

    /// <returns>The rows written.</returns>
    public static long Write(TextWriter output, IReadOnlyList<Column> columns, IEnumerable<string?[]> rows)
    {
        using var all = rows.GetEnumerator();
        List<string[]> measured = [];
        while (measured.Count < MeasuredRows && all.MoveNext()) measured.Add(Clean(all.Current));

        var widths = Widths(columns, measured);
        WriteRow(output, columns, widths, [.. columns.Select(column => CellText.OnOneLine(column.Name))]);
        WriteRow(output, columns, widths, [.. widths.Select(width => new string('-', width))]);
        foreach (var row in measured) WriteRow(output, columns, widths, row);

        long count = measured.Count;
        for (; measured.Count == MeasuredRows && all.MoveNext(); count++)
        {
            WriteRow(output, columns, widths, Clean(all.Current));
        }

        return count;
    }

    /// <summary>Columns of the screen that a text takes: two for most East Asian letters.</summary>
    public static int WidthOf(string text) => new Segment(text).CellCount();

    /// <summary>Width of a table whose columns have <paramref name="widths"/>.</summary>
    public static int TotalWidth(int[] widths) => widths.Sum() + (Gap.Length * (widths.Length - 1));

    /// <summary>The widest cell of each column, its heading included.</summary>
    public static int[] Widths(IReadOnlyList<Column> columns, IEnumerable<string[]> rows)
    {
        var widths = columns.Select(column => WidthOf(CellText.OnOneLine(column.Name))).ToArray();
        foreach (var row in rows)
        {
            for (var i = 0; i < widths.Length; i++) widths[i] = Math.Max(widths[i], WidthOf(row[i]));
        }

        return widths;
    }

    /// <summary>Cells that are safe to print; a missing value is shown as such.</summary>
    public static string[] Clean(string?[] row) =>
        [.. row.Select(cell => cell is null ? CellText.Missing : CellText.OnOneLine(cell))];

    private static void WriteRow(TextWriter output, IReadOnlyList<Column> columns, int[] widths, string[] cells)
    {
        StringBuilder line = new();
        for (var i = 0; i < cells.Length; i++)
        {
            if (i > 0) line.Append(Gap);
            var padding = Math.Max(0, widths[i] - WidthOf(cells[i]));
            if (columns[i].AlignRight) line.Append(' ', padding);
            line.Append(cells[i]);
            if (!columns[i].AlignRight) line.Append(' ', padding);
        }

        output.WriteLine(line.ToString().TrimEnd(' '));
    }
}
