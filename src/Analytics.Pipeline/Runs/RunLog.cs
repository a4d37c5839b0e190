using System.Diagnostics;
using Analytics.Pipeline.Gates;

namespace Analytics.Pipeline.Runs;

/// <summary>Passes what happens to the observers and keeps it for the summary.</summary>
internal sealed class RunLog(params IEnumerable<IRunObserver> observers)
{
    private readonly List<IRunObserver> _observers = [.. observers];
    private readonly List<StageReport> _stages = [];
    private readonly List<string> _warnings = [];

    public IReadOnlyList<StageReport> Stages => _stages;

    public IReadOnlyList<string> Warnings => _warnings;

    public void Warn(string message)
    {
        _warnings.Add(message);
        foreach (var observer in _observers) observer.Warning(message);
    }

    /// <summary>Tells one more observer from here on.</summary>
    public void Add(IRunObserver observer) => _observers.Add(observer);

    public void Identified(string runId)
    {
        foreach (var observer in _observers) observer.RunIdentified(runId);
    }

    /// <summary>Warns of each gate that failed.</summary>
    public RunStatus Status(IReadOnlyList<GateResult> gates)
    {
        var failed = gates.Where(gate => gate.Outcome == GateOutcome.Failed).ToList();
        foreach (var gate in failed) Warn(gate.ToString());
        return failed.Count == 0 ? RunStatus.Done : RunStatus.Held;
    }

    public void Progress(string stage, double fraction, long rows, long bytes)
    {
        foreach (var observer in _observers) observer.StageProgress(stage, fraction, rows, bytes);
    }

    /// <summary>Runs <paramref name="work"/> as a stage; it gives the rows and bytes that it handled.</summary>
    public T Stage<T>(string stage, Func<T> work, Func<T, (long Rows, long Bytes)> amounts)
    {
        Started(stage);
        var started = Stopwatch.GetTimestamp();
        var result = work();
        var (rows, bytes) = amounts(result);
        Finished(stage, rows, bytes, Stopwatch.GetElapsedTime(started), TimeSpan.Zero);
        return result;
    }

    public void Started(string stage)
    {
        foreach (var observer in _observers) observer.StageStarted(stage);
    }

    public void Finished(
        string stage, long rows, long bytes, TimeSpan elapsed, TimeSpan waiting, long rejects = 0)
    {
        using var process = Process.GetCurrentProcess();
        Finished(new StageReport(stage, rows, bytes, elapsed, waiting, process.PeakWorkingSet64) { Rejects = rejects });
    }

    public void Finished(StageReport report)
    {
        _stages.Add(report);
        foreach (var observer in _observers) observer.StageFinished(report);
    }
}
