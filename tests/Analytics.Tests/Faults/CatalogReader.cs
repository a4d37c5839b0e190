using System.Text.Json;
using Analytics.DuckDb;
using Analytics.Pipeline.Lake;
using Analytics.Pipeline.Marts;

namespace Analytics.Tests.Faults;

/// <summary>
/// An analyst who opens the catalog again and again while runs come and go. At each look every view must be readable,
/// show the rows that the manifest of its run names, all of one run; leaders are members; neither runs nor facts go
/// backwards; and who opened the catalog before the newest run still sees what was there then.
/// </summary>
internal sealed class CatalogReader(string lake) : IDisposable
{
    private static readonly string[] AnalystViews =
        ["communities_now", "leaders_now", "leader_trends", "leader_history", "attention"];

    private static readonly string EveryTable = string.Join("\nUNION ALL\n", MartCatalog.All.Select(Sum));

    private readonly LakeFolder _lake = new(lake);
    private readonly Dictionary<string, long> _factRows = [];
    private readonly List<string> _violations = [];
    private DuckDbConnection? _before;
    private Seen? _seen;

    /// <summary>Times that the catalog was opened and asked.</summary>
    public long Looks { get; private set; }

    /// <summary>Looks of somebody who had opened the catalog before the newest run.</summary>
    public long LooksBack { get; private set; }

    /// <summary>What was wrong, once each look.</summary>
    public IReadOnlyList<string> Violations => _violations;

    /// <returns>False while there is no catalog yet, and so nothing to look at.</returns>
    public bool Look()
    {
        if (_seen is null && !File.Exists(_lake.Catalog)) return false;
        Looks++;
        DuckDbConnection? connection = null;
        Seen? seen = null;
        try
        {
            connection = Open();
            seen = Seen.Of(connection);
            Check(connection, seen);
        }
        catch (Exception error) when (error is DuckDbException or IOException or JsonException or FormatException)
        {
            // Whoever is so slow that two further runs ended meanwhile has been promised nothing.
            if (seen is null || !IsRetired(seen.Sequence)) Violate($"{seen?.Run ?? "catalog"}: {error.Message}");
        }

        if (seen is null || seen.Run == _seen?.Run)
        {
            connection?.Dispose();
            return true;
        }

        LookBack();
        _before?.Dispose();
        (_before, _seen) = (connection, seen);
        return true;
    }

    public void Dispose() => _before?.Dispose();

    private void Check(DuckDbConnection connection, Seen seen)
    {
        if (_seen is { } last && seen.Sequence < last.Sequence) Violate($"after {last.Run} came {seen.Run}");
        if (_seen?.Run == seen.Run && !_seen.Tables.SequenceEqual(seen.Tables))
            Violate($"{seen.Run}: two looks at one run differ: {Difference(_seen, seen)}");
        var manifest = File.ReadAllText(Path.Combine(_lake.Snapshots, seen.Run, "manifest.json"));
        using var document = JsonDocument.Parse(manifest);
        var facts = ManifestFile.Of(document, "facts");
        var marts = ManifestFile.Of(document, "marts");
        foreach (var table in seen.Tables)
        {
            var files = facts.Concat(marts).Where(file => file.Table == table.Name).ToList();
            var expected = files.Sum(file => file.Rows);
            if (table.Name == "follows" && marts.Find(file => file.Table == "settled_follows") is { } settled)
                expected = Settled(connection, files, settled);
            if (table.Rows != expected)
                Violate($"{seen.Run}: {table.Name} shows {table.Rows} rows, the manifest names {expected}");
            if (table.Run is { } run && run != seen.Run) Violate($"{seen.Run}: {table.Name} holds rows of {run}");
        }

        foreach (var table in facts.GroupBy(file => file.Table))
        {
            var rows = table.Sum(file => file.Rows);
            if (rows < _factRows.GetValueOrDefault(table.Key))
                Violate($"{seen.Run}: {table.Key} had {_factRows[table.Key]} facts and has {rows}");
            _factRows[table.Key] = rows;
        }

        var strangers = Number(
            connection, "SELECT count(*) FROM leaders ANTI JOIN members USING (run_id, community_id, account_id)");
        if (strangers > 0) Violate($"{seen.Run}: {strangers} leaders are no members");
        foreach (var view in AnalystViews) _ = Number(connection, $"SELECT count(*) FROM {view}");
    }

    /// <summary>The catalog that was opened before the newest run: its snapshot is kept for one run more.</summary>
    private void LookBack()
    {
        if (_before is null || _seen is null) return;
        LooksBack++;
        string? wrong = null;
        try
        {
            var again = Seen.Of(_before);
            if (again.Run != _seen.Run || !again.Tables.SequenceEqual(_seen.Tables))
                wrong = $"{_seen.Run} looks otherwise to who had it open before: {Difference(_seen, again)}";
        }
        catch (DuckDbException error)
        {
            wrong = $"{_seen.Run} can no longer be read by who had it open before: {error.Message}";
        }

        if (wrong is not null && !IsRetired(_seen.Sequence)) Violate(wrong);
    }

    /// <summary>Whether two newer snapshots are there, so that retention may have taken this one.</summary>
    private bool IsRetired(int sequence) => Directory.EnumerateDirectories(_lake.Snapshots)
        .Count(folder => int.TryParse(Path.GetFileName(folder).Split('-')[0], out var other) && other > sequence) > 1;

    private DuckDbConnection Open()
    {
        DuckDbConnection connection = new(
            $"Data Source={_lake.Catalog};access_mode=READ_ONLY;threads=1;memory_limit=1GB");
        connection.Open();
        return connection;
    }

    private long Settled(DuckDbConnection connection, IEnumerable<ManifestFile> files, ManifestFile settled)
    {
        var paths = string.Join(", ", files.Select(file => Quoted(_lake.Absolute(file.Path))));
        return settled.Rows + Number(
            connection,
            $"SELECT count(*) FROM read_parquet([{paths}], union_by_name = true) "
            + $"ANTI JOIN read_parquet({Quoted(_lake.Absolute(settled.Path))}) USING (follower_id, followee_id)");
    }

    private void Violate(string what) => _violations.Add(what);

    private static string Difference(Seen before, Seen after) => string.Join(
        ", ", after.Tables.Except(before.Tables).Select(table => $"{table.Name} ({table.Rows} rows)"));

    private static string Sum(MartTable table)
    {
        var hasRun = table.Columns.Any(column => column.Name == "run_id");
        return $"SELECT '{table.Name}', count(*), coalesce(bit_xor(hash(t)), 0), "
            + (hasRun ? "min(run_id), max(run_id)" : "NULL, NULL") + $" FROM {table.Name} AS t";
    }

    private static string Quoted(string text) => $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";

    private static long Number(DuckDbConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return Convert.ToInt64(command.ExecuteScalar());
    }

    /// <summary>One Parquet file that a manifest names.</summary>
    private sealed record ManifestFile(string Table, string Path, long Rows)
    {
        public static List<ManifestFile> Of(JsonDocument manifest, string list) =>
        [
            .. manifest.RootElement.GetProperty(list).EnumerateArray().Select(file => new ManifestFile(
                file.GetProperty("table").GetString()!, file.GetProperty("path").GetString()!,
                file.GetProperty("rows").GetInt64())),
        ];
    }

    /// <param name="Digest">Over all columns of all rows, in any order.</param>
    /// <param name="Run">Of the rows; null where there are none, or where they belong to no run.</param>
    private sealed record SeenTable(string Name, long Rows, ulong Digest, string? Run);

    /// <summary>What one look saw.</summary>
    private sealed record Seen(string Run, int Sequence, IReadOnlyList<SeenTable> Tables)
    {
        public static Seen Of(DuckDbConnection connection)
        {
            using var command = connection.CreateCommand();
            command.CommandText = EveryTable;
            using var reader = command.ExecuteReader();
            List<SeenTable> tables = [];
            while (reader.Read())
            {
                var (lowest, highest) = (Text(reader, 3), Text(reader, 4));
                var run = lowest == highest ? lowest : $"{lowest} and {highest}";
                tables.Add(new SeenTable(
                    reader.GetString(0), Convert.ToInt64(reader.GetValue(1)), reader.GetFieldValue<ulong>(2), run));
            }

            var published = tables.Single(table => table.Name == "runs").Run
                ?? throw new FormatException("the table runs is empty");
            return new Seen(published, int.Parse(published.Split('-')[0]), tables);
        }

        private static string? Text(DuckDbDataReader reader, int column) =>
            reader.IsDBNull(column) ? null : reader.GetString(column);
    }
}
