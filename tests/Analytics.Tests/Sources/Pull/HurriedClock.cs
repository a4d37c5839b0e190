using System.Collections.Concurrent;

namespace Analytics.Tests.Sources.Pull;

/// <summary>
/// A clock for which nobody waits: what would take less than an hour is over at once, and the clock is that much later.
/// What takes longer, such as a limit on silence that shall not matter, never comes.
/// </summary>
internal sealed class HurriedClock : TimeProvider
{
    public static readonly TimeSpan Never = TimeSpan.FromHours(1);

    private long _skipped;

    /// <summary>Everything that somebody waited for.</summary>
    public ConcurrentQueue<TimeSpan> Waits { get; } = new();

    public override DateTimeOffset GetUtcNow() =>
        new DateTimeOffset(2026, 7, 1, 12, 0, 0, TimeSpan.Zero) + TimeSpan.FromTicks(Interlocked.Read(ref _skipped));

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        HurriedTimer timer = new(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    private bool Skip(TimeSpan dueTime, TimeSpan period)
    {
        // A period is a display that is renewed, not somebody who waits.
        if (dueTime < TimeSpan.Zero || dueTime >= Never || period > TimeSpan.Zero) return false;
        Waits.Enqueue(dueTime);
        Interlocked.Add(ref _skipped, dueTime.Ticks);
        return true;
    }

    private sealed class HurriedTimer(HurriedClock clock, TimerCallback callback, object? state) : ITimer
    {
        private readonly Timer _timer = new(callback, state, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);

        public bool Change(TimeSpan dueTime, TimeSpan period) => _timer.Change(
            clock.Skip(dueTime, period) ? TimeSpan.Zero : Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);

        public void Dispose() => _timer.Dispose();

        public ValueTask DisposeAsync() => _timer.DisposeAsync();
    }
}
