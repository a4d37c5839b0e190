using Analytics.DuckDb.Native;

namespace Analytics.DuckDb;

/// <summary>The engine counts time from 1970-01-01, .NET in ticks of 100 ns from the year 1. All UTC.</summary>
internal static class Temporal
{
    private const long NanosecondsPerTick = 100;

    private static readonly int EpochDay = DateOnly.FromDateTime(DateTime.UnixEpoch).DayNumber;

    /// <param name="count">Units since 1970-01-01; the engine's infinities become the ends of the calendar.</param>
    /// <param name="ticksPerUnit">Ticks in a second, millisecond or microsecond.</param>
    public static DateTime ToDateTime(long count, long ticksPerUnit)
    {
        if (count == long.MaxValue)
            return DateTime.SpecifyKind(DateTime.MaxValue, DateTimeKind.Utc);
        if (count == -long.MaxValue)
            return DateTime.SpecifyKind(DateTime.MinValue, DateTimeKind.Utc);
        var ticks = (Int128)count * ticksPerUnit + DateTime.UnixEpoch.Ticks;
        if (ticks < 0 || ticks > DateTime.MaxValue.Ticks)
            throw new OverflowException("The timestamp lies outside the years 1 to 9999; CAST it to VARCHAR.");
        return new DateTime((long)ticks, DateTimeKind.Utc);
    }

    public static DateTime FromNanoseconds(long count) => count is long.MaxValue or -long.MaxValue
        ? ToDateTime(count, 1)
        : ToDateTime(FloorDivide(count, NanosecondsPerTick), 1);

    public static DateOnly ToDate(int days)
    {
        if (days == int.MaxValue)
            return DateOnly.MaxValue;
        if (days == -int.MaxValue)
            return DateOnly.MinValue;
        var number = (long)days + EpochDay;
        if (number < 0 || number > DateOnly.MaxValue.DayNumber)
            throw new OverflowException("The date lies outside the years 1 to 9999; CAST it to VARCHAR.");
        return DateOnly.FromDayNumber((int)number);
    }

    /// <summary>24:00:00 exists in the engine only; it becomes the last tick of the day.</summary>
    public static TimeOnly ToTime(long microseconds) =>
        new(Math.Min(microseconds * TimeSpan.TicksPerMicrosecond, TimeOnly.MaxValue.Ticks));

    public static TimeSpan ToTimeSpan(NativeInterval interval)
    {
        if (interval.Months != 0)
            throw new InvalidCastException(
                $"The interval has {interval.Months} months, which have no fixed length; CAST it to VARCHAR, or "
                + "subtract timestamps to get days.");
        var ticks = (Int128)interval.Days * TimeSpan.TicksPerDay
            + (Int128)interval.Microseconds * TimeSpan.TicksPerMicrosecond;
        if (ticks > long.MaxValue || ticks < long.MinValue)
            throw new OverflowException("The interval is longer than a TimeSpan can hold; CAST it to VARCHAR.");
        return new TimeSpan((long)ticks);
    }

    /// <summary>Microseconds since 1970-01-01; local times are converted, unspecified ones taken as UTC.</summary>
    public static long Microseconds(DateTime time)
    {
        var utc = time.Kind == DateTimeKind.Local ? time.ToUniversalTime() : time;
        return FloorDivide(utc.Ticks - DateTime.UnixEpoch.Ticks, TimeSpan.TicksPerMicrosecond);
    }

    public static int Days(DateOnly date) => date.DayNumber - EpochDay;

    public static NativeInterval Interval(TimeSpan span) => new()
    {
        Days = span.Days,
        Microseconds = (span.Ticks - span.Days * TimeSpan.TicksPerDay) / TimeSpan.TicksPerMicrosecond,
    };

    private static long FloorDivide(long value, long divisor)
    {
        var quotient = Math.DivRem(value, divisor, out var remainder);
        return remainder < 0 ? quotient - 1 : quotient;
    }
}
