namespace Analytics.App.Scheduling;

/// <summary>
/// Who may run: one run per lake, in the order in which they were due, and so many at once. A run that waits holds
/// nothing that another one could use.
/// </summary>
internal sealed class LakeQueue(int parallel)
{
    private readonly SemaphoreSlim _slots = new(parallel);
    private readonly Dictionary<string, Line> _lines = new(StringComparer.Ordinal);
    private int _waiting;

    /// <summary>Runs whose turn has not come.</summary>
    public int Waiting => Volatile.Read(ref _waiting);

    /// <summary>Waits for the turn; disposing the result ends it.</summary>
    public async Task<IDisposable> EnterAsync(string lake, CancellationToken cancellation)
    {
        Interlocked.Increment(ref _waiting);
        try
        {
            return await WaitAsync(lake, cancellation);
        }
        finally
        {
            Interlocked.Decrement(ref _waiting);
        }
    }

    private async Task<IDisposable> WaitAsync(string lake, CancellationToken cancellation)
    {
        Line line;
        lock (_lines)
        {
            if (!_lines.TryGetValue(lake, out line!)) _lines.Add(lake, line = new Line());
            line.Members++;
        }

        try
        {
            await line.Turn.WaitAsync(cancellation);
        }
        catch
        {
            Leave(lake, line);
            throw;
        }

        try
        {
            await _slots.WaitAsync(cancellation);
        }
        catch
        {
            line.Turn.Release();
            Leave(lake, line);
            throw;
        }

        return new Turn(() =>
        {
            _slots.Release();
            line.Turn.Release();
            Leave(lake, line);
        });
    }

    private void Leave(string lake, Line line)
    {
        lock (_lines)
        {
            if (--line.Members > 0) return;
            _lines.Remove(lake);
            line.Turn.Dispose();
        }
    }

    private sealed class Line
    {
        public SemaphoreSlim Turn { get; } = new(1);

        public int Members { get; set; }
    }

    private sealed class Turn(Action end) : IDisposable
    {
        private Action? _end = end;

        public void Dispose() => Interlocked.Exchange(ref _end, null)?.Invoke();
    }
}
