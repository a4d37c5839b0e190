using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Analytics.Pipeline.Runs;

/// <summary>
/// What runs measure about themselves, under the names of OpenTelemetry's conventions; exporters make their own of them
/// (<c>analytics.run.duration</c> in seconds becomes <c>analytics_run_duration_seconds</c>). Where nobody listens,
/// nothing is kept. docs/operations.md says what each means.
/// </summary>
public static class PipelineTelemetry
{
    /// <summary>Name of the meter and of the source of spans.</summary>
    public const string Name = "Analytics.Pipeline";

    private static readonly Meter Meter = new(Name, CodeVersion.Text);

    internal static ActivitySource Spans { get; } = new(Name, CodeVersion.Text);

    internal static Counter<long> RunsEnded { get; } =
        Meter.CreateCounter<long>("analytics.runs", "{run}", "Runs that ended, by status");

    internal static Histogram<double> RunDuration { get; } = Meter.CreateHistogram(
        "analytics.run.duration", "s", "Time from start to end of a run", null,
        new InstrumentAdvice<double>
        {
            HistogramBucketBoundaries = [1, 5, 15, 30, 60, 120, 300, 600, 1_800, 3_600, 7_200, 14_400, 43_200],
        });

    internal static Gauge<double> LastSuccess { get; } = Meter.CreateGauge<double>(
        "analytics.run.last_success.timestamp", "s", "When the last run ended that published, seconds since 1970");

    internal static Gauge<long> PeakMemory { get; } = Meter.CreateGauge<long>(
        "analytics.run.memory.peak", "By", "Highest resident memory of the process up to the end of the last run");

    internal static Histogram<double> StageDuration { get; } = Meter.CreateHistogram(
        "analytics.stage.duration", "s", "Time that a stage took", null,
        new InstrumentAdvice<double>
        {
            HistogramBucketBoundaries = [0.1, 0.5, 1, 5, 15, 60, 300, 900, 3_600, 14_400],
        });

    internal static Counter<long> StageRows { get; } =
        Meter.CreateCounter<long>("analytics.stage.rows", "{row}", "Rows that a stage handled");

    internal static Counter<long> StageBytes { get; } =
        Meter.CreateCounter<long>("analytics.stage.data", "By", "Bytes that a stage handled");

    internal static Counter<long> Rejects { get; } =
        Meter.CreateCounter<long>("analytics.rejects", "{row}", "Rows that were refused, by source");

    internal static Counter<long> Warnings { get; } =
        Meter.CreateCounter<long>("analytics.warnings", "{warning}", "Warnings of runs");

    internal static Counter<long> LakeBusy { get; } = Meter.CreateCounter<long>(
        "analytics.lock.busy", "{run}", "Runs that found another run holding their lake");

    internal static Counter<long> PulledFiles { get; } =
        Meter.CreateCounter<long>("analytics.pull.files", "{file}", "Files that were pulled, by source");

    internal static Counter<long> PulledBytes { get; } =
        Meter.CreateCounter<long>("analytics.pull.data", "By", "Bytes that were pulled, those of broken attempts too");

    internal static Counter<long> PullRetries { get; } =
        Meter.CreateCounter<long>("analytics.pull.retries", "{request}", "Requests that had to be made again");

    internal static Counter<long> PullFailures { get; } =
        Meter.CreateCounter<long>("analytics.pull.failures", "{file}", "Files that could not be pulled");

    internal static Gauge<long> FactRows { get; } =
        Meter.CreateGauge<long>("analytics.lake.facts", "{row}", "Rows of facts in the published snapshot, by table");

    internal static Gauge<long> LakeBytes { get; } =
        Meter.CreateGauge<long>("analytics.lake.size", "By", "Bytes on disk: facts, snapshots, held, landing");

    internal static Gauge<long> Snapshots { get; } =
        Meter.CreateGauge<long>("analytics.lake.snapshots", "{snapshot}", "Snapshots that are kept");
}
