namespace Analytics.Pipeline.Samples.Model;

/// <summary>
/// Time inside the window. Events are drawn evenly over "activity time" x in [0, 1); the clock bends each day so that
/// evenings are busy and nights quiet. The map is increasing, so order in x is order in time.
/// </summary>
internal sealed class SampleClock
{
    private const long DayMs = 86_400_000;

    /// <summary>Relative activity per hour of the day, UTC; central European habits.</summary>
    private static readonly int[] Hourly =
        [8, 4, 3, 2, 3, 8, 20, 38, 46, 44, 42, 46, 52, 48, 42, 42, 48, 58, 70, 80, 76, 56, 34, 16];

    private readonly double[] _cumulative = new double[25];
    private readonly int _days;

    public SampleClock(DateOnly start, DateOnly end)
    {
        StartMs = (start.DayNumber - DateOnly.FromDateTime(DateTime.UnixEpoch).DayNumber) * DayMs;
        _days = end.DayNumber - start.DayNumber + 1;
        EndMs = StartMs + (_days * DayMs);
        double total = Hourly.Sum();
        for (var hour = 0; hour < 24; hour++) _cumulative[hour + 1] = _cumulative[hour] + (Hourly[hour] / total);
        _cumulative[24] = 1;
    }

    /// <summary>First instant, in milliseconds since 1970.</summary>
    public long StartMs { get; }

    /// <summary>First instant after the window.</summary>
    public long EndMs { get; }

    /// <summary>Instant of activity time <paramref name="x"/>, in milliseconds since 1970.</summary>
    public long At(double x)
    {
        var days = x * _days;
        var day = (int)days;
        var part = days - day;
        var hour = 0;
        while (_cumulative[hour + 1] <= part) hour++;
        var inside = (part - _cumulative[hour]) / (_cumulative[hour + 1] - _cumulative[hour]);
        return StartMs + (day * DayMs) + (long)((hour + inside) * 3_600_000);
    }
}
