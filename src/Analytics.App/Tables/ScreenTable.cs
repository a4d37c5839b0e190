using Analytics.App.Console;
using Spectre.Console;

namespace Analytics.App.Tables;

/// <summary>Tables for people at a terminal, never wider than it.</summary>
internal static class ScreenTable
{
    /// <summary>Narrower than this, a shortened cell says nothing any more.</summary>
    private const int LeastUsefulWidth = 12;

    private const int CellPadding = 3;

    /// <summary>
    /// A frame around <paramref name="rows"/>, with long cells shortened; if that does not fit, the same without frame;
    /// if that does not either, each row as a record, one value per line.
    /// </summary>
    public static void Write(Terminal terminal, IReadOnlyList<Column> columns, IReadOnlyList<string?[]> rows)
    {
        var width = terminal.Width();
        var cells = rows.Select(PlainTable.Clean).ToList();
        var widths = PlainTable.Widths(columns, cells);
        if (Shrink(widths, width - 1)) WriteFramed(terminal, columns, rows, cells, widths, width);
        else if (PlainTable.TotalWidth(widths) <= width) PlainTable.Write(terminal.Out, columns, rows);
        else WriteRecords(terminal.Out, columns, cells, width);
    }

    /// <summary>Narrows the widest columns until the table fits; false when it cannot.</summary>
    private static bool Shrink(int[] natural, int available)
    {
        var widths = (int[])natural.Clone();
        while (widths.Sum() + (widths.Length * CellPadding) > available)
        {
            var widest = Array.IndexOf(widths, widths.Max());
            if (widths[widest] <= LeastUsefulWidth) return false;
            widths[widest]--;
        }

        widths.CopyTo(natural, 0);
        return true;
    }

    private static void WriteFramed(
        Terminal terminal,
        IReadOnlyList<Column> columns,
        IReadOnlyList<string?[]> rows,
        List<string[]> cells,
        int[] widths,
        int width)
    {
        var table = new Table { Border = TableBorder.Rounded };
        for (var i = 0; i < columns.Count; i++)
        {
            var heading = Shorten(CellText.OnOneLine(columns[i].Name), widths[i]);
            table.AddColumn(new TableColumn(new Text(heading, new Style(decoration: Decoration.Bold)))
            {
                Width = widths[i],
                NoWrap = true,
                Alignment = columns[i].AlignRight ? Justify.Right : Justify.Left,
            });
        }

        for (var row = 0; row < cells.Count; row++)
        {
            var texts = new Text[columns.Count];
            for (var i = 0; i < texts.Length; i++)
            {
                var style = rows[row][i] is null ? new Style(decoration: Decoration.Dim) : Style.Plain;
                texts[i] = new Text(Shorten(cells[row][i], widths[i]), style);
            }

            table.AddRow(texts);
        }

        var console = Screen.Of(terminal.Out, terminal);
        console.Profile.Width = width;
        console.Write(table);
    }

    private static void WriteRecords(
        TextWriter output,
        IReadOnlyList<Column> columns,
        List<string[]> cells,
        int width)
    {
        var names = columns.Select(column => CellText.OnOneLine(column.Name)).ToList();
        var indent = Math.Min(names.Max(PlainTable.WidthOf), width / 2);
        for (var row = 0; row < cells.Count; row++)
        {
            var heading = $"-- {row + 1} ";
            output.WriteLine(heading + new string('-', Math.Max(0, width - 1 - heading.Length)));
            for (var i = 0; i < names.Count; i++)
            {
                var name = Shorten(names[i], indent);
                var padding = new string(' ', indent - PlainTable.WidthOf(name));
                output.WriteLine($"{name}{padding}  {Shorten(cells[row][i], Math.Max(1, width - indent - 3))}");
            }
        }
    }

    private static string Shorten(string text, int width)
    {
        if (PlainTable.WidthOf(text) <= width) return text;
        var end = Math.Min(text.Length, width);
        while (end > 0 && (PlainTable.WidthOf(text[..end]) > width - 1 || char.IsHighSurrogate(text[end - 1]))) end--;
        return text[..end] + "…";
    }
}
