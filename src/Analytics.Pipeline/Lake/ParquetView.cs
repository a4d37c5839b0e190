using System.Text.RegularExpressions;
using Analytics.DuckDb;
using Analytics.Pipeline.Marts;

namespace Analytics.Pipeline.Lake;

/// <summary>Shows Parquet files as the tables that <see cref="MartCatalog"/> declares.</summary>
internal static partial class ParquetView
{
    /// <summary>One view per fact table over exactly these files; a table without files is empty, not absent.</summary>
    public static void CreateFacts(DuckDbConnection connection, ILookup<string, string> pathsByTable)
    {
        foreach (var table in MartCatalog.Facts)
            connection.Execute(Statement(table, [.. pathsByTable[table.Name]]));
    }

    /// <summary>`CREATE OR REPLACE VIEW` with the declared columns and types.</summary>
    public static string Statement(MartTable table, IReadOnlyList<string> paths)
    {
        var columns = string.Join(", ", table.Columns.Select(column => paths.Count > 0
            ? column.Quoted
            : $"CAST(NULL AS {column.Type}) AS {column.Quoted}"));
        var from = paths.Count > 0
            ? $" FROM read_parquet([{Files(paths)}], hive_partitioning = false)"
            : " WHERE false";
        return $"CREATE OR REPLACE VIEW {table.Name} AS SELECT {columns}{from}";
    }

    /// <summary>A list for <c>read_parquet</c> of exactly these files.</summary>
    public static string Files(IEnumerable<string> paths) => string.Join(", ", paths.Select(File));

    /// <summary>
    /// One file for <c>read_parquet</c>, which would take stars and brackets in its name for a pattern.
    /// </summary>
    public static string File(string path) => Literal(PatternSign().Replace(path, "[$0]"));

    /// <summary>A pattern for <c>read_parquet</c> below a folder, whose own name is no pattern.</summary>
    public static string Below(string folder, string pattern) =>
        Literal($"{PatternSign().Replace(folder, "[$0]")}/{pattern}");

    public static string Literal(string text) => $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";

    [GeneratedRegex(@"[*?\[]")]
    private static partial Regex PatternSign();
}
