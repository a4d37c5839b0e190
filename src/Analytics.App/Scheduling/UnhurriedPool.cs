using Quartz.Extensibility;

namespace Analytics.App.Scheduling;

/// <summary>
/// Where Quartz runs jobs in a cluster: while a run waits in line here, no further due time is taken, so that another
/// scheduler can. Runs that wait for their jitter or their next attempt do not count.
/// </summary>
internal sealed class UnhurriedPool(int mostTakenUp, LakeQueue queue) : IThreadPool
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(100);

    private readonly Lock _gate = new();
    private readonly HashSet<Task> _running = [];
    private bool _isClosed;

    public int PoolSize => mostTakenUp;

    public ValueTask Initialize(CancellationToken cancellationToken = default) => default;

    public async ValueTask<int> WaitForAvailableThreads(CancellationToken cancellationToken = default)
    {
        while (queue.Waiting > 0 || Running().Length >= mostTakenUp)
            await Task.Delay(LookEvery, cancellationToken);
        return 1;
    }

    public ValueTask<bool> TryRun(Func<ValueTask> action, CancellationToken cancellationToken = default) =>
        TryRunWithState(static state => ((Func<ValueTask>)state!)(), action, cancellationToken);

    public ValueTask<bool> TryRunWithState(
        Func<object?, ValueTask> action, object? state, CancellationToken cancellationToken = default)
    {
        lock (_gate)
        {
            if (_isClosed) return new ValueTask<bool>(false);
            var task = Task.Run(() => action(state).AsTask(), CancellationToken.None);
            _running.Add(task);
            _ = task.ContinueWith(Remove, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
            return new ValueTask<bool>(true);
        }
    }

    public async ValueTask Shutdown(bool waitForJobsToComplete = true, CancellationToken cancellationToken = default)
    {
        Close();
        if (waitForJobsToComplete) await Task.WhenAll(Running()).WaitAsync(cancellationToken);
    }

    public async ValueTask<bool> Drain(CancellationToken cancellationToken = default)
    {
        Close();
        try
        {
            await Task.WhenAll(Running()).WaitAsync(cancellationToken);
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    private void Close()
    {
        lock (_gate) _isClosed = true;
    }

    private Task[] Running()
    {
        lock (_gate) return [.. _running];
    }

    private void Remove(Task task)
    {
        lock (_gate) _running.Remove(task);
    }
}
