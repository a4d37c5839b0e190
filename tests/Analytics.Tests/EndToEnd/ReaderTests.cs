using Analytics.Pipeline.Marts;
using Analytics.Tests.Runs;

namespace Analytics.Tests.EndToEnd;

/// <summary>Who has the catalog open goes on reading the snapshot in it, whatever is published meanwhile.</summary>
[Collection(ProcessCollection.Name)]
public sealed class ReaderTests(GeneratedLake generated)
{
    private const string WhichRun = "SELECT run_id FROM runs";

    [Fact(Timeout = 120_000)]
    public async Task Query_CatalogReplacedWhileOpen_AnswersFromTheOldSnapshot()
    {
        generated.Restore();
        string[] query = ["query", "--lake", generated.Lake, "--format", "ndjson"];
        using var reader = AnalyticsProcess.Start(generated.Home, query);
        const string counts =
            "SELECT (SELECT run_id FROM runs) AS run, (SELECT count(*) FROM follows) AS follows, "
            + "(SELECT count(*) FROM members) AS members;";
        var old = await reader.AskAsync(counts);
        Assert.Contains(generated.BaseRun, old);

        using (var run = generated.StartRun(generated.FullPipeline))
        {
            // The reader keeps asking while the run works and publishes.
            while (!run.HasExited) Assert.Equal(old, await reader.AskAsync(counts));
            Assert.Equal(0, (await run.EndAsync()).ExitCode);
        }

        Assert.Equal(old, await reader.AskAsync(counts));
        Assert.Equal(0, (await reader.EndAsync()).ExitCode);
        var after = await AnalyticsProcess.RunAsync(generated.Home, [.. query, counts]);
        Assert.Contains(generated.FullRun, after.Output);
    }

    [Fact(Timeout = 240_000)]
    public async Task NodeClient_CatalogReplacedWhileOpen_AnswersFromTheOldSnapshot()
    {
        var node = await NodeClient.RequireAsync();
        generated.Restore();
        using var reader = node.Open(Path.Combine(generated.Lake, "analytics.duckdb"));
        Assert.Equal([generated.BaseRun], await reader.AskAsync(WhichRun));
        var members = await reader.AskAsync("SELECT count(*) FROM members");

        Assert.Equal(0, (await generated.RunAsync(generated.FullPipeline)).ExitCode);

        Assert.Equal([generated.BaseRun], await reader.AskAsync(WhichRun));
        Assert.Equal(members, await reader.AskAsync("SELECT count(*) FROM members"));
        using var late = node.Open(Path.Combine(generated.Lake, "analytics.duckdb"));
        Assert.Equal([generated.FullRun], await late.AskAsync(WhichRun));
    }

    [Fact(Timeout = 240_000)]
    public async Task NodeClient_Catalog_ShowsEveryTableWithCommentsAndAllRows()
    {
        var node = await NodeClient.RequireAsync();
        generated.Restore();
        using var reader = node.Open(Path.Combine(generated.Lake, "analytics.duckdb"));
        var manifest = LakeContents.Newest(generated.Lake);

        var names = string.Join(", ", MartCatalog.All.Select(table => $"'{table.Name}'"));
        var expected = MartCatalog.All
            .Select(table => $"{table.Name}|{table.Meaning}|{table.Columns.Count}").Order(StringComparer.Ordinal);
        Assert.Equal(expected, await reader.AskAsync(
            "SELECT view_name || '|' || v.comment || '|' || count(c.comment) FROM duckdb_views() AS v "
            + "JOIN duckdb_columns() AS c ON c.table_name = v.view_name "
            + $"WHERE view_name IN ({names}) GROUP BY view_name, v.comment ORDER BY 1"));
        foreach (var table in manifest.Facts.Concat(manifest.Marts).GroupBy(file => file.Table))
        {
            var rows = await reader.AskAsync($"SELECT count(*) FROM {table.Key}");
            Assert.Equal([$"{table.Sum(file => file.Rows)}"], rows);
        }

        Assert.NotEmpty(await reader.AskAsync("SELECT label FROM communities_now LIMIT 1"));
        Assert.Equal(["compare", "leader_card", "partner_plan", "why"], await reader.AskAsync(
            "SELECT DISTINCT function_name FROM duckdb_functions() WHERE NOT internal ORDER BY 1"));
    }
}
