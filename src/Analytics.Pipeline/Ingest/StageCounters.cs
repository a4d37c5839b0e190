using System.Diagnostics;

namespace Analytics.Pipeline.Ingest;

/// <summary>What passed a stage, and how long it waited for its neighbours. Written by many threads.</summary>
public sealed class StageCounters(string name)
{
    private long _rows;
    private long _bytes;
    private long _waitingTicks;

    public string Name { get; } = name;

    public long Rows => Interlocked.Read(ref _rows);

    public long Bytes => Interlocked.Read(ref _bytes);

    /// <summary>Summed over the workers of the stage.</summary>
    public TimeSpan Waiting => TimeSpan.FromSeconds((double)Interlocked.Read(ref _waitingTicks) / Stopwatch.Frequency);

    public void Add(long rows, long bytes)
    {
        Interlocked.Add(ref _rows, rows);
        Interlocked.Add(ref _bytes, bytes);
    }

    public void WaitedSince(long timestamp) => Interlocked.Add(ref _waitingTicks, Stopwatch.GetTimestamp() - timestamp);
}
