using System.Collections.Concurrent;
using System.Diagnostics;
using Analytics.Pipeline.Lake;
using static Analytics.Pipeline.Runs.PipelineTelemetry;

namespace Analytics.Pipeline.Runs;

/// <summary>Counts and times one run, and draws it as a span with one span per stage inside.</summary>
internal sealed class RunTelemetry(string pipeline, LakeFolder lake) : IRunObserver
{
    private readonly ConcurrentDictionary<string, DateTime> _open = new();
    private readonly KeyValuePair<string, object?> _pipeline = new("pipeline", pipeline);
    private Activity? _span;

    /// <summary>Does the work of the run; what becomes of it is told, and then given or thrown as it is.</summary>
    public async Task<RunSummary> FollowAsync(Func<Task<RunSummary>> work)
    {
        using var span = Spans.StartActivity("run");
        _span = span;
        span?.SetTag("analytics.pipeline", pipeline).SetTag("analytics.lake", lake.Path);
        var started = Stopwatch.GetTimestamp();
        try
        {
            var summary = await work().ConfigureAwait(false);
            Show(summary);
            Ended(summary.Status.ToString().ToLowerInvariant(), null, started);
            return summary;
        }
        catch (OperationCanceledException error)
        {
            Ended("cancelled", error, started);
            throw;
        }
        catch (UserException error) when (error.ExitCode == ExitCodes.LakeBusy)
        {
            LakeBusy.Add(1, _pipeline);
            Ended("busy", error, started);
            throw;
        }
        catch (Exception error)
        {
            Ended("failed", error, started);
            throw;
        }
    }

    public void RunIdentified(string runId) => _span?.SetTag("analytics.run_id", runId);

    public void StageStarted(string stage) => _open[stage] = DateTime.UtcNow;

    public void StageProgress(string stage, double fraction, long rows, long bytes)
    {
    }

    public void StageFinished(StageReport report)
    {
        var stage = new KeyValuePair<string, object?>("stage", report.Stage);
        StageDuration.Record(report.Elapsed.TotalSeconds, _pipeline, stage);
        StageRows.Add(report.Rows, _pipeline, stage);
        StageBytes.Add(report.Bytes, _pipeline, stage);

        // Stages of the analysis are reported together at its end, so where one began decides where it ended.
        var start = _open.TryRemove(report.Stage, out var began) ? began : DateTime.UtcNow - report.Elapsed;
        using var span = SpanOf(report.Stage, start);
        span?.SetTag("analytics.rows", report.Rows)
            .SetTag("analytics.bytes", report.Bytes)
            .SetTag("analytics.rejects", report.Rejects)
            .SetTag("analytics.waiting_seconds", report.Waiting.TotalSeconds)
            .SetTag("analytics.peak_bytes", report.PeakBytes)
            .SetEndTime(start + report.Elapsed);
    }

    public void Warning(string message)
    {
        Warnings.Add(1, _pipeline);
        _span?.AddEvent(new ActivityEvent("warning", tags: new ActivityTagsCollection([new("message", message)])));
    }

    private Activity? SpanOf(string stage, DateTime start) => _span is null
        ? null
        : Spans.StartActivity(stage, ActivityKind.Internal, _span.Context, null, null, start)
            ?.SetTag("analytics.pipeline", pipeline);

    private void Show(RunSummary summary)
    {
        foreach (var source in summary.Sources)
            Rejects.Add(source.Rejected, _pipeline, new("source", source.Name));
        foreach (var pull in summary.Pulls)
        {
            var source = new KeyValuePair<string, object?>("source", pull.Source);
            PulledFiles.Add(pull.Files, _pipeline, source);
            PulledBytes.Add(pull.Bytes, _pipeline, source);
            PullRetries.Add(pull.Retries, _pipeline, source);
            PullFailures.Add(pull.Failed, _pipeline, source);
        }

        LakeGauges.Show(pipeline, lake);
    }

    private void Ended(string status, Exception? error, long started)
    {
        // What was begun and not ended is what the run was at when it stopped.
        foreach (var (stage, began) in _open)
        {
            using var span = SpanOf(stage, began);
            if (error is not null) span?.SetStatus(ActivityStatusCode.Error, status);
        }

        _span?.SetTag("analytics.status", status);
        if (error is not null) _span?.SetStatus(ActivityStatusCode.Error, error.Message);
        RunsEnded.Add(1, _pipeline, new("status", status));
        RunDuration.Record(Stopwatch.GetElapsedTime(started).TotalSeconds, _pipeline, new("status", status));
        if (!PeakMemory.Enabled) return;
        using var process = Process.GetCurrentProcess();
        PeakMemory.Record(process.PeakWorkingSet64, _pipeline);
    }
}
