using System.Text.Json;
using System.Text.RegularExpressions;

namespace Analytics.Tests.App;

public sealed class RunCommandTests
{
    [Fact]
    public async Task Run_SmallPipeline_PublishesAndAnswers()
    {
        using AppRun run = new();
        var file = WritePipeline(run);

        Assert.Equal(0, await run.RunAsync("run", file, "--threads", "1"));

        Assert.Contains("1 new file ingested, 0 known before.", run.Output);
        Assert.Contains("1 community, shown with", run.Output);
        Assert.Matches("^[0-9:TZ-]{20} warning: made a new pseudonym key: [^\n]*\n$", run.Error);

        using AppRun query = new();
        Assert.Equal(0, await query.RunAsync(
            "query", "SELECT size FROM communities", "--lake", run.PathOf("lake"), "--format", "csv"));
        Assert.Equal("size\n20\n", query.Output);
    }

    [Fact]
    public async Task Run_Again_SaysPlainlyThatNothingIsNew()
    {
        using AppRun first = new();
        var file = WritePipeline(first);
        await first.RunAsync("run", file);

        using AppRun second = new();
        Assert.Equal(0, await second.RunAsync("run", file));

        Assert.Contains("0 new files ingested, 1 known before.", second.Output);
    }

    [Fact]
    public async Task Run_Json_IsTheSummary()
    {
        using AppRun run = new();

        Assert.Equal(0, await run.RunAsync("run", WritePipeline(run), "--json", "--lake", run.PathOf("other")));

        using var json = JsonDocument.Parse(run.Output);
        Assert.Equal(run.PathOf("other"), json.RootElement.GetProperty("lake_path").GetString());
        var source = json.RootElement.GetProperty("sources")[0];
        Assert.Equal(380, source.GetProperty("read").GetInt64());
        Assert.Equal(20, json.RootElement.GetProperty("communities")[0].GetProperty("size").GetInt32());
    }

    [Fact]
    public async Task Run_Quiet_TellsNothingUnlessAskedForJson()
    {
        using AppRun first = new();
        var file = WritePipeline(first);
        await first.RunAsync("run", file);

        using AppRun quiet = new();
        Assert.Equal(0, await quiet.RunAsync("run", file, "--quiet"));
        Assert.Equal("", quiet.Output);
        Assert.Equal("", quiet.Error);

        using AppRun asked = new();
        Assert.Equal(0, await asked.RunAsync("run", file, "-q", "--json"));
        using var json = JsonDocument.Parse(asked.Output);
        Assert.Equal("", asked.Error);
    }

    [Fact]
    public async Task Run_QuietWithRejects_StillWarnsAndExitsWith3()
    {
        using AppRun run = new();

        Assert.Equal(3, await run.RunAsync("run", WritePipeline(run, badRows: 100), "--quiet"));

        Assert.Contains("warning: gates.max_reject_share, source follows: 100 of 480 rows were rejected", run.Error);
        Assert.Equal("", run.Output);
    }

    [Fact]
    public async Task Run_QuietAndVerbose_IsAUsageError()
    {
        using AppRun run = new();

        Assert.Equal(2, await run.RunAsync("run", "any.yaml", "--quiet", "--verbose"));

        Assert.Contains("expected one of the two", run.Error);
    }

    [Theory]
    [InlineData("text")]
    [InlineData("json")]
    public async Task Run_LogFormat_GivesOneLinePerStage(string format)
    {
        using AppRun run = new();

        await run.RunAsync("run", WritePipeline(run, badRows: 3), "--log-format", format);

        string[] stages =
            ["read", "clean", "write", "ingest", "weigh", "cluster", "measure", "plan", "publish", "commit"];
        var lines = run.Error.TrimEnd('\n').Split('\n');
        if (format == "text")
        {
            Assert.All(stages, stage => Assert.Single(lines, line => Regex.IsMatch(line, $"Z {stage}: .* in ")));
            Assert.Contains(lines, line => line.Contains("ingest: 383 rows, ") && line.Contains(", 3 rejected"));
            return;
        }

        var objects = lines.Select(line => JsonDocument.Parse(line).RootElement).ToList();
        Assert.All(objects, one => Assert.Equal("test", one.GetProperty("pipeline").GetString()));
        var finished = objects.Where(one => one.GetProperty("event").GetInt32() == 102).ToList();
        Assert.Equal(stages, finished.Select(one => one.GetProperty("stage").GetString()));
        var ingest = finished.Single(one => one.GetProperty("stage").GetString() == "ingest");
        Assert.Equal((383, 3), (ingest.GetProperty("rows").GetInt32(), ingest.GetProperty("rejects").GetInt32()));
        var end = objects[^1];
        Assert.Equal(105, end.GetProperty("event").GetInt32());
        Assert.Equal(finished[^1].GetProperty("run_id").GetString(), end.GetProperty("run_id").GetString());
    }

    [Fact]
    public async Task Run_JsonLogAndAMistake_EndsWithAnObjectToo()
    {
        using AppRun run = new();

        Assert.Equal(2, await run.RunAsync("run", run.PathOf("none.yaml"), "--log-format", "json"));

        using var line = JsonDocument.Parse(run.Error.TrimEnd('\n'));
        Assert.Equal(2, line.RootElement.GetProperty("exit_code").GetInt32());
        Assert.Equal("error", line.RootElement.GetProperty("level").GetString());
    }

    [Fact]
    public async Task Run_DryRun_LeavesNoLake()
    {
        using AppRun run = new();

        Assert.Equal(0, await run.RunAsync("run", WritePipeline(run), "--dry-run"));

        Assert.EndsWith("Dry run: nothing was published.\n", run.Output);
        Assert.False(Directory.Exists(run.PathOf("lake")));
    }

    [Fact]
    public async Task Run_TooManyRejects_ExitsWith3()
    {
        using AppRun run = new();
        var file = WritePipeline(run, badRows: 100);

        Assert.Equal(3, await run.RunAsync("run", file));

        Assert.Contains("A quality gate holds run 0001-", run.Output);
        Assert.False(File.Exists(run.PathOf("lake/analytics.duckdb")));
    }

    [Fact]
    public async Task Validate_WithoutTheKey_AsksForIt()
    {
        using AppRun run = new();
        await run.RunAsync("run", WritePipeline(run));
        File.Delete(run.PathOf("keys/pseudonym.key"));

        Assert.Equal(2, await run.RunAsync("validate", run.Folder, "--lake", run.PathOf("lake")));

        Assert.Contains("Name it with --key-file", run.Error);
    }

    [Fact]
    public async Task Validate_FolderWithoutTruth_IsAUsageError()
    {
        using AppRun run = new();
        await run.RunAsync("run", WritePipeline(run));

        Assert.Equal(2, await run.RunAsync("validate", run.Folder, "--lake", run.PathOf("lake")));

        Assert.Contains("truth", run.Error);
    }

    [Theory]
    [InlineData("--split soon", "found 'soon'; expected seconds since 1970")]
    [InlineData("--split 2026-01-03", "Choose an earlier or later time")]
    public async Task Validate_SplitThatCannotBe_IsAUsageError(string arguments, string expected)
    {
        using AppRun run = new();
        var file = WritePipeline(run);
        await run.RunAsync("run", file);

        Assert.Equal(2, await run.RunAsync(
            ["validate", file, "--lake", run.PathOf("lake"), .. arguments.Split(' ')]));

        Assert.Contains(expected, run.Error);
    }

    [Fact]
    public async Task Validate_WithThePipelineFile_AddsBotsAndSingleMeasures()
    {
        using AppRun run = new();
        var (exports, file) = (run.PathOf("exports"), run.PathOf("exports/pipeline.yaml"));
        Assert.Equal(0, await run.RunAsync(
            "generate", "--out", exports, "--accounts", "1000", "--bots", "0.1", "--pipeline", file));
        File.WriteAllText(file, File.ReadAllText(file).Replace("~/.config/analytics/pseudonym.key", "keys/one.key"));
        Assert.Equal(0, await run.RunAsync("run", file));

        Assert.Equal(0, await run.RunAsync("validate", exports, "--pipeline", file, "--json"));

        Assert.Contains("\"bot_recall\"", run.Output);
        Assert.Contains("\"steady_attention\"", run.Output);
        Assert.Contains("\"adjusted_rand\"", run.Output);
    }

    [Fact]
    public async Task Validate_Nothing_IsAUsageError()
    {
        using AppRun run = new();

        Assert.Equal(2, await run.RunAsync("validate"));

        Assert.Contains("found nothing to validate", run.Error);
    }

    /// <summary>Twenty accounts that all follow each other.</summary>
    private static string WritePipeline(AppRun run, int badRows = 0)
    {
        var people = Enumerable.Range(0, 20).ToList();
        List<string> lines = ["follower_id,followee_id,at"];
        lines.AddRange(
            from one in people
            from other in people
            where one != other
            select $"p{one},p{other},2026-01-02T03:04:05Z");
        lines.AddRange(Enumerable.Range(0, badRows).Select(row => $"q{row},,2026-01-02T03:04:05Z"));
        File.WriteAllLines(run.PathOf("follows.csv"), lines);

        var file = run.PathOf("pipeline.yaml");
        File.WriteAllText(
            file,
            """
            name: test
            purpose: { controller: Test Union, purpose: tests, legal_basis: none needed, retention: 1d }
            sources:
              - { name: follows, format: csv, kind: follows, path: follows.csv }
            privacy: { key_file: keys/pseudonym.key }
            """);
        return file;
    }
}
