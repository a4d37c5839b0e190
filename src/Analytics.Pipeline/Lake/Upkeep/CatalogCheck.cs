using Analytics.DuckDb;

namespace Analytics.Pipeline.Lake.Upkeep;

/// <summary>
/// Whether the catalog is the one that a run published for a snapshot: the same bytes, the same run, and the views,
/// macros and comments that a catalog built now would have.
/// </summary>
internal static class CatalogCheck
{
    private const string Remedy = "'analytics runs repair' and the next run build it anew";

    /// <summary>One line for each thing that somebody who opens a catalog can see.</summary>
    private const string Shape =
        """
        SELECT concat_ws(' ', 'view', view_name, sql, comment) FROM duckdb_views() WHERE NOT internal
        UNION ALL
        SELECT concat_ws(' ', 'table', table_name, sql, comment) FROM duckdb_tables() WHERE NOT internal
        UNION ALL
        SELECT concat_ws(' ', 'column', table_name, column_name, data_type, comment) FROM duckdb_columns()
        WHERE NOT internal
        UNION ALL
        SELECT concat_ws(' ', 'macro', function_name, parameters, macro_definition, comment) FROM duckdb_functions()
        WHERE NOT internal AND function_type IN ('macro', 'table_macro')
        ORDER BY 1
        """;

    /// <param name="isWhole">Nothing else is wrong. Only then a catalog can be built to compare with: the engine opens
    /// the files of a view.</param>
    public static IEnumerable<LakeFault> Faults(LakeFolder lake, SnapshotManifest published, bool isWhole)
    {
        var path = lake.Relative(lake.Catalog);
        if (!File.Exists(lake.Catalog))
        {
            yield return new LakeFault(
                LakeFaultKind.MissingCatalog, path, $"found none; expected views of {published.RunId}; {Remedy}", []);
            yield break;
        }

        if (Catalog.ShownRun(lake) is { } shown && shown != published.RunId)
        {
            yield return new LakeFault(
                LakeFaultKind.OtherCatalog, path,
                $"found views of run {shown}; expected the published {published.RunId}; {Remedy}", []);
            yield break;
        }

        var seal = CatalogSeal.Read(lake);
        if (seal is not null && seal.Lake != lake.Path)
        {
            yield return new LakeFault(
                LakeFaultKind.OtherCatalog, path,
                $"found views of the files below {seal.Lake}; expected {lake.Path}: the lake was moved or copied; "
                + Remedy,
                []);
        }
        else if (seal is null)
        {
            yield return new LakeFault(
                LakeFaultKind.ChangedCatalog, lake.Relative(lake.CatalogSeal),
                $"missing or damaged; expected the checksum of the catalog; {Remedy}", []);
        }
        else if (!seal.Fits(lake.Catalog))
        {
            yield return new LakeFault(
                LakeFaultKind.ChangedCatalog, path,
                $"found other bytes than were published: damaged, or somebody wrote into it; {Remedy}", []);
        }
        else if (isWhole && Difference(lake, published) is { } difference)
        {
            yield return new LakeFault(
                LakeFaultKind.OtherCatalog, path,
                $"a catalog of {published.RunId} built now differs in: {difference}; {Remedy}", []);
        }
    }

    /// <summary>What differs from a catalog built now, a view rather than its columns; null if nothing does.</summary>
    private static string? Difference(LakeFolder lake, SnapshotManifest published)
    {
        var folder = Directory.CreateTempSubdirectory("analytics-verify-").FullName;
        try
        {
            var fresh = Path.Combine(folder, "analytics.duckdb");
            Catalog.Build(lake, published, fresh);
            var (expected, found) = (ShapeOf(fresh), ShapeOf(lake.Catalog));
            var line = expected.Except(found).Concat(found.Except(expected)).Max(StringComparer.Ordinal);
            return line is null ? null : string.Join(' ', line.Split(' ').Take(2));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static List<string> ShapeOf(string catalog)
    {
        using var database = DuckDbDatabase.Open(
            catalog, new Dictionary<string, string> { ["access_mode"] = "READ_ONLY" });
        using var connection = database.Connect();
        using var command = connection.CreateCommand();
        command.CommandText = Shape;
        using var rows = command.ExecuteReader();
        var lines = new List<string>();
        while (rows.Read()) lines.Add(rows.GetString(0));
        return lines;
    }
}
