using System.Globalization;
using System.Text;

namespace Analytics.Pipeline.Marts;

/// <summary>The page docs/tables.md, made of <see cref="MartCatalog"/> so that it cannot say anything else.</summary>
public static class TablesDocument
{
    private const string Head =
        """
        # Tables

        Generated from the declarations in `src/Analytics.Pipeline/Marts/Tables`; a test compares. The same texts are
        the comments in the catalog: `SELECT table_name, column_name, comment FROM duckdb_columns()`.

        Every table is a view in `analytics.duckdb` over Parquet files. Times are UTC. `account_id` and its kin are
        keyed pseudonyms. `at` is a word of SQL: write `posts.at` or `"at"`. A *small cell* is a count between 1 and
        `settings.min_group` − 1; such counts, and what rests on them, are not published.

        """;

    /// <summary>The whole page, lines ended by LF.</summary>
    public static string Generate()
    {
        StringBuilder page = new(Head.ReplaceLineEndings("\n"));
        Section(page, "Marts", "Results, one Parquet file each under `lake/snapshots/<run_id>/`.", MartCatalog.Marts);
        Section(page, "Records of the run", "Beside the marts, in the same folder.", MartCatalog.Records);
        Section(page, "Facts", "Cleaned input under `lake/facts/<table>/month=YYYY-MM/`.", MartCatalog.Facts);
        Views(page);
        return page.ToString();
    }

    private static void Section(StringBuilder page, string title, string introduction, IReadOnlyList<MartTable> tables)
    {
        page.Append(CultureInfo.InvariantCulture, $"\n## {title}\n\n{introduction}\n");
        foreach (var table in tables)
            Table(page, table);
    }

    private static void Table(StringBuilder page, MartTable table)
    {
        var key = table.Key.Count == 0 ? "none" : string.Join(", ", table.Key.Select(name => $"`{name}`"));
        page.Append(CultureInfo.InvariantCulture, $"\n### {table.Name}\n\n{table.Meaning}\n\n");
        page.Append(CultureInfo.InvariantCulture, $"Key: {key}. Order: `{table.Order}`.\n\n");
        page.Append("| column | type | meaning |\n|---|---|---|\n");
        foreach (var column in table.Columns)
        {
            var type = column.Nullable ? $"{column.Type}?" : column.Type;
            page.Append(CultureInfo.InvariantCulture, $"| {column.Name} | {type} | {Cell(column)} |\n");
        }
    }

    private static string Cell(MartColumn column)
    {
        var values = column.Values.Count == 0 ? "" : $" One of: {string.Join(", ", column.Values)}.";
        return (column.Meaning + values).Replace("|", "\\|", StringComparison.Ordinal);
    }

    private static void Views(StringBuilder page)
    {
        page.Append("\n## Views and macros\n\nFrom `pipelines/sql/views` and `pipelines/sql/macros`.\n\n");
        page.Append("| name | shows |\n|---|---|\n");
        foreach (var name in AnalystViews.Names)
            page.Append(CultureInfo.InvariantCulture, $"| `{name}` | {Escaped(name)} |\n");
        foreach (var call in AnalystViews.MacroCalls)
            page.Append(CultureInfo.InvariantCulture, $"| `{call}` | {Escaped(call[..call.IndexOf('(')])} |\n");
    }

    private static string Escaped(string name) =>
        AnalystViews.Meaning(name).Replace("|", "\\|", StringComparison.Ordinal);
}
