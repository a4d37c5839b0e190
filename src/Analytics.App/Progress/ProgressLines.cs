using System.Collections.Concurrent;
using Analytics.Pipeline.Runs;
using Microsoft.Extensions.Logging;

namespace Analytics.App.Progress;

/// <summary>Progress where nothing can be redrawn: a line when a stage ends, and one now and then before.</summary>
internal sealed class ProgressLines(ILogger<ProgressLines> logger, TimeProvider clock) : IRunObserver
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(10);

    private readonly ConcurrentDictionary<string, long> _lastLine = new();

    public void StageStarted(string stage)
    {
        _lastLine[stage] = clock.GetTimestamp();
        logger.StageStarted(stage);
    }

    public void StageProgress(string stage, double fraction, long rows, long bytes)
    {
        var last = _lastLine.GetOrAdd(stage, _ => clock.GetTimestamp());
        var now = clock.GetTimestamp();
        // Of several threads that find the interval over, the one that moves the mark writes the line.
        if (clock.GetElapsedTime(last, now) < Interval || !_lastLine.TryUpdate(stage, now, last)) return;
        logger.StageProgress(stage, Amounts.Share(fraction), Amounts.Count(rows), Amounts.Bytes(bytes));
    }

    public void StageFinished(StageReport report) => logger.StageFinished(
        report.Stage,
        Amounts.Count(report.Rows),
        Amounts.Bytes(report.Bytes),
        Amounts.Seconds(report.Elapsed),
        Amounts.Seconds(report.Waiting),
        Amounts.Bytes(report.PeakBytes));

    public void Warning(string message) => logger.RunWarning(message);
}
