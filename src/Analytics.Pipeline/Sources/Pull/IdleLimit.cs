namespace Analytics.Pipeline.Sources.Pull;

/// <summary>Ends what waits for the other side longer than allowed; each sign of life begins the wait anew.</summary>
internal sealed class IdleLimit : IDisposable
{
    private readonly TimeSpan _limit;
    private readonly CancellationToken _outer;
    private readonly CancellationTokenSource _timer;
    private readonly CancellationTokenSource _both;

    public IdleLimit(TimeProvider clock, TimeSpan limit, CancellationToken outer)
    {
        _limit = limit;
        _outer = outer;
        _timer = new CancellationTokenSource(Timeout.InfiniteTimeSpan, clock);
        _both = CancellationTokenSource.CreateLinkedTokenSource(outer, _timer.Token);
    }

    /// <summary>Runs something that waits for the other side; what can break there becomes one exception.</summary>
    /// <exception cref="PullException">Nothing came in time, or the connection broke; transient.</exception>
    public async Task<T> GuardAsync<T>(Func<CancellationToken, Task<T>> wait, string silence)
    {
        _timer.CancelAfter(_limit);
        try
        {
            return await wait(_both.Token).ConfigureAwait(false);
        }
        catch (Exception error) when (HasEnded(error))
        {
            throw PullException.Broken($"{silence} for {_limit.TotalSeconds:0} s", error);
        }
        catch (OperationCanceledException error) when (!_outer.IsCancellationRequested)
        {
            throw PullException.Broken(silence, error);
        }
        catch (IOException error)
        {
            throw PullException.Broken("the connection broke", error);
        }
    }

    /// <summary>What a client throws depends on what it was at when its time was over.</summary>
    private bool HasEnded(Exception error) =>
        _timer.IsCancellationRequested && !_outer.IsCancellationRequested
        && (error is OperationCanceledException or IOException or HttpRequestException or ObjectDisposedException
            || error is PullException { IsTransient: true, PartIsStale: false });

    public void Dispose()
    {
        _both.Dispose();
        _timer.Dispose();
    }
}
