using Analytics.App.Scheduling;
using static Analytics.Tests.App.Scheduling.ScheduleFolder;

namespace Analytics.Tests.App.Scheduling;

/// <summary>Six hours without a scheduler, hourly runs: 3:00 was the last, it is 9:10 when it comes back.</summary>
public sealed class MisfireTests : IDisposable
{
    private static readonly DateTimeOffset Evening = Utc("2026-06-01 02:30");
    private static readonly DateTimeOffset Back = Utc("2026-06-01 09:10");

    private readonly ScheduleFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    public static TheoryData<string, string[]> Policies => new()
    {
        { "run_once", ["09:00", "10:00"] },
        { "skip", ["10:00"] },
        { "run_all", ["04:00", "05:00", "06:00", "07:00", "08:00", "09:00", "10:00"] },
    };

    [Theory(Timeout = 60_000)]
    [MemberData(nameof(Policies))]
    public async Task Schedule_SixHoursWithoutAProcess_DoesWhatThePolicySays(string policy, string[] expected)
    {
        _folder.Write("hourly", $"cron: \"0 * * * *\", misfire: {policy}");
        var store = ScheduleStore.Parse($"sqlite:{_folder.PathOf("due.db")}", _ => null);
        SteppedClock clock = new(Evening);
        await using (var first = await SteppedScheduler.StartAsync(
            _folder.Path, clock, _folder.Recorder(clock), store))
        {
            await RunAsync(first, "03:00");
        }

        clock.AdvanceTo(Back);
        await using var second = await SteppedScheduler.StartAsync(_folder.Path, clock, _folder.Recorder(clock), store);

        await AssertAsync(second, expected);
    }

    [Theory(Timeout = 60_000)]
    [MemberData(nameof(Policies))]
    public async Task Schedule_SixHoursAsleep_DoesWhatThePolicySays(string policy, string[] expected)
    {
        _folder.Write("hourly", $"cron: \"0 * * * *\", misfire: {policy}");
        SteppedClock clock = new(Evening);
        await using var scheduler = await SteppedScheduler.StartAsync(_folder.Path, clock, _folder.Recorder(clock));
        await RunAsync(scheduler, "03:00");

        await scheduler.AdvanceToAsync(Back);

        await AssertAsync(scheduler, expected);
    }

    [Theory(Timeout = 120_000)]
    [InlineData("run_once", 1)]
    [InlineData("skip", 0)]
    [InlineData("run_all", 6)]
    public async Task Schedule_StoreInMemory_LearnsFromTheLakeWhatWasMissed(string policy, int missed)
    {
        _folder.Write("hourly", $"cron: \"0 * * * *\", misfire: {policy}");
        SteppedClock clock = new(Evening);
        await using (var first = await SteppedScheduler.StartAsync(_folder.Path, clock))
        {
            await RunAsync(first, "03:00");
        }

        clock.AdvanceTo(Back);
        await using var second = await SteppedScheduler.StartAsync(_folder.Path, clock, _folder.Recorder(clock));
        await RunAsync(second, "10:00");

        string[] hours = ["04:00", "05:00", "06:00", "07:00", "08:00", "09:00"];
        Assert.Equal(
            [.. hours.TakeLast(missed), "10:00"], _folder.Runs.Select(run => run.Due.ToString("HH:mm", null)));
    }

    private async Task AssertAsync(SteppedScheduler scheduler, string[] expected)
    {
        // The next hour comes last, and nothing may come before it that the policy does not name.
        if (expected.Length > 1) await scheduler.UntilAsync("hourly", At(expected[^2]));
        await scheduler.UntilNextAsync("hourly", At("10:00"));
        await RunAsync(scheduler, "10:00");
        Assert.Equal(["03:00", .. expected], _folder.Runs.Select(run => run.Due.ToString("HH:mm", null)));
    }

    private static async Task RunAsync(SteppedScheduler scheduler, string hour)
    {
        await scheduler.AdvanceToAsync(At(hour));
        await scheduler.UntilAsync("hourly", At(hour));
    }

    private static DateTimeOffset At(string hour) => Utc($"2026-06-01 {hour}");
}
