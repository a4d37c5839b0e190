using System.Collections.Concurrent;
using Analytics.App.Scheduling;
using Analytics.Pipeline;
using static Analytics.Tests.App.Scheduling.ScheduleFolder;

namespace Analytics.Tests.App.Scheduling;

/// <summary>From the due time to the result: jitter, lines for a lake, limits, attempts, pipelines in a row.</summary>
public sealed class ScheduledRunTests : IDisposable
{
    private const string Hourly = "cron: \"0 * * * *\"";
    private static readonly DateTimeOffset Start = Utc("2026-06-01 02:30");
    private static readonly DateTimeOffset Due = Utc("2026-06-01 03:00");

    private readonly ScheduleFolder _folder = new();
    private readonly SteppedClock _clock = new(Start);

    public void Dispose() => _folder.Dispose();

    [Fact(Timeout = 60_000)]
    public async Task Jitter_TwoPipelines_StartLateByTheirOwnTimeAndAlwaysTheSame()
    {
        _folder.Write("a", $"{Hourly}, jitter: 10m").Write("b", $"{Hourly}, jitter: 10m");
        await using var scheduler = await StartAsync(parallel: 2);
        await scheduler.AdvanceToAsync(Due);
        await scheduler.UntilAsync(() => scheduler.Running("a") is not null && scheduler.Running("b") is not null);
        Assert.Empty(_folder.Runs);
        Assert.Equal(RunPhase.Jitter, scheduler.Running("a")!.Phase);

        while (_folder.Runs.Count < 2 && _clock.GetUtcNow() < Due.AddMinutes(11))
        {
            _clock.AdvanceBy(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }

        await scheduler.UntilAsync("a", Due);
        await scheduler.UntilAsync("b", Due);
        foreach (var run in _folder.Runs)
        {
            var late = scheduler.Board.Find(run.Pipeline)!.JitterOf(Due);
            Assert.InRange(late, TimeSpan.FromTicks(1), TimeSpan.FromMinutes(10));
            Assert.True(run.At >= Due + late, $"{run} before {late}");
            Assert.Equal(Due, run.Due);
        }

        Assert.NotEqual(scheduler.Board.Find("a")!.JitterOf(Due), scheduler.Board.Find("b")!.JitterOf(Due));
        Assert.NotEqual(
            scheduler.Board.Find("a")!.JitterOf(Due), scheduler.Board.Find("a")!.JitterOf(Due.AddHours(1)));
    }

    [Fact]
    public void Jitter_ManyTimes_SpreadsEvenly()
    {
        _folder.Write("a", $"{Hourly}, jitter: 100s");
        var pipeline = new PipelineFolder(_folder.Path, _clock).Read().All[0].Scheduled!;

        var seconds = Enumerable.Range(0, 10_000).Select(i => pipeline.JitterOf(Due.AddHours(i)).TotalSeconds).ToList();

        Assert.InRange(seconds.Average(), 49, 51);
        Assert.InRange(seconds.Count(one => one < 25), 2_350, 2_650);
        Assert.InRange(seconds.Max(), 99, 100);
    }

    [Fact(Timeout = 60_000)]
    public async Task TimeLimit_RunThatTakesLonger_IsCancelledAndToldAsSuch()
    {
        _folder.Write("a", $"{Hourly}, time_limit: 20m");
        _folder.Work = (_, cancellation) => Task.Delay(Timeout.InfiniteTimeSpan, cancellation);
        await using var scheduler = await StartAsync();
        await scheduler.AdvanceToAsync(Due);
        await scheduler.UntilAsync(() => _folder.Runs.Count == 1);

        _clock.AdvanceBy(TimeSpan.FromMinutes(19));
        await Task.Yield();
        Assert.Equal(RunPhase.Running, scheduler.Running("a")?.Phase);
        _clock.AdvanceBy(TimeSpan.FromMinutes(1));

        var result = await scheduler.UntilAsync("a", Due);
        Assert.Equal((RunOutcome.TimeLimit, 1), (result.Outcome, result.Attempts));
        Assert.Contains("schedule.time_limit (20m)", result.Message);
        _folder.Work = (_, _) => Task.CompletedTask;
        await scheduler.AdvanceToAsync(Due.AddHours(1));
        Assert.True((await scheduler.UntilAsync("a", Due.AddHours(1))).EndedWell);
    }

    [Fact(Timeout = 60_000)]
    public async Task Retries_FaultThatPasses_IsTriedAgainWithDoubledWaits()
    {
        var faults = 0;
        _folder.Write("a", $"{Hourly}, retries: 3, retry_delay: 1m");
        _folder.Work = (_, _) => ++faults <= 2 ? throw new IOException("the share is away") : Task.CompletedTask;
        await using var scheduler = await StartAsync();
        await scheduler.AdvanceToAsync(Due);

        var result = await PassTimeAsync(scheduler);

        Assert.Equal((RunOutcome.Done, 3), (result.Outcome, result.Attempts));
        var waits = _folder.Runs.Zip(_folder.Runs.Skip(1), (one, next) => (next.At - one.At).TotalSeconds).ToList();
        Assert.InRange(waits[0], 45, 77);
        Assert.InRange(waits[1], 90, 152);
        Assert.Contains("failed (attempt 1) and is tried again", scheduler.Log);
    }

    [Theory(Timeout = 60_000)]
    [InlineData("io", 3)]
    [InlineData("network", 3)]
    [InlineData("configuration", 1)]
    [InlineData("data", 1)]
    [InlineData("file", 1)]
    public async Task Retries_Fault_IsTriedAgainOnlyIfItMayPass(string fault, int attempts)
    {
        _folder.Write("a", $"{Hourly}, retries: 2, retry_delay: 1s");
        _folder.Work = (_, _) => throw (fault switch
        {
            "io" => new IOException("the disk is slow"),
            "network" => new UserException("the server is away", inner: new HttpRequestException("refused")),
            "configuration" => new UserException("a wrong key", ExitCodes.Usage, new IOException("inner")),
            "data" => new InvalidDataException("a broken rule"),
            _ => new FileNotFoundException("no such export"),
        });
        await using var scheduler = await StartAsync();
        await scheduler.AdvanceToAsync(Due);

        var result = await PassTimeAsync(scheduler);

        Assert.Equal((RunOutcome.Failed, attempts), (result.Outcome, result.Attempts));
        Assert.Equal(attempts, _folder.Runs.Count);
        Assert.NotNull(result.Message);
    }

    [Fact(Timeout = 60_000)]
    public async Task Lake_HeldByAnotherProcess_IsWaitedForBeyondAllRetries()
    {
        var asked = 0;
        _folder.Write("a", $"{Hourly}, retries: 0");
        _folder.Work = (_, _) =>
            ++asked <= 8 ? throw new UserException("busy", ExitCodes.LakeBusy) : Task.CompletedTask;
        await using var scheduler = await StartAsync();
        await scheduler.AdvanceToAsync(Due);

        var result = await PassTimeAsync(scheduler);

        Assert.Equal((RunOutcome.Done, 1, 9), (result.Outcome, result.Attempts, asked));
    }

    [Fact(Timeout = 60_000)]
    public async Task Lake_OfThreePipelines_IsUsedByOneAtATimeAndNoneIsDropped()
    {
        var (inside, most, others) = (0, 0, 0);
        ConcurrentDictionary<string, int> busy = new();
        foreach (var name in new[] { "a", "b", "c" }) _folder.Write(name, Hourly, lake: "shared");
        _folder.Write("d", Hourly);
        _folder.Work = async (definition, cancellation) =>
        {
            if (definition.Name == "d")
            {
                Interlocked.Increment(ref others);
                return;
            }

            most = Math.Max(most, Interlocked.Increment(ref inside));
            busy.AddOrUpdate(definition.Name, 1, (_, count) => count + 1);
            await Task.Delay(50, cancellation);
            Interlocked.Decrement(ref inside);
        };
        await using var scheduler = await StartAsync(parallel: 4);
        await scheduler.AdvanceToAsync(Due);
        foreach (var name in new[] { "a", "b", "c", "d" }) await scheduler.UntilAsync(name, Due);

        Assert.Equal((1, 1), (most, others));
        Assert.Equal(["a 1", "b 1", "c 1"], busy.Select(one => $"{one.Key} {one.Value}").Order());
    }

    [Fact(Timeout = 60_000)]
    public async Task Pipeline_StillRunningWhenDueAgain_RunsAfterwardsAndNotBeside()
    {
        using SemaphoreSlim gate = new(0);
        _folder.Write("a", $"{Hourly}, misfire: run_all");
        _folder.Work = (_, cancellation) => gate.WaitAsync(cancellation);
        await using var scheduler = await StartAsync(parallel: 4);
        await scheduler.AdvanceToAsync(Due);
        await scheduler.UntilAsync(() => _folder.Runs.Count == 1);
        await scheduler.AdvanceToAsync(Due.AddHours(1));
        await scheduler.AdvanceToAsync(Due.AddHours(2));
        Assert.Single(_folder.Runs);

        gate.Release(3);
        await scheduler.UntilAsync("a", Due.AddHours(2));

        Assert.Equal([3, 4, 5], _folder.Runs.Select(run => run.Due.Hour));
    }

    [Fact(Timeout = 60_000)]
    public async Task After_GoodEnd_StartsTheNextForTheSameTimeAndABadOneDoesNot()
    {
        var fails = false;
        _folder.Write("a", $"{Hourly}, retries: 0").Write("b", "after: a").Write("c", "after: b");
        _folder.Work = (definition, _) => fails && definition.Name == "b"
            ? throw new InvalidDataException("bad") : Task.CompletedTask;
        await using var scheduler = await StartAsync();
        await scheduler.AdvanceToAsync(Due);
        await scheduler.UntilAsync("c", Due);
        Assert.Equal(["a", "b", "c"], _folder.Runs.Select(run => run.Pipeline));
        Assert.All(_folder.Runs, run => Assert.Equal(Due, run.Due));

        fails = true;
        await scheduler.AdvanceToAsync(Due.AddHours(1));
        await scheduler.UntilAsync("b", Due.AddHours(1));
        fails = false;
        await scheduler.AdvanceToAsync(Due.AddHours(2));
        await scheduler.UntilAsync("c", Due.AddHours(2));

        Assert.Equal(
            "a3 b3 c3 a4 b4 a5 b5 c5", string.Join(' ', _folder.Runs.Select(run => $"{run.Pipeline}{run.Due.Hour}")));
    }

    [Fact(Timeout = 60_000)]
    public async Task Run_TimeThatHasItsSnapshot_IsNotRunAgain()
    {
        _folder.Write("a", Hourly);
        await using (var first = await SteppedScheduler.StartAsync(_folder.Path, _clock))
        {
            await first.AdvanceToAsync(Due);
            Assert.Equal(RunOutcome.Done, (await first.UntilAsync("a", Due)).Outcome);
        }

        // The same minute again, as a clock that is set back gives it.
        SteppedClock again = new(Start);
        await using var second = await SteppedScheduler.StartAsync(_folder.Path, again);
        await second.AdvanceToAsync(Due);

        Assert.Equal(RunOutcome.Answered, (await second.UntilAsync("a", Due)).Outcome);
        Assert.Equal([Due], _folder.Committed("lake-a"));
    }

    /// <summary>Lets every wait pass, second by second, until the run has its result.</summary>
    private async Task<RunResult> PassTimeAsync(SteppedScheduler scheduler)
    {
        await scheduler.UntilAsync(() =>
        {
            if (_clock.GetUtcNow() < Due.AddMinutes(50)) _clock.AdvanceBy(TimeSpan.FromSeconds(1));
            return scheduler.Last("a") is not null;
        });
        return scheduler.Last("a")!;
    }

    private Task<SteppedScheduler> StartAsync(int parallel = 1) =>
        SteppedScheduler.StartAsync(_folder.Path, _clock, _folder.Recorder(_clock), parallel: parallel);
}
