using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using System.Text.RegularExpressions;
using Analytics.App.Monitoring;
using Analytics.App.Progress;
using Analytics.App.Scheduling;
using Analytics.Pipeline;
using Analytics.Tests.EndToEnd;
using Analytics.Tests.Runs;
using Microsoft.Extensions.Logging;

namespace Analytics.Tests.Monitoring;

public sealed partial class MonitoringServerTests
{
    private static readonly LogSettings Silent = new(LogFormat.Text, LogLevel.Critical, false, true);

    [Fact(Timeout = 60_000)]
    public async Task Server_Scheduler_AnswersHealthAndReadiness()
    {
        ScheduleBoard board = new(TimeProvider.System);
        await using var server = await StartAsync(board);
        using HttpClient client = new() { BaseAddress = server.Address };

        Assert.True(IPAddress.IsLoopback(IPAddress.Parse(server.Address.Host)));
        Assert.Equal("""{"status":"alive","problems":[]}""", await client.GetStringAsync("/healthz"));
        var early = await client.GetAsync("/readyz");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, early.StatusCode);
        Assert.Equal("application/json", early.Content.Headers.ContentType?.MediaType);
        using var reasons = JsonDocument.Parse(await early.Content.ReadAsStringAsync());
        Assert.Equal("stopped", reasons.RootElement.GetProperty("problems")[0].GetProperty("kind").GetString());

        board.Start();

        Assert.Equal("""{"status":"ready","problems":[]}""", await client.GetStringAsync("/readyz"));
        Assert.Equal(HttpStatusCode.NotFound, (await client.GetAsync("/")).StatusCode);
        Assert.Equal(HttpStatusCode.MethodNotAllowed, (await client.PostAsync("/healthz", null)).StatusCode);
    }

    [Fact(Timeout = 60_000)]
    public async Task Metrics_AfterARun_FollowTheGrammarAndHoldItsFigures()
    {
        const string name = "he said \"a\\b\"";
        using RunFolder folder = new();
        var pipeline = SmallRun.In(folder, name, badRows: 3);
        ScheduleBoard board = new(TimeProvider.System);
        board.Show([new PipelineFileState("a.yaml", pipeline, null, [])]);
        await using var server = await StartAsync(board);
        using HttpClient client = new() { BaseAddress = server.Address };

        await RunFolder.RunAsync(pipeline);
        var answer = await client.GetAsync("/metrics");

        Assert.Equal("text/plain", answer.Content.Headers.ContentType?.MediaType);
        var text = await answer.Content.ReadAsStringAsync();
        var samples = PrometheusText.Parse(text);
        Assert.Equal(1, Value("analytics_runs_total", ("status", "done")));
        Assert.Equal(3, Value("analytics_rejects_total", ("source", "lists")));
        Assert.Equal(383, Value("analytics_stage_rows_total", ("stage", "ingest")));
        Assert.Equal(1, Value("analytics_stage_duration_seconds_count", ("stage", "commit")));
        Assert.Equal(SmallRun.Rows, Value("analytics_lake_facts", ("table", "follows")));
        Assert.Equal(
            FixedClock.Noon.GetUtcNow().ToUnixTimeSeconds(), Value("analytics_run_last_success_timestamp_seconds"));
        Assert.Equal(0, Value("analytics_schedule_running"));
        Assert.Contains(samples, sample => sample.Name.StartsWith("dotnet_", StringComparison.Ordinal));
        var document = File.ReadAllText(Repository.RepositoryFolder.PathOf("docs", "operations.md"));
        Assert.All(
            Documented().Matches(document).Select(match => match.Value).Where(IsAlwaysThere).Distinct(),
            documented => Assert.Contains(samples, sample => sample.Name.StartsWith(documented)));

        double Value(string metric, params (string Key, string Value)[] labels) => Assert.Single(
            samples, sample => sample.Name == metric && sample.Labels.GetValueOrDefault("pipeline") == name
                && labels.All(label => sample.Labels.GetValueOrDefault(label.Key) == label.Value)).Value;
    }

    [Fact(Timeout = 60_000)]
    public async Task Start_PortInUse_SaysWhichAndWhatToDo()
    {
        using TcpListener other = new(IPAddress.Loopback, 0);
        other.Start();

        var error = await Assert.ThrowsAsync<UserException>(
            () => StartAsync(new ScheduleBoard(TimeProvider.System), (IPEndPoint)other.LocalEndpoint));

        Assert.Equal(ExitCodes.Usage, error.ExitCode);
        Assert.Contains(other.LocalEndpoint.ToString()!, error.Message);
        Assert.Contains("--listen off", error.Message);
    }

    [Theory]
    [InlineData("127.0.0.1:9464", "127.0.0.1:9464")]
    [InlineData("localhost:80", "127.0.0.1:80")]
    [InlineData("[::1]:0", "[::1]:0")]
    [InlineData("0.0.0.0:65535", "0.0.0.0:65535")]
    [InlineData("off", null)]
    public void Listen_AddressAndPort_IsTaken(string text, string? expected) =>
        Assert.Equal(expected, ListenAddress.Parse(text)?.ToString());

    [Theory]
    [InlineData("")]
    [InlineData("9464")]
    [InlineData(":9464")]
    [InlineData("127.0.0.1")]
    [InlineData("127.0.0.1:65536")]
    [InlineData("127.0.0.1:-1")]
    [InlineData("::1:9464")]
    [InlineData("example.org:80")]
    public void Listen_AnythingElse_IsAUsageError(string text) => Assert.Contains(
        "expected ADDRESS:PORT", Assert.Throws<UserException>(() => ListenAddress.Parse(text)).Message);

    [Fact(Timeout = 60_000)]
    public async Task Schedule_Process_AnswersUntilItIsStopped()
    {
        using RunFolder folder = new();
        Directory.CreateDirectory(folder.PathOf("pipelines"));
        using var process = AnalyticsProcess.Start(
            folder.Root, "schedule", folder.PathOf("pipelines"), "--listen", "127.0.0.1:0");
        Assert.True(await process.UntilAsync(() => Listening().IsMatch(process.Error)), process.Error);
        using HttpClient client = new() { BaseAddress = new Uri(Listening().Match(process.Error).Groups["at"].Value) };
        HttpStatusCode code;
        do
        {
            code = (await client.GetAsync("/readyz", TestContext.Current.CancellationToken)).StatusCode;
        }
        while (code != HttpStatusCode.OK);

        PrometheusText.Parse(await client.GetStringAsync("/metrics", TestContext.Current.CancellationToken));
        process.Signal("TERM");

        Assert.Equal(0, (await process.EndAsync()).ExitCode);
    }

    private static Task<MonitoringServer> StartAsync(ScheduleBoard board, IPEndPoint? endpoint = null) =>
        MonitoringServer.StartAsync(
            endpoint ?? new IPEndPoint(IPAddress.Loopback, 0), board,
            new HealthReport(board, TimeSpan.FromSeconds(5), TimeProvider.System),
            new LineLoggerProvider(TextWriter.Null, TimeProvider.System, Silent));

    /// <summary>Pulls, refusals and warnings appear with the first of them.</summary>
    private static bool IsAlwaysThere(string metric) =>
        !metric.StartsWith("analytics_pull", StringComparison.Ordinal)
        && metric is not ("analytics_lock_busy_total" or "analytics_warnings_total");

    [GeneratedRegex("analytics_[a-z_]*[a-z]")]
    private static partial Regex Documented();

    [GeneratedRegex(@"health and metrics: (?<at>http://\S+)")]
    private static partial Regex Listening();
}
