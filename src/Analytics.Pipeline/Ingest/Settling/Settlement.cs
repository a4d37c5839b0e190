using Analytics.DuckDb;
using Analytics.Pipeline.Lake;
using Analytics.Pipeline.Marts;

namespace Analytics.Pipeline.Ingest.Settling;

/// <summary>What a settlement leaves.</summary>
/// <param name="Facts">The staged files of the run, with those of interactions that found their target.</param>
/// <param name="Files">Settled files (<see cref="SettledFacts"/>); none where nothing ended or changed.</param>
public sealed record Settled(IReadOnlyList<StagedFacts> Facts, IReadOnlyList<StagedFacts> Files);

/// <summary>
/// What deliveries mean for each other: interactions find the author of their post, follows end and are taken up again,
/// deleted acts and posts end. Everything but the new interactions is a function of the set of all facts, so the order
/// of deliveries does not matter. It is made anew by each run, in SQL (pipelines/sql/settle) that spills when memory is
/// short. A lake in which nothing was delivered that could end or change anything costs nothing.
/// </summary>
/// <param name="engine">Where the SQL runs, in a schema of its own.</param>
/// <param name="committed">Fact files of the lake.</param>
/// <param name="staged">Fact files of this run.</param>
public sealed class Settlement(
    DuckDbDatabase engine,
    IEnumerable<(string Table, string Path)> committed,
    IReadOnlyList<StagedFacts> staged,
    CancellationToken cancellation)
{
    private const string Schema = "settle";

    private readonly ILookup<string, string> _committed = committed.ToLookup(file => file.Table, file => file.Path);
    private readonly ILookup<string, string> _staged = staged.ToLookup(file => file.Table, file => file.Path);

    /// <summary>Whether there is anything to settle, by the files that there are.</summary>
    public bool IsNeeded => HasUnaddressed || HasChangedFollows || HasRetractions;

    private bool HasUnaddressed =>
        (_staged.Contains("unaddressed") && Has("posts"))
        || (_committed.Contains("unaddressed") && _staged.Contains("posts"));

    private bool HasChangedFollows => Has("follows") && (Has("sightings") || Has("follow_lists") || HasRetractions);

    private bool HasRetractions => Has("retractions");

    /// <summary>Settles, and writes the settled files into a folder.</summary>
    /// <param name="folder">The folder of the run, which becomes that of the snapshot.</param>
    public Settled Run(string folder)
    {
        using var connection = engine.Connect();
        connection.Execute($"CREATE SCHEMA {Schema}; SET search_path = '{Schema}'", cancellation);
        try
        {
            foreach (var table in MartCatalog.Facts) Show(connection, table.Name, table.Name, Paths(table.Name));
            var facts = staged.Concat(HasUnaddressed ? Address(connection) : []).ToList();
            var addressed = facts.Skip(staged.Count).Select(file => file.Path);
            Show(connection, "interactions", "interactions", Paths("interactions").Concat(addressed));
            var files = new List<StagedFacts>();
            if (HasRetractions || HasChangedFollows) Step(connection, "closures");
            if (HasChangedFollows) files.AddRange(SettleFollows(connection, folder));
            if (HasRetractions)
            {
                files.AddRange(Write(
                    connection, folder, "interactions", "target_id, \"at\", actor_id, post_id, kind"));
                files.AddRange(Write(connection, folder, "posts", "post_id"));
            }

            return new Settled(facts, files);
        }
        finally
        {
            connection.Execute($"SET search_path = 'main'; DROP SCHEMA {Schema} CASCADE", CancellationToken.None);
        }
    }

    private IEnumerable<StagedFacts> SettleFollows(DuckDbConnection connection, string folder)
    {
        connection.Execute(
            "CREATE VIEW told AS SELECT *, 0 AS again FROM follows UNION ALL SELECT *, 1 FROM sightings", cancellation);
        foreach (var step in new[] { "lists", "seen", "list_ends", "ends", "touched" }) Step(connection, step);
        return Write(connection, folder, "follows", "followee_id, follower_id, first_seen");
    }

    /// <summary>Writes interactions that found their target as files of their months.</summary>
    private List<StagedFacts> Address(DuckDbConnection connection)
    {
        foreach (var table in new[] { "unaddressed", "posts" }) Show(connection, $"new_{table}", table, _staged[table]);
        Step(connection, "addressed");
        var schema = FactSchema.Of(Definition.FactKind.Interactions);
        var columns = string.Join(", ", schema.Columns.Select(column => $"\"{column.Name}\"").Append("source"));
        var months = new List<int>();
        using (var query = connection.CreateCommand())
        {
            query.CommandText = "SELECT DISTINCT CAST(month AS INTEGER) AS month FROM addressed ORDER BY month";
            using var rows = query.ExecuteReader();
            while (rows.Read()) months.Add(rows.GetInt32(0));
        }

        return [.. months.Select(Written)];

        StagedFacts Written(int month)
        {
            var name = $"{schema.Table}-{FactSchema.MonthName(month)}-addressed.parquet";
            var path = Path.Combine(Path.GetDirectoryName(staged[0].Path)!, name);
            var rows = connection.Execute(
                $"COPY (SELECT {columns} FROM addressed WHERE month = {month} ORDER BY {schema.Order}) "
                + $"TO {ParquetView.Literal(path)} (FORMAT parquet, COMPRESSION zstd)",
                cancellation);
            return new StagedFacts(schema.Table, month, path, rows);
        }
    }

    /// <summary>The settled file of a table, unless it would be empty.</summary>
    private IEnumerable<StagedFacts> Write(DuckDbConnection connection, string folder, string table, string order)
    {
        var name = SettledFacts.NameOf(table);
        var path = Path.Combine(folder, $"{name}.parquet");
        var rows = connection.Execute(
            $"COPY (\n{SqlFile.Read($"settle/{name}")}ORDER BY {order}\n) "
            + $"TO {ParquetView.Literal(path)} (FORMAT parquet, COMPRESSION zstd)",
            cancellation);
        if (rows > 0) return [new StagedFacts(name, 0, path, rows)];
        File.Delete(path);
        return [];
    }

    private void Step(DuckDbConnection connection, string name) =>
        connection.Execute($"CREATE TABLE {name} AS\n{SqlFile.Read($"settle/{name}")}", cancellation);

    private static void Show(DuckDbConnection connection, string name, string table, IEnumerable<string> paths)
    {
        var files = paths.ToList();
        var declared = MartCatalog.Table(table);
        if (files.Count > 0)
        {
            connection.Execute(
                $"CREATE OR REPLACE VIEW {name} AS FROM read_parquet([{ParquetView.Files(files)}], "
                + "hive_partitioning = false, union_by_name = true)");
            return;
        }

        var columns = declared.Columns.Select(column => $"CAST(NULL AS {column.Type}) AS {column.Quoted}");
        connection.Execute($"CREATE OR REPLACE VIEW {name} AS SELECT {string.Join(", ", columns)} WHERE false");
    }

    private IEnumerable<string> Paths(string table) => _committed[table].Concat(_staged[table]);

    private bool Has(string table) => _committed.Contains(table) || _staged.Contains(table);
}
