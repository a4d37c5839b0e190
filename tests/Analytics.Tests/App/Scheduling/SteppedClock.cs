namespace Analytics.Tests.App.Scheduling;

/// <summary>
/// A clock that stands still until it is moved. Timers whose time has come then fire in their order, each at its own
/// time. Timestamps, which measure how long things take, are the real ones.
/// </summary>
internal sealed class SteppedClock(DateTimeOffset start) : TimeProvider
{
    private readonly Lock _gate = new();
    private readonly List<SteppedTimer> _timers = [];
    private DateTimeOffset _now = start;

    public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

    public override DateTimeOffset GetUtcNow()
    {
        lock (_gate) return _now;
    }

    /// <summary>Whether somebody waits for a time up to then.</summary>
    public bool HasTimerUpTo(DateTimeOffset time)
    {
        lock (_gate) return _timers.Any(timer => timer.At <= time);
    }

    public void AdvanceBy(TimeSpan time) => AdvanceTo(GetUtcNow() + time);

    public void AdvanceTo(DateTimeOffset time)
    {
        while (true)
        {
            SteppedTimer? next;
            lock (_gate)
            {
                next = _timers.Where(timer => timer.At <= time).MinBy(timer => timer.At);
                if (next is null)
                {
                    if (time > _now) _now = time;
                    return;
                }

                if (next.At > _now) _now = next.At!.Value;
                next.Pass();
                if (next.At is null) _timers.Remove(next);
            }

            next.Fire();
        }
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        SteppedTimer timer = new(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    private sealed class SteppedTimer(SteppedClock clock, TimerCallback callback, object? state) : ITimer
    {
        private TimeSpan _period = Timeout.InfiniteTimeSpan;

        /// <summary>Null while it waits for nothing.</summary>
        public DateTimeOffset? At { get; private set; }

        public void Pass() => At = _period > TimeSpan.Zero ? At + _period : null;

        public void Fire() => callback(state);

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (clock._gate)
            {
                _period = period;
                At = dueTime == Timeout.InfiniteTimeSpan ? null : clock._now + dueTime;
                clock._timers.Remove(this);
                if (At is not null) clock._timers.Add(this);
            }

            return true;
        }

        public void Dispose()
        {
            lock (clock._gate) clock._timers.Remove(this);
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
