using static Analytics.Tests.App.Scheduling.ScheduleFolder;

namespace Analytics.Tests.App.Scheduling;

/// <summary>Clocks are changed in Vienna on 28 March 2027, 2:00 → 3:00, and on 31 October, 3:00 → 2:00.</summary>
public sealed class DaylightSavingTests : IDisposable
{
    private readonly ScheduleFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory(Timeout = 60_000)]
    [InlineData("\"30 2 * * *\"", "2027-03-27 12:00", "2027-03-28 01:00", "2027-03-29 00:30")]
    [InlineData("\"0 30 2 * * ?\"", "2027-03-27 12:00", "2027-03-28 01:00", "2027-03-29 00:30")]
    [InlineData("\"0 3 * * *\"", "2027-03-27 12:00", "2027-03-28 01:00", "2027-03-29 01:00")]
    [InlineData("\"30 2 * * *\"", "2027-10-30 12:00", "2027-10-31 00:30", "2027-11-01 01:30")]
    [InlineData("\"0 3 * * *\"", "2027-10-30 12:00", "2027-10-31 02:00", "2027-11-01 02:00")]
    [InlineData("\"0 * * * *\"", "2027-10-31 00:30", "2027-10-31 01:00", "2027-10-31 02:00")]
    [InlineData("\"0 * * * *\"", "2027-03-28 00:30", "2027-03-28 01:00", "2027-03-28 02:00")]
    public async Task Schedule_NightOfTheChange_RunsOnceAndThenOnTime(
        string cron, string start, string first, string second)
    {
        _folder.Write("night", $"cron: {cron}, time_zone: Europe/Vienna");
        SteppedClock clock = new(Utc(start));
        await using var scheduler = await SteppedScheduler.StartAsync(_folder.Path, clock, _folder.Recorder(clock));

        // In steps of ten minutes through both nights, so that a run too many would be seen.
        while (clock.GetUtcNow() < Utc(second))
        {
            await scheduler.AdvanceToAsync(clock.GetUtcNow() + TimeSpan.FromMinutes(10));
            foreach (var due in new[] { Utc(first), Utc(second) }.Where(due => due <= clock.GetUtcNow()))
                await scheduler.UntilAsync(() => _folder.Runs.Any(run => run.Due == due));
        }

        Assert.Equal([Utc(first), Utc(second)], _folder.Runs.Select(run => run.Due));
        Assert.All(_folder.Runs, run => Assert.Equal(run.Due, run.At));
    }
}
