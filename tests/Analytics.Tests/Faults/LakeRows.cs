using Analytics.DuckDb;
using Analytics.Pipeline.Lake;
using Analytics.Pipeline.Marts;

namespace Analytics.Tests.Faults;

/// <summary>The rows that a catalog shows, as text, so that two lakes can be compared to the row.</summary>
internal sealed class LakeRows
{
    // Times of the clock, and what depends on how many runs there were.
    private static readonly string[] OfRuns = ["runs", "sources", "rejects", "drift", "gates"];

    private readonly Dictionary<string, Dictionary<string, int>> _rows = [];

    public static LakeRows Facts(string lake) => Read(lake, MartCatalog.Facts);

    /// <summary>Marts and settings without the ids of runs.</summary>
    public static LakeRows Marts(string lake) =>
        Read(lake, MartCatalog.All.Except(MartCatalog.Facts).Where(table => !OfRuns.Contains(table.Name)));

    /// <summary>Rows of all tables.</summary>
    public long Count => _rows.Values.Sum(table => table.Values.Sum(times => (long)times));

    /// <summary>Rows that one has and the other has not, by table; tables without any are left out.</summary>
    public IReadOnlyDictionary<string, long> DifferencesTo(LakeRows other)
    {
        var differences = new Dictionary<string, long>();
        foreach (var table in _rows.Keys.Union(other._rows.Keys))
        {
            var (here, there) = (_rows.GetValueOrDefault(table, []), other._rows.GetValueOrDefault(table, []));
            var rows = here.Keys.Union(there.Keys)
                .Sum(row => (long)Math.Abs(here.GetValueOrDefault(row) - there.GetValueOrDefault(row)));
            if (rows > 0) differences.Add(table, rows);
        }

        return differences;
    }

    private static LakeRows Read(string lake, IEnumerable<MartTable> tables)
    {
        LakeRows rows = new();
        using DuckDbConnection connection = new($"Data Source={new LakeFolder(lake).Catalog};access_mode=READ_ONLY");
        connection.Open();
        foreach (var table in tables)
        {
            var columns = table.Columns.Where(column => column.Name != "run_id").Select(column => column.Quoted);
            using var command = connection.CreateCommand();
            command.CommandText = $"SELECT to_json(t)::VARCHAR FROM (SELECT {string.Join(", ", columns)} "
                + $"FROM {table.Name}) AS t";
            using var reader = command.ExecuteReader();
            var found = new Dictionary<string, int>();
            while (reader.Read())
            {
                var row = reader.GetString(0);
                found[row] = found.GetValueOrDefault(row) + 1;
            }

            rows._rows.Add(table.Name, found);
        }

        return rows;
    }
}
