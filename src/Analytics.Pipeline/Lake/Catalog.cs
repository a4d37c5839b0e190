using Analytics.DuckDb;
using Analytics.Pipeline.Marts;

namespace Analytics.Pipeline.Lake;

/// <summary>
/// The DuckDB file that analysts open: views over exactly the files of one snapshot, comments on every table and
/// column, and the analysts' views and macros. It is built beside the old one and renamed over it: who has the old file
/// open goes on reading the old snapshot, who opens it now sees the new one, nobody sees a mixture.
/// </summary>
public static class Catalog
{
    public static void Publish(LakeFolder lake, SnapshotManifest manifest)
    {
        var draft = lake.Catalog + ".next";
        File.Delete(draft);
        File.Delete(draft + ".wal");
        Write(lake, manifest, draft, History(lake, manifest));

        // Whoever wrote into the old catalog may have left a log beside it; it must not be replayed into the new one.
        Durable.FlushFile(draft);
        CatalogSeal.Write(lake, manifest.RunId, draft);
        File.Delete(lake.Catalog + ".wal");
        Durable.Rename(draft, lake.Catalog);
    }

    /// <summary>The catalog that a snapshot would get now, in another file.</summary>
    /// <param name="path">Where no file is yet.</param>
    internal static void Build(LakeFolder lake, SnapshotManifest manifest, string path) =>
        Write(lake, manifest, path, History(lake, manifest));

    /// <summary>
    /// A catalog of a held snapshot in a file of its own, for who looks at it before it is published; its history is
    /// that of the snapshots that are published now.
    /// </summary>
    /// <param name="file">Where no file is yet.</param>
    public static void Preview(LakeFolder lake, SnapshotManifest held, string file) =>
        Write(lake, held, file, [.. new SnapshotStore(lake).Published(), held]);

    private static void Write(
        LakeFolder lake, SnapshotManifest manifest, string path, IReadOnlyList<SnapshotManifest> history)
    {
        using var database = DuckDbDatabase.Open(path);
        using var connection = database.Connect();
        connection.Execute("BEGIN");
        var settled = SettledFacts.Of(lake, manifest);
        foreach (var table in MartCatalog.All)
        {
            var files = table.Kind == TableKind.Fact ? manifest.Facts : manifest.Marts;
            var paths = files.Where(file => file.Table == table.Name).Select(file => lake.Absolute(file.Path));
            ParquetView.Create(connection, table, [.. paths], settled.PathOf(table.Name));
        }

        foreach (var comment in MartCatalog.CommentStatements(MartCatalog.All, views: true))
            connection.Execute(comment);
        foreach (var statement in AnalystViews.Statements(table => Files(lake, history, table)))
            connection.Execute(statement);
        connection.Execute("COMMIT");
        connection.Execute("CHECKPOINT");
    }

    /// <summary>
    /// The snapshots whose leaders are compared: all published ones up to this, but the oldest of three and more. That
    /// one the next run may remove while somebody reads this catalog.
    /// </summary>
    private static IReadOnlyList<SnapshotManifest> History(LakeFolder lake, SnapshotManifest manifest)
    {
        var before = new SnapshotStore(lake).Published().Where(run => run.Sequence < manifest.Sequence).ToList();
        return [.. before.Skip(before.Count > 1 ? 1 : 0), manifest];
    }

    private static string Files(LakeFolder lake, IReadOnlyList<SnapshotManifest> history, string table)
    {
        var paths = history.SelectMany(run => run.Marts).Where(mart => mart.Table == table)
            .Select(mart => lake.Absolute(mart.Path));
        return $"read_parquet([{ParquetView.Files(paths)}], union_by_name = true, hive_partitioning = false)";
    }

    /// <summary>
    /// True when the catalog is the one that was published for this snapshot, byte for byte and in this place; false
    /// after a crash between commit and publishing, when the lake was moved, or when somebody wrote into it.
    /// </summary>
    public static bool Shows(LakeFolder lake, SnapshotManifest manifest) =>
        CatalogSeal.Read(lake) is { } seal && seal.RunId == manifest.RunId && seal.Lake == lake.Path
        && File.Exists(lake.Catalog) && seal.Fits(lake.Catalog) && ShownRun(lake) == manifest.RunId;

    /// <summary>The run whose snapshot the catalog shows; null if there is none or it cannot be asked.</summary>
    internal static string? ShownRun(LakeFolder lake)
    {
        if (!File.Exists(lake.Catalog)) return null;
        try
        {
            using var connection = new DuckDbConnection($"Data Source=\"{lake.Catalog}\";access_mode=READ_ONLY");
            connection.Open();
            using var command = connection.CreateCommand();
            command.CommandText = "SELECT run_id FROM runs";
            return command.ExecuteScalar() as string;
        }
        catch (DuckDbException)
        {
            // Whatever is wrong with it, a new one will be right.
            return null;
        }
    }
}
