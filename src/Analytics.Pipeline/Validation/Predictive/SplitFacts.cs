using System.Globalization;
using Analytics.DuckDb;
using Analytics.Pipeline.Lake;
using Analytics.Pipeline.Marts;

namespace Analytics.Pipeline.Validation.Predictive;

/// <summary>
/// The facts of a lake as they were known at one moment. What came later stays in the schema <c>delivered</c>, and
/// nothing of it is to be seen in the views that the analysis reads:
/// <list type="bullet">
/// <item>follows, interactions, posts and profiles from the split on are left out;</item>
/// <item>a follow, interaction or post that ended later has not ended yet;</item>
/// <item>counters under posts (likes, views, …) are unknown: they were read when the export was made.</item>
/// </list>
/// </summary>
internal static class SplitFacts
{
    private static readonly string[] Counters = ["likes", "replies", "reposts", "quotes", "views", "reach"];

    public static void Show(DuckDbConnection connection, LakeFolder lake, SnapshotManifest snapshot, DateTime split)
    {
        connection.Execute("CREATE SCHEMA delivered; SET search_path = 'delivered'");
        ParquetView.CreateFacts(
            connection, snapshot.Facts.ToLookup(file => file.Table, file => lake.Absolute(file.Path)),
            SettledFacts.Of(lake, snapshot));
        connection.Execute("SET search_path = 'main'");
        ShowBefore(connection, split);
    }

    /// <summary>Makes the views of the analysis over tables or views of the same names in <c>delivered</c>.</summary>
    public static void ShowBefore(DuckDbConnection connection, DateTime split)
    {
        var micros = ((split.Ticks - DateTime.UnixEpoch.Ticks) / TimeSpan.TicksPerMicrosecond)
            .ToString(CultureInfo.InvariantCulture);
        // A constant reaches the reader of the files; a joined table of one row would be compared pair by pair.
        var instant = $"make_timestamp({micros})";
        connection.Execute(
            $"CREATE VIEW delivered.later AS SELECT * FROM delivered.interactions AS fact WHERE fact.at >= {instant}");
        foreach (var table in MartCatalog.Facts)
        {
            var columns = string.Join(", ", table.Columns.Select(column => Before(table.Name, column, instant)));
            connection.Execute(
                $"CREATE VIEW main.{table.Name} AS SELECT {columns} FROM delivered.{table.Name} AS fact "
                + $"WHERE fact.{TimeOf(table.Name)} < {instant}");
        }
    }

    private static string TimeOf(string table) => table switch
    {
        "follows" or "sightings" => "first_seen",
        "accounts" or "follow_lists" => "observed_at",
        _ => "\"at\"",
    };

    private static string Before(string table, MartColumn column, string instant) => (table, column.Name) switch
    {
        ("follows", "last_seen") => $"least(fact.last_seen, {instant}) AS last_seen",
        (_, "ended_at") => $"CASE WHEN fact.ended_at < {instant} THEN fact.ended_at END AS ended_at",
        ("posts", var name) when Counters.Contains(name) => $"CAST(NULL AS {column.Type}) AS {name}",
        _ => $"fact.{column.Quoted}",
    };
}
