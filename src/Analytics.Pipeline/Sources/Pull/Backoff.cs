using Analytics.Graph.Randomness;

namespace Analytics.Pipeline.Sources.Pull;

/// <summary>
/// How long to wait before asking again: twice as long each time, from one second to a minute, less up to a half by
/// chance, so that those who were turned away together do not come back together. What a server asks for counts
/// instead, up to a bound.
/// </summary>
/// <param name="clock">Waits.</param>
/// <param name="seed">Of the chance.</param>
/// <param name="longest">The longest wait that a server may ask for.</param>
internal sealed class Backoff(TimeProvider clock, ulong seed, TimeSpan longest)
{
    private static readonly TimeSpan First = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Last = TimeSpan.FromMinutes(1);

    private readonly Xoshiro256 _random = new(seed);
    private readonly Lock _gate = new();

    /// <param name="attempt">0 after the first attempt.</param>
    /// <exception cref="PullException">The server asks for a longer wait than is allowed.</exception>
    public TimeSpan Delay(int attempt, TimeSpan? asked)
    {
        if (asked is { } wait && wait > TimeSpan.Zero)
        {
            if (wait <= longest) return wait;
            throw new PullException(
                $"the server asks to wait {wait.TotalSeconds:0} s; pull.max_wait allows {longest.TotalSeconds:0} s");
        }

        var whole = Math.Min(Last.TotalSeconds, First.TotalSeconds * Math.Pow(2, Math.Min(attempt, 30)));
        lock (_gate) return TimeSpan.FromSeconds(whole * (1 - (_random.NextDouble() / 2)));
    }

    public Task WaitAsync(TimeSpan delay, CancellationToken cancellation) => Task.Delay(delay, clock, cancellation);
}
