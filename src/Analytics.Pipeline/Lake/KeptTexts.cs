using Analytics.DuckDb;

namespace Analytics.Pipeline.Lake;

/// <summary>
/// Takes the texts of posts out of a lake whose pipeline does not ask for them any more. The files are replaced under
/// their names, so that no snapshot that is kept, and nobody who reads one, has them longer; all else in them stays.
/// </summary>
internal static class KeptTexts
{
    private const string Table = "posts";

    /// <summary>Does nothing where no kept snapshot was told to keep texts. The lake's lock must be held.</summary>
    /// <returns>How many files lost texts.</returns>
    public static int Remove(LakeFolder lake, SnapshotStore store, CancellationToken cancellation)
    {
        var keeping = store.All().Where(manifest => manifest.KeepsText).ToList();
        if (keeping.Count == 0) return 0;

        // One thread, as where facts are written: the rows stay in their order and their groups.
        using var engine = DuckDbDatabase.Open(":memory:", new Dictionary<string, string> { ["threads"] = "1" });
        using var connection = engine.Connect();
        var replaced = new Dictionary<string, ParquetFile>();
        var changed = 0;
        foreach (var file in keeping.SelectMany(manifest => manifest.Facts).Where(file => file.Table == Table))
        {
            cancellation.ThrowIfCancellationRequested();
            if (replaced.ContainsKey(file.Path)) continue;
            var path = lake.Absolute(file.Path);
            if (Replace(connection, path)) changed++;
            replaced[file.Path] = file with
            {
                Bytes = new FileInfo(path).Length,
                Sha256 = Formats.ExportStream.Sha256(path, cancellation),
            };
        }

        // Only now: whoever is stopped before finds the mark again and goes on.
        foreach (var manifest in keeping)
        {
            store.Replace(manifest with
            {
                KeepsText = false,
                Facts = [.. manifest.Facts.Select(file => replaced.GetValueOrDefault(file.Path, file))],
            });
        }

        return changed;
    }

    private static bool Replace(DuckDbConnection connection, string path)
    {
        var relation = $"read_parquet({ParquetView.File(path)}, hive_partitioning = false)";
        using (var columns = connection.CreateCommand(
            $"SELECT count(*) FROM (DESCRIBE FROM {relation}) WHERE column_name = 'text'"))
        {
            if (columns.ExecuteScalar() is 0L) return false;
        }

        using (var texts = connection.CreateCommand($"SELECT count(text) FROM {relation}"))
        {
            if (texts.ExecuteScalar() is 0L) return false;
        }

        var draft = path + ".next";
        connection.Execute(
            $"COPY (SELECT * REPLACE (NULL::VARCHAR AS text) FROM {relation}) TO {ParquetView.Literal(draft)} "
            + "(FORMAT parquet, COMPRESSION zstd)");
        Durable.FlushFile(draft);
        Durable.Rename(draft, path);
        return true;
    }
}
