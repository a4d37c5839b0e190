using System.Runtime.ExceptionServices;

namespace Analytics.Graph.Threads;

/// <summary>
/// A fixed number of threads that kernels share. They sleep between calls, so one set can serve a whole run.
/// <para>No result may depend on how many there are: kernels cut their work into blocks whose number follows from the
/// graph alone, and join what the blocks give in the order of the blocks.</para>
/// <para>Calls from several threads, or from inside a body, are allowed: whoever finds the workers busy does all the
/// work himself.</para>
/// </summary>
public sealed class Workers : IDisposable
{
    private readonly Thread[] _threads;
    private readonly SemaphoreSlim[] _starts;
    private readonly CountdownEvent _running = new(1);
    private readonly Lock _errors = new();
    private Action<int>? _body;
    private ExceptionDispatchInfo? _error;
    private int _busy;
    private volatile bool _disposed;

    /// <param name="count">How many threads work at a time, the caller's among them; 1 starts none.</param>
    public Workers(int count)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        Count = count;
        _threads = new Thread[count - 1];
        _starts = new SemaphoreSlim[count - 1];
        for (int i = 0; i < _threads.Length; i++)
        {
            int worker = i + 1;
            _starts[i] = new SemaphoreSlim(0);
            _threads[i] = new Thread(() => Work(worker)) { IsBackground = true, Name = $"graph {worker}" };
            _threads[i].Start();
        }
    }

    /// <summary>One worker per processor; what kernels use that are given none.</summary>
    public static Workers All { get; } = new(Environment.ProcessorCount);

    public int Count { get; }

    /// <summary>
    /// Runs <paramref name="body"/> once for every worker number from 0 to <see cref="Count"/> − 1 and returns when
    /// all have ended. Bodies must not wait for one another: they may run one after the other.
    /// </summary>
    /// <exception cref="Exception">The first that a body threw, after all have ended.</exception>
    public void Run(Action<int> body)
    {
        if (Count == 1 || Interlocked.Exchange(ref _busy, 1) == 1)
        {
            for (int worker = 0; worker < Count; worker++)
                body(worker);
            return;
        }

        try
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            (_body, _error) = (body, null);
            _running.Reset(Count);
            foreach (SemaphoreSlim start in _starts)
                start.Release();
            Do(0);
            _running.Wait();
            _body = null;
            _error?.Throw();
        }
        finally
        {
            Volatile.Write(ref _busy, 0);
        }
    }

    /// <summary>
    /// Runs <paramref name="body"/> once for every block from 0 to <paramref name="blocks"/> − 1, each by the worker
    /// that is free first. The body's second argument is that worker's number, for scratch memory of its own.
    /// </summary>
    public void For(int blocks, Action<int, int> body)
    {
        if (Count == 1 || blocks <= 1)
        {
            for (int block = 0; block < blocks; block++)
                body(block, 0);
            return;
        }

        int next = 0;
        Run(worker =>
        {
            for (int block = Interlocked.Increment(ref next) - 1; block < blocks;
                block = Interlocked.Increment(ref next) - 1)
                body(block, worker);
        });
    }

    public void Dispose()
    {
        if (_disposed)
            return;
        _disposed = true;
        foreach (SemaphoreSlim start in _starts)
            start.Release();
        foreach (Thread thread in _threads)
            thread.Join();
        foreach (SemaphoreSlim start in _starts)
            start.Dispose();
        _running.Dispose();
    }

    private void Work(int worker)
    {
        while (true)
        {
            _starts[worker - 1].Wait();
            if (_disposed)
                return;
            Do(worker);
        }
    }

    private void Do(int worker)
    {
        try
        {
            _body!(worker);
        }
        catch (Exception error)
        {
            lock (_errors)
                _error ??= ExceptionDispatchInfo.Capture(error);
        }
        finally
        {
            _running.Signal();
        }
    }
}
