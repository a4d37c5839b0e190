using Analytics.App.Console;
using Analytics.App.Tables;

namespace Analytics.App.Reports;

/// <summary>A small table, framed on a terminal and plain elsewhere.</summary>
internal static class TableReport
{
    public static void Write(Terminal terminal, IReadOnlyList<Column> columns, IReadOnlyList<string?[]> rows)
    {
        if (terminal.OutIsTerminal) ScreenTable.Write(terminal, columns, rows);
        else PlainTable.Write(terminal.Out, columns, rows);
    }
}
