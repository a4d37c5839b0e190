namespace Analytics.Tests.App.Scheduling;

/// <summary>
/// A clock that stands still until it is moved, and then jumps, as that of a machine that slept. Timers whose time has
/// come fire once, in their order. Timestamps, which measure how long things take, are the real ones.
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

    public void AdvanceBy(TimeSpan time) => AdvanceTo(GetUtcNow() + time);

    public void AdvanceTo(DateTimeOffset time)
    {
        List<SteppedTimer> due;
        lock (_gate)
        {
            if (time > _now) _now = time;
            due = [.. _timers.Where(timer => timer.At <= _now).OrderBy(timer => timer.At)];
            foreach (var timer in due) timer.Pass(_now);
            _timers.RemoveAll(timer => timer.At is null);
        }

        foreach (var timer in due) timer.Fire();
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

        public void Pass(DateTimeOffset now) => At = _period > TimeSpan.Zero ? now + _period : null;

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
