using Analytics.Pipeline.Marts.Tables;

namespace Analytics.Pipeline.Marts;

/// <summary>
/// Every table that the pipeline publishes, declared in one place: the types that the analysis must produce, the
/// comments in the catalog, the page docs/tables.md and the generic data tests all come from here.
/// </summary>
public static class MartCatalog
{
    /// <summary>Cleaned input.</summary>
    public static IReadOnlyList<MartTable> Facts { get; } = FactTables.All;

    /// <summary>Results of the analysis, in the order in which it makes them.</summary>
    public static IReadOnlyList<MartTable> Marts { get; } =
        [SettingTable.Settings, .. CommunityTables.All, .. LeaderTables.All, .. PartnerTables.All,
        .. CampaignTables.All];

    /// <summary>What a run says about itself.</summary>
    public static IReadOnlyList<MartTable> Records { get; } = RunTables.All;

    /// <summary>All of them: marts, records, facts.</summary>
    public static IReadOnlyList<MartTable> All { get; } = [.. Marts, .. Records, .. Facts];

    /// <summary>The table of that name.</summary>
    /// <exception cref="KeyNotFoundException">There is no such table.</exception>
    public static MartTable Table(string name) =>
        All.FirstOrDefault(table => table.Name == name)
        ?? throw new KeyNotFoundException($"No table is called '{name}'.");

    /// <summary>
    /// <c>COMMENT ON</c> statements for the tables or views of these names in the current schema, one for the table
    /// and one per column.
    /// </summary>
    public static IEnumerable<string> CommentStatements(IEnumerable<MartTable> tables, bool views)
    {
        foreach (var table in tables)
        {
            yield return $"COMMENT ON {(views ? "VIEW" : "TABLE")} {table.Name} IS {Literal(table.Meaning)}";
            foreach (var column in table.Columns)
                yield return $"COMMENT ON COLUMN {table.Name}.{column.Quoted} IS {Literal(column.Meaning)}";
        }
    }

    internal static string Literal(string text) => $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";
}
