using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Analytics.DuckDb;
using Analytics.Graph.Threads;
using Analytics.Pipeline.Communities;

namespace Analytics.Benchmarks.Graphs;

/// <summary>
/// From 10 million interactions in Parquet to edges: accounts numbered, weights halved by age, pairs added up. Ours
/// ends with a graph in memory; the engine's own way (a table of ids, two joins, one grouping) with a table of edges.
/// </summary>
internal static class EdgeRows
{
    public const string Kernel = "edges";

    private const int Rows = 10_000_000;
    private const string Engine = "DuckDB";

    // The same sum of weights: one for a like, halved every 30 days before the newest.
    private const string Acts =
        "SELECT actor_id, target_id, "
        + "CAST(round(pow(2, (epoch_us(\"at\") - 1780000000000000) / 2592e9) * 1048576) AS BIGINT) AS weight, "
        + "CAST(2 AS UTINYINT) AS kinds FROM interactions";

    public static void Measure(string folder, int threads, int runs, GraphReport report)
    {
        var file = Path.Combine(folder, $"interactions-{Rows}.parquet");
        if (!File.Exists(file)) Generate(file);
        var (ours, engine) = (new List<GraphFigures>(), new List<GraphFigures>());
        for (var run = 0; run < runs; run++)
        {
            engine.Add(Start("engine"));
            ours.Add(Start("ours"));
        }

        var mine = Join(ours);
        report.Add("10 M acts", threads, mine);
        report.Add("10 M acts", threads, mine, Join(engine) with { Peer = Engine });

        GraphFigures Start(string way) => JsonSerializer.Deserialize<GraphFigures>(
            Worker.Output("edges", way, file, threads.ToString(CultureInfo.InvariantCulture))[^1])!;
    }

    /// <summary>One measured process: `edges ours|engine FILE THREADS`.</summary>
    public static void Work(string[] words)
    {
        var threads = int.Parse(words[3], CultureInfo.InvariantCulture);
        using var database = DuckDbDatabase.Open(
            settings: new Dictionary<string, string> { ["threads"] = words[3] });
        using var connection = database.Connect();
        connection.Execute($"CREATE VIEW interactions AS FROM '{words[2]}'");
        var started = Stopwatch.GetTimestamp();
        var edges = words[1] == "ours" ? Ours(connection, threads) : Theirs(connection);
        var elapsed = Stopwatch.GetElapsedTime(started).TotalSeconds;
        using var process = Process.GetCurrentProcess();
        Console.WriteLine(JsonSerializer.Serialize(new GraphFigures(
            Kernel, [elapsed], process.PeakWorkingSet64 / 1e6,
            string.Create(CultureInfo.InvariantCulture, $"{edges:N0} edges"))));
    }

    private static long Ours(DuckDbConnection connection, int threads)
    {
        using Workers workers = new(threads);
        var acts = AttentionActs.Read(connection, Acts, _ => { }, default);
        return AttentionGraph.ArcsOf(AttentionPairs.Of(acts, workers, default), default).ArcCount;
    }

    private static long Theirs(DuckDbConnection connection)
    {
        connection.Execute(
            $"""
            CREATE TABLE ids AS
            SELECT CAST(row_number() OVER () - 1 AS INTEGER) AS vertex, id
            FROM (SELECT actor_id AS id FROM interactions UNION SELECT target_id FROM interactions);
            CREATE TABLE edges AS
            SELECT a.vertex AS source, t.vertex AS target, sum(weight) AS weight
            FROM ({Acts}) JOIN ids AS a ON a.id = actor_id JOIN ids AS t ON t.id = target_id
            GROUP BY ALL
            """);
        using var count = connection.CreateCommand("SELECT count(*) FROM edges");
        return (long)count.ExecuteScalar()!;
    }

    private static void Generate(string file)
    {
        Console.Error.WriteLine($"generating {Rows:N0} interactions …");
        using var connection = new DuckDbConnection("Data Source=:memory:");
        connection.Open();

        // A million accounts, of which few get most of the attention; ids as pseudonyms are, 64 bits that look random.
        connection.Execute(
            $"""
            SELECT setseed(0.42);
            COPY (
              SELECT hash(CAST(random() * 1e6 AS INTEGER)) AS actor_id,
                hash(CAST(pow(random(), 2) * 1e6 AS INTEGER)) AS target_id,
                make_timestamp(CAST(1770000000000000 + random() * 1e13 AS BIGINT)) AS "at"
              FROM range({Rows})
            ) TO '{file}.next' (FORMAT parquet, COMPRESSION zstd)
            """);
        File.Move(file + ".next", file);
    }

    private static GraphFigures Join(List<GraphFigures> runs) => runs[0] with
    {
        Seconds = [.. runs.Select(run => run.Seconds[0])],
        PeakMb = runs.Select(run => run.PeakMb).Order().ElementAt(runs.Count / 2),
    };
}
