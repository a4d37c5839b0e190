using System.Text;
using Analytics.DuckDb;
using Analytics.Pipeline.Definition;
using Analytics.Pipeline.Ingest;
using Analytics.Pipeline.Ingest.Settling;
using Analytics.Pipeline.Lake;
using Analytics.Pipeline.Privacy;
using Analytics.Tests.Formats;
using Analytics.Tests.Privacy;

namespace Analytics.Tests.Ingest.Settling;

/// <summary>Deliveries, one run each, that are ingested and settled as runs do it, without the analysis.</summary>
internal sealed class SettledLake(int threads = 2) : IDisposable
{
    private static readonly Pseudonymizer Pseudonyms = new(TestKey.Of(1));

    private readonly Ingestion _ingestion = new();
    private readonly List<StagedFacts> _committed = [];
    private List<StagedFacts> _delivered = [];
    private int _files;

    public Settled Last { get; private set; } = new([], []);

    /// <summary>Whether the last run had anything to settle.</summary>
    public bool WasNeeded { get; private set; }

    public Ingested Ingested { get; private set; } = null!;

    public static ulong Account(string id) => Pseudonyms.Accounts("bluesky").Of(Encoding.UTF8.GetBytes(id));

    public static ulong Post(string id) => Pseudonyms.Posts("bluesky").Of(Encoding.UTF8.GetBytes(id));

    public void Dispose() => _ingestion.Dispose();

    /// <summary>A file of follows: lines <c>follower,followee,at,ended_at</c>.</summary>
    public SourceDefinition Follows(DateTimeOffset observed, WholeLists complete, params IEnumerable<string> lines)
    {
        var path = _ingestion.Write(
            $"follows-{++_files}.csv", $"follower_id,followee_id,at,ended_at\n{string.Join('\n', lines)}\n");
        return Ingestion.Source($"source{_files}", SourceFormat.Csv, FactKind.Follows, path) with
        {
            Platform = "bluesky",
            ObservedAt = observed,
            Complete = complete,
        };
    }

    /// <summary>A file of events of Bluesky.</summary>
    public SourceDefinition Events(params IEnumerable<string> lines)
    {
        var path = _ingestion.Write($"events-{++_files}.jsonl", string.Join('\n', lines) + "\n");
        return TestSource.Of(SourceFormat.BlueskyJetstream, path) with { Name = $"source{_files}" };
    }

    /// <summary>Puts rows into a fact table as part of the next delivery.</summary>
    /// <param name="month">Such as <c>2024-05</c>.</param>
    public SettledLake With(string table, string month, string select)
    {
        var path = _ingestion.Write($"{table}-{++_files}.parquet", []);
        using var engine = DuckDbDatabase.Open();
        using var connection = engine.Connect();
        var rows = connection.Execute($"COPY ({select}) TO '{path}' (FORMAT parquet)");
        _delivered.Add(new StagedFacts(table, FactSchema.MonthOfPath($"month={month}"), path, rows));
        return this;
    }

    /// <summary>One run over new files.</summary>
    public async Task<SettledLake> RunAsync(params SourceDefinition[] sources)
    {
        Ingested = await _ingestion.RunAsync(threads, _committed, sources);
        var staged = Ingested.Result.Facts.Concat(_delivered).ToList();
        using var engine = DuckDbDatabase.Open(settings: new Dictionary<string, string> { ["threads"] = $"{threads}" });
        var settlement = new Settlement(
            engine, _committed.Select(file => (file.Table, file.Path)), staged, TestContext.Current.CancellationToken);
        WasNeeded = settlement.IsNeeded;
        Last = WasNeeded ? settlement.Run(Ingested.Folder) : new Settled(staged, []);
        _committed.AddRange(Last.Facts);
        _delivered = [];
        return this;
    }

    /// <summary>The rows of a query over the views that analysts see, as texts, sorted.</summary>
    public IReadOnlyList<string> Rows(string sql)
    {
        using var engine = DuckDbDatabase.Open();
        using var connection = engine.Connect();
        ParquetView.CreateFacts(
            connection, _committed.ToLookup(file => file.Table, file => file.Path),
            SettledFacts.Of(Last.Files.Select(file => (file.Table, file.Path))));
        using var command = connection.CreateCommand($"SELECT CAST(COLUMNS(*) AS VARCHAR) FROM ({sql})");
        using var reader = command.ExecuteReader();
        var rows = new List<string>();
        while (reader.Read())
        {
            rows.Add(string.Join('|', Enumerable.Range(0, reader.FieldCount)
                .Select(i => reader.IsDBNull(i) ? "NULL" : reader.GetString(i))));
        }

        rows.Sort(StringComparer.Ordinal);
        return rows;
    }

    /// <summary>The follows of a pair as <c>first_seen|ended_at</c>, oldest first, in days of May 2024.</summary>
    public IReadOnlyList<string> FollowsOf(string follower, string followee) => Rows(
        "SELECT first_seen, ended_at FROM follows "
        + $"WHERE follower_id = {Account(follower)} AND followee_id = {Account(followee)}");
}
