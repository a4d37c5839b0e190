using System.Diagnostics.Metrics;
using System.Net;
using System.Text.Json;
using Analytics.App.Scheduling;
using Analytics.Pipeline;
using Analytics.Pipeline.Definition;
using Analytics.Pipeline.Lake;
using Analytics.Pipeline.Runs;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OpenTelemetry.Metrics;

namespace Analytics.App.Monitoring;

/// <summary>
/// What a scheduler answers over HTTP: <c>/healthz</c> (would a restart help?), <c>/readyz</c> (does it do what its
/// folder says?), both 200 or 503 with the reasons as JSON, and <c>/metrics</c> for Prometheus. There is nothing to
/// change and nothing about accounts to read; still it listens on this machine alone unless told otherwise.
/// </summary>
internal sealed class MonitoringServer : IAsyncDisposable
{
    private const string MeterName = "Analytics.Schedule";

    /// <summary>Meter of the runtime: garbage collector, threads, working set.</summary>
    private const string RuntimeMeter = "System.Runtime";

    private static readonly JsonSerializerOptions SnakeCase = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
    };

    private readonly WebApplication _app;
    private readonly Meter _meter;
    private readonly MeterProvider _metrics;

    private MonitoringServer(WebApplication app, Meter meter, MeterProvider metrics) =>
        (_app, _meter, _metrics) = (app, meter, metrics);

    /// <summary>Where it listens, with the port that the system chose where 0 was asked for.</summary>
    public Uri Address => new(_app.Urls.First());

    /// <exception cref="UserException">The port is taken, or the address is none of this machine.</exception>
    public static async Task<MonitoringServer> StartAsync(
        IPEndPoint endpoint, ScheduleBoard board, HealthReport health, ILoggerProvider log)
    {
        Meter meter = new(MeterName, CodeVersion.Text);
        Observe(meter, board, health);
        var metrics = OpenTelemetry.Sdk.CreateMeterProviderBuilder()
            .ConfigureResource(TelemetryExport.Describe)
            .AddMeter(PipelineTelemetry.Name, MeterName, RuntimeMeter)
            .AddPrometheusExporter(options => options.ScrapeResponseCacheDurationMilliseconds = 0)
            .Build();

        // An empty builder: no configuration file or variable moves the address or opens a second one.
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Listen(endpoint);
        });
        builder.Services.AddSingleton<IHostLifetime, CommandLifetime>();
        builder.Services.AddRoutingCore();
        builder.Logging.SetMinimumLevel(LogLevel.Critical).AddProvider(log);
        var app = builder.Build();
        app.MapGet("/healthz", context => AnswerAsync(context, "alive", health.Alive()));
        app.MapGet("/readyz", context => AnswerAsync(context, "ready", health.Ready()));
        app.MapPrometheusScrapingEndpoint("/metrics", metrics, null, null);
        MonitoringServer server = new(app, meter, metrics);
        try
        {
            await app.StartAsync();
            return server;
        }
        catch (Exception error) when (error is IOException or System.Net.Sockets.SocketException)
        {
            await server.DisposeAsync();
            throw new UserException(
                $"--listen: found {endpoint}, where this program cannot listen ({error.Message.TrimEnd('.')}); "
                + "expected a free port of this machine. Name another one with --listen ADDRESS:PORT, or say "
                + "--listen off.",
                ExitCodes.Usage,
                error);
        }
    }

    /// <summary>Figures of what was published before this process began.</summary>
    public static void ShowLakes(ScheduleBoard board)
    {
        foreach (var definition in board.All().Select(state => state.Read.Definition).OfType<PipelineDefinition>())
            LakeGauges.Show(definition.Name, new LakeFolder(definition.Output.Lake));
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        _metrics.Dispose();
        _meter.Dispose();
    }

    private static void Observe(Meter meter, ScheduleBoard board, HealthReport health)
    {
        meter.CreateObservableGauge(
            "analytics.schedule.running",
            () => board.All().Where(state => state.Read.Definition is not null).Select(state => new Measurement<int>(
                state.Running?.Phase == RunPhase.Running ? 1 : 0,
                new KeyValuePair<string, object?>("pipeline", state.Read.Definition!.Name))),
            "{run}", "Whether a run of the pipeline is under way");
        meter.CreateObservableGauge(
            "analytics.schedule.problems",
            () => HealthProblem.Kinds.Select(kind => new Measurement<int>(
                health.Ready().Count(problem => problem.Kind == kind),
                new KeyValuePair<string, object?>("kind", kind))),
            "{problem}", "What keeps the scheduler from being ready, by kind");
    }

    private static Task AnswerAsync(HttpContext context, string good, IReadOnlyList<HealthProblem> problems)
    {
        context.Response.StatusCode =
            problems.Count == 0 ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable;
        context.Response.ContentType = "application/json";
        context.Response.Headers.CacheControl = "no-store";
        var status = problems.Count == 0 ? good : $"not {good}";
        return context.Response.WriteAsync(JsonSerializer.Serialize(new { status, problems }, SnakeCase));
    }
}
