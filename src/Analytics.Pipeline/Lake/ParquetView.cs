using System.Text.RegularExpressions;
using Analytics.DuckDb;
using Analytics.Pipeline.Marts;

namespace Analytics.Pipeline.Lake;

/// <summary>Shows Parquet files as the tables that <see cref="MartCatalog"/> declares.</summary>
internal static partial class ParquetView
{
    /// <summary>One view per fact table over exactly these files; a table without files is empty, not absent.</summary>
    /// <param name="settled">What became of the facts; nothing by default.</param>
    public static void CreateFacts(
        DuckDbConnection connection, ILookup<string, string> pathsByTable, SettledFacts? settled = null)
    {
        foreach (var table in MartCatalog.Facts)
            Create(connection, table, [.. pathsByTable[table.Name]], settled?.PathOf(table.Name));
    }

    /// <summary>
    /// A view with the declared columns and types. A column that was added later is NULL in files that lack it.
    /// </summary>
    /// <param name="settled">File with what became of the rows, or null where nothing did.</param>
    public static void Create(
        DuckDbConnection connection, MartTable table, IReadOnlyList<string> paths, string? settled = null)
    {
        // Only then every file has to be opened to know its columns.
        var mixed = paths.Count > 0 && table.Columns.Any(column => column.AddedLater);
        var relation = $"read_parquet([{Files(paths)}], hive_partitioning = false"
            + (mixed ? ", union_by_name = true)" : ")");
        var present = mixed ? ColumnsOf(connection, relation) : [];
        var columns = string.Join(", ", table.Columns.Select(column =>
            column.IsSettled && settled is not null ? $"settled.{column.Name}"
            : paths.Count > 0 && !column.IsSettled && (!column.AddedLater || present.Contains(column.Name))
                ? $"facts.{column.Quoted}"
                : $"CAST(NULL AS {column.Type}) AS {column.Quoted}"));
        var from = paths.Count > 0 ? $" FROM {relation} AS facts" : " WHERE false";
        if (settled is not null) from += Settled(table, settled);
        connection.Execute($"CREATE OR REPLACE VIEW {table.Name} AS SELECT {columns}{from}");
    }

    /// <summary>A list for <c>read_parquet</c> of exactly these files.</summary>
    public static string Files(IEnumerable<string> paths) => string.Join(", ", paths.Select(File));

    /// <summary>
    /// One file for <c>read_parquet</c>, which would take stars and brackets in its name for a pattern.
    /// </summary>
    public static string File(string path) => Literal(PatternSign().Replace(path, "[$0]"));

    public static string Literal(string text) => $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";

    /// <summary>
    /// What follows the files of a fact table: pairs of follows that are settled stand in the settled file alone, of
    /// other tables it tells which rows have ended.
    /// </summary>
    private static string Settled(MartTable table, string path)
    {
        var settled = $"read_parquet({File(path)}, hive_partitioning = false) AS settled";
        if (table.Name == "follows")
        {
            return $" ANTI JOIN {settled} USING (follower_id, followee_id) "
                + $"UNION ALL SELECT {string.Join(", ", table.Columns.Select(column => column.Quoted))} FROM {settled}";
        }

        var equal = SettledFacts.KeyOf(table.Name).Select(key =>
            $"settled.{key.Column} {(key.Nullable ? "IS NOT DISTINCT FROM" : "=")} facts.{key.Column}");
        return $" LEFT JOIN {settled} ON {string.Join(" AND ", equal)}";
    }

    private static HashSet<string> ColumnsOf(DuckDbConnection connection, string relation)
    {
        using var command = connection.CreateCommand();
        command.CommandText = $"SELECT column_name FROM (DESCRIBE SELECT * FROM {relation})";
        using var rows = command.ExecuteReader();
        var names = new HashSet<string>();
        while (rows.Read()) names.Add(rows.GetString(0));
        return names;
    }

    [GeneratedRegex(@"[*?\[]")]
    private static partial Regex PatternSign();
}
