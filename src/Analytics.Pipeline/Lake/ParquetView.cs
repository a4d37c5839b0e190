using Analytics.DuckDb;
using Analytics.Pipeline.Marts;

namespace Analytics.Pipeline.Lake;

/// <summary>Shows Parquet files as the tables that <see cref="MartCatalog"/> declares.</summary>
internal static class ParquetView
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
        var from = paths.Count > 0 ? $" FROM read_parquet([{Literals(paths)}], hive_partitioning = false)" : " WHERE false";
        return $"CREATE OR REPLACE VIEW {table.Name} AS SELECT {columns}{from}";
    }

    public static string Literals(IEnumerable<string> texts) => string.Join(", ", texts.Select(Literal));

    public static string Literal(string text) => $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";
}
