using System.Text.Json;
using Analytics.Pipeline.Definition;
using Analytics.Pipeline.Lake;

namespace Analytics.Tests.App;

public sealed class RunsCommandTests
{
    [Fact]
    public async Task Runs_Lake_ListsNewestFirst()
    {
        using AppRun run = new();
        CreateLake(run.PathOf("lake"));

        Assert.Equal(0, await run.RunAsync("runs", "--lake", run.PathOf("lake")));

        Assert.Equal(
            """
            run     finished (UTC)       status      rows  communities  leaders
            ------  -------------------  ---------  -----  -----------  -------
            0002-b  2026-01-02 00:00:10  succeeded  2,000            3       30
            0001-a  2026-01-01 00:00:10  succeeded  1,000            3       30

            """,
            run.Output);
    }

    [Fact]
    public async Task Runs_Json_IsForMachines()
    {
        using AppRun run = new();
        CreateLake(run.PathOf("lake"));

        await run.RunAsync("runs", "--lake", run.PathOf("lake"), "--json");

        using var json = JsonDocument.Parse(run.Output);
        Assert.Equal("0002-b", json.RootElement[0].GetProperty("run_id").GetString());
        Assert.Equal(2_000, json.RootElement[0].GetProperty("rows").GetInt64());
    }

    [Theory]
    [InlineData("latest", "0002-b")]
    [InlineData("0001-a", "0001-a")]
    public async Task RunsShow_Run_TellsPurposeAndTables(string id, string expected)
    {
        using AppRun run = new();
        CreateLake(run.PathOf("lake"));

        Assert.Equal(0, await run.RunAsync("runs", "show", id, "--lake", run.PathOf("lake")));

        Assert.StartsWith($"run             {expected}", run.Output);
        Assert.Contains("Test Union", run.Output);
        Assert.Contains("communities", run.Output);
    }

    [Fact]
    public async Task RunsShow_UnknownRun_NamesTheKnown()
    {
        using AppRun run = new();
        CreateLake(run.PathOf("lake"));

        Assert.Equal(2, await run.RunAsync("runs", "show", "0009-x", "--lake", run.PathOf("lake")));
        Assert.Contains("0001-a, 0002-b", run.Error);
    }

    [Fact]
    public async Task Runs_NoLake_SaysHowToMakeOne()
    {
        using AppRun run = new();

        Assert.Equal(2, await run.RunAsync("runs", "--lake", run.PathOf("lake")));
        Assert.Contains("no such folder; expected a lake", run.Error);
    }

    private static void CreateLake(string path)
    {
        LakeFolder lake = new(path);
        lake.Open("/nowhere/identities.parquet", "00");
        SnapshotStore store = new(lake);
        Commit(store, lake, 1, "0001-a");
        Commit(store, lake, 2, "0002-b");
    }

    private static void Commit(SnapshotStore store, LakeFolder lake, int sequence, string id)
    {
        DateTimeOffset start = new(2026, 1, sequence, 0, 0, 0, TimeSpan.Zero);
        var folder = Path.Combine(lake.Runs, id);
        Directory.CreateDirectory(folder);
        store.Commit(
            folder,
            new SnapshotManifest(
                1, sequence, id, "test", "succeeded", start, start.AddSeconds(10), 42, "hash", "0.1.0",
                new PurposeRecord("Test Union", "tests", "GDPR Art. 6(1)(f)", TimeSpan.FromDays(365)), 4,
                [new ParquetFile("follows", "facts/follows/a.parquet", 1_000 * sequence, 10, "")],
                [
                    new ParquetFile("communities", $"snapshots/{id}/communities.parquet", 3, 10, ""),
                    new ParquetFile("leaders", $"snapshots/{id}/leaders.parquet", 30, 10, ""),
                ],
                []),
            new Dictionary<string, string>());
    }
}
