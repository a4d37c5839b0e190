using System.Runtime.CompilerServices;
using Analytics.Pipeline.Runs;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Analytics.App.Monitoring;

/// <summary>
/// Sends spans and metrics by OTLP where the environment names a collector, in the variables that OpenTelemetry
/// specifies. A collector that is down costs nothing but the telemetry: sending is done beside the work, and what is
/// left at the end gets two seconds.
/// </summary>
internal sealed class TelemetryExport : IDisposable
{
    private const string Prefix = "OTEL_EXPORTER_OTLP_";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private static readonly string[] Variables =
    [
        .. from signal in new[] { "", "TRACES_", "METRICS_" }
           from name in new[] { "ENDPOINT", "PROTOCOL", "HEADERS", "TIMEOUT" }
           select $"{Prefix}{signal}{name}",
        "OTEL_SDK_DISABLED", "OTEL_SERVICE_NAME", "OTEL_RESOURCE_ATTRIBUTES", "OTEL_METRIC_EXPORT_INTERVAL",
    ];

    private readonly int _milliseconds;
    private readonly TracerProvider? _traces;
    private readonly MeterProvider? _metrics;

    private TelemetryExport(IConfiguration configuration, TimeSpan patience)
    {
        _milliseconds = (int)patience.TotalMilliseconds;
        if (IsNamed(configuration, "TRACES_"))
        {
            _traces = OpenTelemetry.Sdk.CreateTracerProviderBuilder()
                .ConfigureServices(services => services.AddSingleton(configuration))
                .ConfigureResource(Describe)
                .AddSource(PipelineTelemetry.Name)
                .AddOtlpExporter()
                .Build();
        }

        if (IsNamed(configuration, "METRICS_"))
        {
            _metrics = OpenTelemetry.Sdk.CreateMeterProviderBuilder()
                .ConfigureServices(services => services.AddSingleton(configuration))
                .ConfigureResource(Describe)
                .AddMeter(PipelineTelemetry.Name)
                .AddOtlpExporter()
                .Build();
        }
    }

    /// <param name="variable">Environment variables.</param>
    /// <param name="patience">What is left at the end gets this long; two seconds unless given.</param>
    /// <returns>Null where no collector is named; then nothing of OpenTelemetry is even loaded.</returns>
    public static TelemetryExport? Start(Func<string, string?> variable, TimeSpan? patience = null)
    {
        var endpoints = new[] { "", "TRACES_", "METRICS_" }.Select(signal => variable($"{Prefix}{signal}ENDPOINT"));
        var isOff = string.Equals(variable("OTEL_SDK_DISABLED"), "true", StringComparison.OrdinalIgnoreCase);
        return isOff || endpoints.All(string.IsNullOrEmpty) ? null : Create(variable, patience ?? Patience);
    }

    /// <summary>What this process is called; the environment may call it otherwise.</summary>
    public static void Describe(ResourceBuilder resource) => resource.Clear()
        .AddService("analytics", serviceVersion: CodeVersion.Text)
        .AddTelemetrySdk()
        .AddEnvironmentVariableDetector();

    /// <summary>Sends what is left. Threads that a dead collector holds end with the process.</summary>
    public void Dispose()
    {
        Task[] sending =
        [
            Task.Run(() => _traces?.Shutdown(_milliseconds)),
            Task.Run(() => _metrics?.Shutdown(_milliseconds)),
        ];
        _ = Task.WhenAll(sending).Wait(_milliseconds);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static TelemetryExport Create(Func<string, string?> variable, TimeSpan patience)
    {
        var given = Variables.Select(name => new KeyValuePair<string, string?>(name, variable(name)))
            .Where(pair => pair.Value is not null);
        return new TelemetryExport(
            new ConfigurationBuilder().AddEnvironmentVariables().AddInMemoryCollection(given).Build(), patience);
    }

    private static bool IsNamed(IConfiguration configuration, string signal) =>
        !string.IsNullOrEmpty(configuration[Prefix + "ENDPOINT"])
        || !string.IsNullOrEmpty(configuration[$"{Prefix}{signal}ENDPOINT"]);
}
