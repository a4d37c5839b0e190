using System.Diagnostics;

namespace Analytics.Pipeline.Runs;

/// <summary>Passes what happens to the observer and keeps it for the summary.</summary>
internal sealed class RunLog(IRunObserver observer)
{
    private readonly List<StageReport> _stages = [];
    private readonly List<string> _warnings = [];

    public IReadOnlyList<StageReport> Stages => _stages;

    public IReadOnlyList<string> Warnings => _warnings;

    public void Warn(string message)
    {
        _warnings.Add(message);
        observer.Warning(message);
    }

    public void Progress(string stage, double fraction, long rows, long bytes) =>
        observer.StageProgress(stage, fraction, rows, bytes);

    /// <summary>Runs <paramref name="work"/> as a stage; it gives the rows and bytes that it handled.</summary>
    public T Stage<T>(string stage, Func<T> work, Func<T, (long Rows, long Bytes)> amounts)
    {
        observer.StageStarted(stage);
        var started = Stopwatch.GetTimestamp();
        var result = work();
        var (rows, bytes) = amounts(result);
        Finished(stage, rows, bytes, Stopwatch.GetElapsedTime(started), TimeSpan.Zero);
        return result;
    }

    public void Started(string stage) => observer.StageStarted(stage);

    public void Finished(string stage, long rows, long bytes, TimeSpan elapsed, TimeSpan waiting)
    {
        using var process = Process.GetCurrentProcess();
        Finished(new StageReport(stage, rows, bytes, elapsed, waiting, process.PeakWorkingSet64));
    }

    public void Finished(StageReport report)
    {
        _stages.Add(report);
        observer.StageFinished(report);
    }
}
