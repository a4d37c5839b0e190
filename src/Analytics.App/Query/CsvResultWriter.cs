using System.Buffers;
using Analytics.App.Tables;

namespace Analytics.App.Query;

/// <summary>
/// RFC 4180 with a heading; lines end in LF. A missing value is an empty field, an empty text is quoted, so that the
/// two stay apart.
/// </summary>
internal sealed class CsvResultWriter(TextWriter output) : IResultWriter
{
    private static readonly SearchValues<char> NeedQuotes = SearchValues.Create(",\"\r\n");

    public long Write(IReadOnlyList<Column> columns, IEnumerable<object?[]> rows)
    {
        WriteLine(columns.Select(column => (string?)column.Name));
        long count = 0;
        foreach (var row in rows)
        {
            WriteLine(row.Select(CellText.Of));
            count++;
        }

        return count;
    }

    private void WriteLine(IEnumerable<string?> cells)
    {
        var first = true;
        foreach (var cell in cells)
        {
            if (!first) output.Write(',');
            first = false;
            if (cell is null) continue;
            if (cell.Length > 0 && !cell.AsSpan().ContainsAny(NeedQuotes))
            {
                output.Write(cell);
                continue;
            }

            output.Write('"');
            output.Write(cell.Replace("\"", "\"\"", StringComparison.Ordinal));
            output.Write('"');
        }

        output.Write('\n');
    }
}
