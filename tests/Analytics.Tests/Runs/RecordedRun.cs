using System.Collections.Concurrent;
using Analytics.Pipeline.Runs;

namespace Analytics.Tests.Runs;

/// <summary>Keeps what a run told, and lets a test act when a stage begins.</summary>
internal sealed class RecordedRun(Action<string>? onStage = null) : IRunObserver
{
    public ConcurrentQueue<string> Started { get; } = new();

    public ConcurrentQueue<StageReport> Finished { get; } = new();

    public ConcurrentQueue<string> Warnings { get; } = new();

    public void StageStarted(string stage)
    {
        Started.Enqueue(stage);
        onStage?.Invoke(stage);
    }

    public void StageProgress(string stage, double fraction, long rows, long bytes)
    {
    }

    public void StageFinished(StageReport report) => Finished.Enqueue(report);

    public void Warning(string message) => Warnings.Enqueue(message);
}
