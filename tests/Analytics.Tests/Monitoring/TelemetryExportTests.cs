using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Analytics.App.Monitoring;
using Analytics.Pipeline.Runs;
using Analytics.Tests.Runs;

namespace Analytics.Tests.Monitoring;

public sealed class TelemetryExportTests
{
    private const string Endpoint = "OTEL_EXPORTER_OTLP_ENDPOINT";

    [Fact(Timeout = 60_000)]
    public async Task Export_ToACollector_BringsSpansAndMetricsBeforeItEnds()
    {
        using RunFolder folder = new();
        using Collector collector = new();

        // Two seconds are the product's; here they would only measure how busy the machine is.
        using (TelemetryExport.Start(Variables(collector.Address), TimeSpan.FromSeconds(30)))
            await RunFolder.RunAsync(SmallRun.In(folder, "telemetry-exported"));

        // Protobuf keeps texts as they are.
        var spans = Assert.Contains("/v1/traces", collector.Received);
        Assert.Contains("telemetry-exported", spans);
        Assert.Contains("analytics.run_id", spans);
        Assert.Contains("cluster", spans);
        Assert.Contains(CodeVersion.Text, spans);
        var metrics = Assert.Contains("/v1/metrics", collector.Received);
        Assert.Contains("analytics.run.duration", metrics);
        Assert.Contains("analytics.lake.size", metrics);
        Assert.Contains("telemetry-exported", metrics);
        Assert.Equal(["application/x-protobuf"], collector.Types.Distinct());
    }

    [Theory(Timeout = 60_000)]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Export_CollectorThatIsDownOrStuck_NeitherFailsNorDelays(bool isListening)
    {
        using RunFolder folder = new();
        using TcpListener port = new(IPAddress.Loopback, 0);
        port.Start();
        var address = $"http://127.0.0.1:{((IPEndPoint)port.LocalEndpoint).Port}";
        if (!isListening) port.Stop();

        var export = TelemetryExport.Start(Variables(address))!;
        var summary = await RunFolder.RunAsync(SmallRun.In(folder, "telemetry-lost"));
        var clock = Stopwatch.StartNew();
        export.Dispose();

        Assert.Equal(RunStatus.Done, summary.Status);
        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(4), $"{clock.Elapsed}");
    }

    [Theory]
    [InlineData(null, null)]
    [InlineData("", null)]
    [InlineData("http://127.0.0.1:1", "true")]
    public void Export_NobodyNamed_IsNotStarted(string? endpoint, string? disabled) => Assert.Null(
        TelemetryExport.Start(name => name == Endpoint ? endpoint : name == "OTEL_SDK_DISABLED" ? disabled : null));

    private static Func<string, string?> Variables(string address) => new Dictionary<string, string?>
    {
        [Endpoint] = address,
        ["OTEL_EXPORTER_OTLP_PROTOCOL"] = "http/protobuf",
    }.GetValueOrDefault;

    /// <summary>Takes whatever is sent to it by OTLP over HTTP.</summary>
    private sealed class Collector : IDisposable
    {
        private readonly HttpListener _listener = new();

        public Collector()
        {
            using (TcpListener free = new(IPAddress.Loopback, 0))
            {
                free.Start();
                Address = $"http://127.0.0.1:{((IPEndPoint)free.LocalEndpoint).Port}";
            }

            _listener.Prefixes.Add(Address + "/");
            _listener.Start();
            _ = Task.Run(ListenAsync);
        }

        public string Address { get; }

        public ConcurrentDictionary<string, string> Received { get; } = new();

        public ConcurrentQueue<string?> Types { get; } = new();

        public void Dispose() => _listener.Close();

        private async Task ListenAsync()
        {
            try
            {
                while (true)
                {
                    var context = await _listener.GetContextAsync();
                    using MemoryStream body = new();
                    await context.Request.InputStream.CopyToAsync(body);
                    Types.Enqueue(context.Request.ContentType);
                    Received.AddOrUpdate(
                        context.Request.Url!.AbsolutePath, Encoding.Latin1.GetString(body.ToArray()),
                        (_, before) => before + Encoding.Latin1.GetString(body.ToArray()));
                    context.Response.ContentType = "application/x-protobuf";
                    context.Response.Close();
                }
            }
            catch (Exception error) when (error is HttpListenerException or ObjectDisposedException)
            {
                // Closed.
            }
        }
    }
}
