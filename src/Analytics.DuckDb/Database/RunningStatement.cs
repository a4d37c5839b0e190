using Analytics.DuckDb.Native;

namespace Analytics.DuckDb;

/// <summary>
/// The reasons for which a statement under way may be stopped: a token, a time limit, a call. The engine forgets an
/// interrupt that arrives before the statement has begun, so it is repeated until the statement has ended.
/// </summary>
internal sealed class RunningStatement : IDisposable
{
    private static readonly TimeSpan RepeatEvery = TimeSpan.FromMilliseconds(10);

    private readonly Lock _gate = new();
    private readonly ConnectionHandle? _connection;
    private readonly CancellationToken _token;
    private readonly CancellationTokenRegistration _registration;
    private readonly Timer? _limit;
    private readonly TimeSpan _timeout;
    private Timer? _repeat;
    private StopReason _reason;
    private bool _ended;

    public RunningStatement(ConnectionHandle connection, CancellationToken token, TimeSpan timeout = default)
    {
        _connection = connection;
        _token = token;
        _timeout = timeout;
        if (timeout > TimeSpan.Zero)
            _limit = new Timer(_ => Stop(StopReason.Timeout), null, timeout, Timeout.InfiniteTimeSpan);
        _registration = token.UnsafeRegister(
            static state => ((RunningStatement)state!).Stop(StopReason.Cancelled), this);
    }

    private RunningStatement()
    {
    }

    private enum StopReason
    {
        None,
        Cancelled,
        Timeout,
    }

    /// <summary>For statements that nothing can stop.</summary>
    public static RunningStatement None { get; } = new();

    /// <summary>Stops the statement as a cancelled token would.</summary>
    public void Cancel() => Stop(StopReason.Cancelled);

    /// <summary>Throws if the statement was stopped before the engine was asked to do anything.</summary>
    public void ThrowIfStopped(string sql)
    {
        _token.ThrowIfCancellationRequested();
        if (_reason != StopReason.None)
            throw Explain(new DuckDbException("INTERRUPT Error: Interrupted!", sql, DuckDbErrorType.Interrupt));
    }

    /// <summary>What to throw for an engine error: if we stopped the statement, that is the cause.</summary>
    public Exception Explain(DuckDbException error)
    {
        if (_reason == StopReason.Timeout)
            return new DuckDbException(
                $"The statement was stopped after its time limit of {_timeout.TotalSeconds:0.###} s.",
                error.Sql,
                DuckDbErrorType.Timeout,
                error);
        // The token may have stopped a table function's own waiting before it reached us.
        var cancelled = _reason == StopReason.Cancelled || _token.IsCancellationRequested;
        if (cancelled || error.ErrorType == DuckDbErrorType.Interrupt)
            return new OperationCanceledException("The statement was cancelled.", error, _token);
        return error;
    }

    public void Dispose()
    {
        _registration.Dispose();
        _limit?.Dispose();
        lock (_gate)
        {
            _ended = true;
            _repeat?.Dispose();
        }
    }

    private void Stop(StopReason reason)
    {
        lock (_gate)
        {
            if (_ended || _reason != StopReason.None || _connection is null)
                return;
            _reason = reason;
            _repeat = new Timer(_ => Interrupt(), null, TimeSpan.Zero, RepeatEvery);
        }
    }

    private void Interrupt()
    {
        // Under the gate, so that no interrupt can hit the statement that follows on this connection.
        lock (_gate)
        {
            if (_ended || _connection!.IsClosed)
                return;
            try
            {
                NativeMethods.duckdb_interrupt(_connection);
            }
            catch (ObjectDisposedException)
            {
                // The connection was closed between the question and the call; its statement ended with it.
            }
        }
    }
}
