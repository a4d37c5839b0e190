using System.Globalization;
using Analytics.DuckDb;
using Analytics.Pipeline.Definition;
using Analytics.Pipeline.Ingest;
using Analytics.Pipeline.Lake;
using Analytics.Pipeline.Lake.Upkeep;

namespace Analytics.Pipeline.Runs;

/// <summary>
/// Merges the fact files of a month once there are more than a run should open: every nightly run adds a file to each
/// month that it has rows for. The merged file holds the same rows in the same order and layout as if one run had
/// written them, and takes their place in the manifest of this run; the old ones stay as long as a kept snapshot names
/// them. Rows of n runs are rewritten n / <paramref name="mostFiles"/> times.
/// </summary>
/// <param name="mostFiles">As many files a month may have.</param>
/// <param name="folder">Of the run, for merged files and for what the engine spills.</param>
internal sealed class FactCompaction(LakeFolder lake, int sequence, int mostFiles, string folder)
{
    private readonly string _folder = Path.Combine(folder, "compacted");

    /// <summary>Whether a month has too many files.</summary>
    public bool IsNeeded(FactFiles facts) => Crowded(facts).Any();

    /// <param name="memory">For sorting, as the engine writes it; more is spilled.</param>
    /// <returns>The same facts in fewer files.</returns>
    public FactFiles Run(FactFiles facts, string memory, CancellationToken cancellation)
    {
        Directory.CreateDirectory(_folder);

        // One thread, as where facts are written: order and groups of rows do not depend on how many there are.
        using var engine = DuckDbDatabase.Open(":memory:", new Dictionary<string, string>
        {
            ["threads"] = "1",
            ["memory_limit"] = memory,
            ["temp_directory"] = Path.Combine(_folder, "spill"),
        });
        using var connection = engine.Connect();
        var (all, moves) = (facts.All.ToList(), facts.Moves.ToDictionary());
        var placeOf = facts.Moves.ToDictionary(move => move.Value, move => move.Key);
        foreach (var month in Crowded(facts))
        {
            ParquetFile[] parts = [.. month];
            var merged = Merge(connection, parts, file => placeOf.GetValueOrDefault(file.Path), cancellation);
            foreach (var part in parts)
            {
                all.Remove(part);
                if (placeOf.TryGetValue(part.Path, out var staged)) moves.Remove(staged);
            }

            all.Add(merged.File);
            moves.Add(merged.Staged, merged.File.Path);
        }

        return new FactFiles(all, moves);
    }

    private IEnumerable<IGrouping<string, ParquetFile>> Crowded(FactFiles facts) =>
        facts.All.GroupBy(file => Path.GetDirectoryName(file.Path)!).Where(month => month.Count() > mostFiles);

    private (ParquetFile File, string Staged) Merge(
        DuckDbConnection connection, ParquetFile[] parts, Func<ParquetFile, string?> staged,
        CancellationToken cancellation)
    {
        var schema = FactSchema.All.Single(one => one.Table == parts[0].Table);
        var month = Path.GetDirectoryName(parts[0].Path)!;
        var target = Path.Combine(_folder, $"{schema.Table}-{Path.GetFileName(month)}.parquet");
        var paths = ParquetView.Files(parts.Select(file => staged(file) ?? lake.Absolute(file.Path)));
        var relation = $"read_parquet([{paths}], union_by_name = true, hive_partitioning = false)";
        var present = ColumnsOf(connection, relation);

        // Words are read as texts; as values of their list they are ordered, and written, as the ingest does.
        var columns = schema.Columns.Where(column => present.Contains(column.Name)).Select(column =>
            column.Type.Kind == DuckDbKind.Enum
                ? $"CAST(\"{column.Name}\" AS {column.Type.Name}) AS \"{column.Name}\"" : $"\"{column.Name}\"");
        var rows = connection.Execute(
            $"COPY (FROM (SELECT {string.Join(", ", columns)}, source FROM {relation}) ORDER BY {Order(schema)}) "
            + $"TO {ParquetView.Literal(target)} (FORMAT parquet, COMPRESSION zstd{FactTable.WriteOptionsOf(schema)})",
            cancellation);
        var expected = parts.Sum(file => file.Rows);
        if (rows != expected) throw new InvalidDataException($"{month}: {rows} rows merged, {expected} expected.");

        var name = string.Create(CultureInfo.InvariantCulture, $"{month}/{sequence:0000}-merged.parquet");
        var first = parts.Min(file => file.MergedFrom ?? FoundSnapshot.SequenceOf(Path.GetFileName(file.Path)));
        return (MartWriter.Describe(schema.Table, target, name, rows) with { MergedFrom = first }, target);
    }

    /// <summary>
    /// The order in which the ingest writes a table: tables of fixed width by their words, in which nothing is the
    /// least value and enumerations come last; others as the engine sorts them.
    /// </summary>
    private static string Order(FactSchema schema) => FactTable.IsFixedWidth(schema)
        ? string.Join(", ", schema.Columns.OrderBy(column => column.Type.Kind == DuckDbKind.Enum)
            .ThenBy(column => schema.OrderOf(column.Name)).Select(column => $"\"{column.Name}\" NULLS FIRST"))
        : schema.Order;

    private static HashSet<string> ColumnsOf(DuckDbConnection connection, string relation)
    {
        using var command = connection.CreateCommand();
        command.CommandText = $"SELECT column_name FROM (DESCRIBE FROM {relation})";
        using var rows = command.ExecuteReader();
        var names = new HashSet<string>();
        while (rows.Read()) names.Add(rows.GetString(0));
        return names;
    }
}

/// <summary>The fact files of a snapshot.</summary>
/// <param name="All">As the manifest names them.</param>
/// <param name="Moves">New ones: where they lie now → their path in the lake.</param>
internal sealed record FactFiles(IReadOnlyList<ParquetFile> All, IReadOnlyDictionary<string, string> Moves);
