using System.Globalization;
using System.Security.Cryptography;
using Analytics.DuckDb;
using Analytics.Pipeline.Lake;
using Analytics.Pipeline.Marts;

namespace Analytics.Tests.Runs;

/// <summary>Looks into a lake as an outsider would: through its files and its catalog.</summary>
internal static class LakeContents
{
    public static SnapshotManifest Newest(string lake) =>
        new SnapshotStore(new LakeFolder(lake)).Newest()
        ?? throw new InvalidOperationException($"{lake} has no snapshot");

    /// <summary>Rows of a query on the catalog, each with its values joined by tabs.</summary>
    public static IReadOnlyList<string> Query(string lake, string sql)
    {
        using var connection = Open(lake);
        return Query(connection, sql);
    }

    public static IReadOnlyList<string> Query(DuckDbConnection connection, string sql)
    {
        using var command = connection.CreateCommand(sql);
        using var reader = command.ExecuteReader();
        List<string> rows = [];
        while (reader.Read())
        {
            var values = Enumerable.Range(0, reader.FieldCount).Select(reader.GetValue);
            rows.Add(string.Join('\t', values.Select(
                value => value is DBNull ? "NULL" : Convert.ToString(value, CultureInfo.InvariantCulture))));
        }

        return rows;
    }

    /// <summary>The same of the newest held snapshot.</summary>
    public static IReadOnlyList<string> QueryHeld(string lake, string sql)
    {
        var folder = Directory.CreateTempSubdirectory("analytics-held-").FullName;
        try
        {
            LakeFolder opened = new(lake);
            var file = Path.Combine(folder, "held.duckdb");
            Catalog.Preview(opened, new SnapshotStore(opened).Held()[^1], file);
            using DuckDbConnection connection = new($"Data Source={file};access_mode=READ_ONLY");
            connection.Open();
            return Query(connection, sql);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>The catalog, read-only, with nothing else in memory.</summary>
    public static DuckDbConnection Open(string lake)
    {
        // A question that needs more than this is asked wrongly; better it fails than that it fills the disk.
        const string limits = "threads=2;memory_limit=4GB;max_temp_directory_size=1GB";
        DuckDbConnection connection = new($"Data Source={new LakeFolder(lake).Catalog};access_mode=READ_ONLY;{limits}");
        connection.Open();
        return connection;
    }

    /// <summary>SHA-256 of each mart's file in the newest snapshot, from the bytes on disk.</summary>
    public static IReadOnlyDictionary<string, string> MartDigests(string lake) =>
        Newest(lake).Marts.ToDictionary(file => file.Table, file => Digest(Path.Combine(lake, file.Path)));

    /// <summary>Count and digest of the sorted rows of each fact table, however they are cut into files.</summary>
    public static IReadOnlyDictionary<string, string> FactDigests(string lake)
    {
        using var connection = Open(lake);
        return MartCatalog.Facts.ToDictionary(table => table.Name, table => Query(
            connection,
            "SELECT count(*), md5(coalesce(string_agg(line, chr(10) ORDER BY line), '')) "
            + $"FROM (SELECT to_json(t)::VARCHAR AS line FROM {table.Name} AS t)").Single());
    }

    /// <summary>Every file below a folder with the digest of its bytes; the lock's text is left out.</summary>
    public static IReadOnlyDictionary<string, string> Tree(string folder) =>
        Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
            .Where(path => Path.GetFileName(path) != ".lock")
            .Order(StringComparer.Ordinal)
            .ToDictionary(path => Path.GetRelativePath(folder, path).Replace('\\', '/'), Digest);

    /// <summary>The same without what a run that ended early keeps for the next one.</summary>
    public static IReadOnlyDictionary<string, string> Settled(string folder) =>
        Tree(folder).Where(file => !$"/{file.Key}".Contains("/runs/", StringComparison.Ordinal)).ToDictionary();

    /// <summary>
    /// Asserts that the published catalog opens, shows one snapshot with all rows that its manifest names, and that
    /// the files are the ones that the manifest describes.
    /// </summary>
    public static SnapshotManifest AssertWhole(string lake)
    {
        using var connection = Open(lake);
        var run = Query(connection, "SELECT run_id FROM runs").Single();
        var manifest = new SnapshotStore(new LakeFolder(lake)).All().Single(manifest => manifest.RunId == run);
        var files = manifest.Facts.Concat(manifest.Marts).ToList();
        foreach (var table in MartCatalog.All)
        {
            var rows = files.Where(file => file.Table == table.Name).Sum(file => file.Rows);
            var found = Query(connection, $"SELECT count(*) FROM {table.Name}").Single();
            Assert.Equal($"{table.Name} {rows}", $"{table.Name} {found}");
        }

        Assert.All(files, file => Assert.Equal(
            (file.Path, file.Bytes, file.Sha256),
            (file.Path, new FileInfo(Path.Combine(lake, file.Path)).Length, Digest(Path.Combine(lake, file.Path)))));
        return manifest;
    }

    /// <summary>Asserts that nothing lies in a lake at rest that its manifests do not name.</summary>
    public static void AssertSwept(string lake)
    {
        var named = new SnapshotStore(new LakeFolder(lake)).All()
            .SelectMany(manifest => manifest.Facts.Concat(manifest.Marts).Select(file => file.Path)
                .Append($"{manifest.Folder}/manifest.json"))
            .Concat([".lock", "lake.json", "analytics.duckdb", "catalog.json"])
            .ToHashSet();
        var found = Directory.EnumerateFiles(lake, "*", SearchOption.AllDirectories)
            .Select(path => Path.GetRelativePath(lake, path).Replace('\\', '/'));
        Assert.Equal([], found.Where(path => !named.Contains(path)));
        Assert.Equal("", File.ReadAllText(Path.Combine(lake, ".lock")));
    }

    public static string Digest(string path) => Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(path)));
}
