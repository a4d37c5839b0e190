using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using Analytics.Pipeline;
using Analytics.Pipeline.Lake;
using Analytics.Pipeline.Runs;
using Analytics.Tests.Runs;

namespace Analytics.Tests.Monitoring;

public sealed class RunTelemetryTests
{
    [Fact]
    public async Task Run_Published_CountsItselfItsStagesAndItsRows()
    {
        using RunFolder folder = new();
        using Recorder heard = new("telemetry-done");

        await RunFolder.RunAsync(SmallRun.In(folder, "telemetry-done", badRows: 3));

        Assert.Equal(1, heard.Sum("analytics.runs", ("status", "done")));
        Assert.Equal(3, heard.Sum("analytics.rejects", ("source", "lists")));
        Assert.Equal(SmallRun.Rows + 3, heard.Sum("analytics.stage.rows", ("stage", "ingest")));
        Assert.Equal(
            new FileInfo(folder.PathOf("follows.csv")).Length, heard.Sum("analytics.stage.data", ("stage", "ingest")));
        Assert.Equal(
            FixedClock.Noon.GetUtcNow().ToUnixTimeSeconds(), heard.Sum("analytics.run.last_success.timestamp"));
        Assert.Equal(SmallRun.Rows, heard.Sum("analytics.lake.facts", ("table", "follows")));
        Assert.Equal(Size(folder.Lake, "snapshots"), heard.Sum("analytics.lake.size", ("part", "snapshots")));
        Assert.Equal(Size(folder.Lake, "facts"), heard.Sum("analytics.lake.size", ("part", "facts")));
        Assert.Equal(1, heard.Sum("analytics.lake.snapshots"));
        Assert.True(heard.Sum("analytics.run.memory.peak") > 10_000_000);
        Assert.True(heard.Sum("analytics.run.duration", ("status", "done")) > 0);
        Assert.Equal(0, heard.Sum("analytics.lock.busy"));
    }

    [Fact]
    public async Task Run_Published_IsASpanWithOneSpanPerStageInside()
    {
        using RunFolder folder = new();
        using Recorder heard = new("telemetry-spans");

        var summary = await RunFolder.RunAsync(SmallRun.In(folder, "telemetry-spans"));

        var run = Assert.Single(heard.Spans, span => span.OperationName == "run");
        Assert.Equal(summary.RunId, run.GetTagItem("analytics.run_id"));
        Assert.Equal("done", run.GetTagItem("analytics.status"));
        Assert.NotEqual(ActivityStatusCode.Error, run.Status);
        var stages = heard.Spans.Where(span => span != run).ToList();
        Assert.Equal(
            summary.Stages.Select(stage => stage.Stage).Order(), stages.Select(span => span.OperationName).Order());
        Assert.All(stages, span => Assert.Equal(run.SpanId, span.ParentSpanId));

        // The two clocks that time them differ by a little.
        var slack = TimeSpan.FromMilliseconds(50);
        Assert.All(stages, span => Assert.InRange(
            span.StartTimeUtc, run.StartTimeUtc - slack, run.StartTimeUtc + run.Duration + slack));
        var order = stages.ToDictionary(span => span.OperationName, span => span.StartTimeUtc);
        Assert.True(order["ingest"] <= order["weigh"] && order["weigh"] <= order["cluster"]);
        Assert.True(order["cluster"] <= order["measure"] && order["publish"] <= order["commit"]);
    }

    [Fact]
    public async Task Run_Cancelled_SaysInWhichStage()
    {
        using RunFolder folder = new();
        using Recorder heard = new("telemetry-cancelled");
        using CancellationTokenSource cancel = new();
        RecordedRun observer = new(stage =>
        {
            if (stage == "cluster") cancel.Cancel();
        });

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => RunFolder.RunAsync(
            SmallRun.In(folder, "telemetry-cancelled"), observer: observer, cancellation: cancel.Token));

        Assert.Equal(1, heard.Sum("analytics.runs", ("status", "cancelled")));
        Assert.Equal(0, heard.Sum("analytics.runs", ("status", "done")));
        Assert.Equal(ActivityStatusCode.Error, heard.Spans.Single(span => span.OperationName == "run").Status);
        Assert.Equal(ActivityStatusCode.Error, heard.Spans.Single(span => span.OperationName == "cluster").Status);
    }

    [Fact]
    public async Task Run_LakeIsHeld_CountsAsBusyAndNotAsFailed()
    {
        using RunFolder folder = new();
        using Recorder heard = new("telemetry-busy");
        var pipeline = SmallRun.In(folder, "telemetry-busy");
        using (LakeLock.Acquire(new LakeFolder(folder.Lake), TimeProvider.System))
            await Assert.ThrowsAsync<UserException>(() => RunFolder.RunAsync(pipeline));

        Assert.Equal(1, heard.Sum("analytics.lock.busy"));
        Assert.Equal(1, heard.Sum("analytics.runs", ("status", "busy")));
        Assert.Equal(0, heard.Sum("analytics.runs", ("status", "failed")));
    }

    private static long Size(string lake, string part) => new DirectoryInfo(Path.Combine(lake, part))
        .EnumerateFiles("*", SearchOption.AllDirectories).Sum(file => file.Length);

    /// <summary>Hears what one pipeline measures, among those of other tests.</summary>
    private sealed class Recorder : IDisposable
    {
        private readonly MeterListener _meters = new();
        private readonly ActivityListener _activities;
        private readonly ConcurrentQueue<(string Name, double Value, Dictionary<string, object?> Tags)> _values = new();

        public Recorder(string pipeline)
        {
            _meters.InstrumentPublished = (instrument, listener) =>
            {
                if (instrument.Meter.Name == PipelineTelemetry.Name) listener.EnableMeasurementEvents(instrument);
            };
            _meters.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Add(instrument, value, tags));
            _meters.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Add(instrument, value, tags));
            _meters.Start();
            _activities = new ActivityListener
            {
                ShouldListenTo = source => source.Name == PipelineTelemetry.Name,
                Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
                ActivityStopped = span =>
                {
                    if (Equals(span.GetTagItem("analytics.pipeline"), pipeline)) Spans.Enqueue(span);
                },
            };
            ActivitySource.AddActivityListener(_activities);

            void Add(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
            {
                Dictionary<string, object?> all = new(tags.ToArray());
                if (Equals(all.GetValueOrDefault("pipeline"), pipeline)) _values.Enqueue((instrument.Name, value, all));
            }
        }

        public ConcurrentQueue<Activity> Spans { get; } = new();

        public double Sum(string name, params (string Key, string Value)[] tags) => _values
            .Where(one => one.Name == name)
            .Where(one => tags.All(tag => Equals(one.Tags.GetValueOrDefault(tag.Key), tag.Value)))
            .Sum(one => one.Value);

        public void Dispose()
        {
            _meters.Dispose();
            _activities.Dispose();
        }
    }
}
