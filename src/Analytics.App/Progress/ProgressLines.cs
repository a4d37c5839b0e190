using System.Collections.Concurrent;
using Analytics.Pipeline.Runs;
using Microsoft.Extensions.Logging;

namespace Analytics.App.Progress;

/// <summary>
/// The run of one pipeline as log lines: one when a stage ends, and one now and then before. Every line names the
/// pipeline and, once it is known, the run.
/// </summary>
internal sealed class ProgressLines(ILogger logger, TimeProvider clock, string pipeline) : IRunObserver
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(10);

    private readonly ConcurrentDictionary<string, long> _lastLine = new();
    private volatile KeyValuePair<string, object?>[] _fields = [new("pipeline", pipeline)];

    public void RunIdentified(string runId) => _fields = [new("pipeline", pipeline), new("run_id", runId)];

    public void StageStarted(string stage)
    {
        _lastLine[stage] = clock.GetTimestamp();
        using var scope = logger.BeginScope(_fields);
        logger.StageStarted(stage);
    }

    public void StageProgress(string stage, double fraction, long rows, long bytes)
    {
        var last = _lastLine.GetOrAdd(stage, _ => clock.GetTimestamp());
        var now = clock.GetTimestamp();
        // Of several threads that find the interval over, the one that moves the mark writes the line.
        if (clock.GetElapsedTime(last, now) < Interval || !_lastLine.TryUpdate(stage, now, last)) return;
        using var scope = logger.BeginScope(_fields);
        logger.StageProgress(stage, new Portion(fraction), rows, new ByteCount(bytes));
    }

    public void StageFinished(StageReport report)
    {
        using var scope = logger.BeginScope(_fields);
        logger.StageFinished(
            report.Stage,
            report.Rows,
            new ByteCount(report.Bytes),
            new Duration(report.Elapsed),
            report.Rejects,
            new Duration(report.Waiting),
            new ByteCount(report.PeakBytes));
    }

    public void Warning(string message)
    {
        using var scope = logger.BeginScope(_fields);
        logger.RunWarning(message);
    }

    public void Started(string file, string lake)
    {
        using var scope = logger.BeginScope(_fields);
        logger.RunStarted(file, lake);
    }

    public void Ended(RunSummary summary, TimeSpan elapsed)
    {
        using var scope = logger.BeginScope(_fields[..1]);
        logger.RunEnded(
            summary.RunId,
            summary.Status.ToString().ToLowerInvariant(),
            new Duration(elapsed),
            summary.Sources.Sum(source => source.Read),
            summary.Sources.Sum(source => source.Rejected));
    }
}
