using System.Diagnostics;
using Analytics.App.Scheduling;
using Analytics.Tests.EndToEnd;

namespace Analytics.Tests.App.Scheduling;

/// <summary>
/// Schedulers as processes that are killed. What is due was missed by an outage of some hours, so that there is work at
/// once: every pipeline is due every hour and runs for each hour it missed.
/// </summary>
[Collection(ProcessCollection.Name)]
public sealed class SchedulerProcessTests(PostgresqlServer server, ITestOutputHelper output)
    : IClassFixture<PostgresqlServer>, IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);
    private static readonly TimeSpan Promised = TimeSpan.FromSeconds(5);

    private readonly ScheduleFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact(Timeout = 300_000)]
    public async Task Postgresql_OneOfTwoSchedulersKilled_EachDueTimeIsCommittedOnce()
    {
        Assert.SkipWhen(server.Missing is not null, server.Missing ?? "");
        const int hours = 5;
        string[] lakes = ["north", "east", "south", "west"];
        string[] pipelines = ["a", "b", "c", "d", "e", "f", "g", "h"];
        foreach (var (index, name) in pipelines.Index()) Write(name, lakes[index % lakes.Length]);
        var expected = await MissAsync(ScheduleStore.Parse(server.Store, _ => null), pipelines, hours);

        using var killed = Start(server.Store);
        using var other = Start(server.Store);
        await UntilAsync(() => Committed(lakes).Count >= 8 && IsRunning(killed) && IsRunning(other), killed, other);
        var before = Committed(lakes).Count;
        killed.Kill();
        var clock = Stopwatch.StartNew();
        await UntilAsync(() => other.Error.Contains("that a stopped scheduler left", StringComparison.Ordinal), other);
        var failover = clock.Elapsed.TotalSeconds;
        output.WriteLine($"killed after {before} of {expected.Count} runs; taken over after {failover:F1} s");
        await UntilAsync(() => expected.IsSubsetOf(Committed(lakes)), other);
        output.WriteLine($"all committed {clock.Elapsed.TotalSeconds:F1} s after the kill");

        await StopAsync(other);
        AssertOnce(expected, lakes);
        Assert.Contains("Done as", killed.Error);
    }

    [Fact(Timeout = 300_000)]
    public async Task Sqlite_SchedulerStoppedAndKilled_TakesUpWhatItLeftWhenItComesBack()
    {
        const int hours = 3;
        string[] pipelines = ["a", "b"];
        foreach (var name in pipelines) Write(name, "one");
        var store = $"sqlite:{_folder.PathOf("due.db")}";
        var expected = await MissAsync(ScheduleStore.Parse(store, _ => null), pipelines, hours);

        using (var stopped = Start(store))
        {
            await UntilAsync(() => Committed("one").Count >= 1 && IsRunning(stopped), stopped);
            await StopAsync(stopped);
            Assert.Contains("stopped with the scheduler", stopped.Error);
        }

        var left = Committed("one").Count;
        using (var killed = Start(store))
        {
            await UntilAsync(() => Committed("one").Count >= left + 1 && IsRunning(killed), killed);
            killed.Kill();
        }

        using var last = Start(store);
        await UntilAsync(() => expected.IsSubsetOf(Committed("one")), last);
        await StopAsync(last);
        Assert.Contains("that a stopped scheduler left", last.Error);
        AssertOnce(expected, "one");
    }

    [Fact(Timeout = 120_000)]
    public async Task Sqlite_SecondSchedulerOnOneFile_IsRefused()
    {
        Write("a", "one");
        var store = $"sqlite:{_folder.PathOf("due.db")}";
        SteppedClock clock = new(DateTimeOffset.UtcNow);
        await using var first = await SteppedScheduler.StartAsync(
            _folder.Path, clock, _folder.Recorder(clock), ScheduleStore.Parse(store, _ => null));

        var second = await AnalyticsProcess.RunAsync(_folder.Path, "schedule", _folder.Path, "--store", store);

        Assert.True(second.ExitCode == 75, second.Error);
        Assert.Contains("another scheduler uses this file", second.Error);
    }

    private void Write(string name, string lake) =>
        _folder.Write(name, "cron: \"0 * * * *\", misfire: run_all, retries: 10, retry_delay: 1s", lake);

    /// <summary>Lets a scheduler see the pipelines some hours ago and end before the first time comes.</summary>
    /// <returns>Pipeline and due time of all that was missed by now.</returns>
    private async Task<HashSet<(string, DateTimeOffset)>> MissAsync(
        ScheduleStore store, IReadOnlyList<string> pipelines, int hours)
    {
        var now = DateTimeOffset.UtcNow;
        var thisHour = new DateTimeOffset(now.Year, now.Month, now.Day, now.Hour, 0, 0, TimeSpan.Zero);
        SteppedClock clock = new(thisHour.AddHours(1 - hours).AddMinutes(-1));
        var scheduler = await SteppedScheduler.StartAsync(_folder.Path, clock, _folder.Recorder(clock), store);
        await scheduler.DisposeAsync();
        return
        [
            .. from pipeline in pipelines
               from hour in Enumerable.Range(0, hours)
               select (pipeline, thisHour.AddHours(-hour)),
        ];
    }

    private AnalyticsProcess Start(string store) =>
        AnalyticsProcess.Start(_folder.Path, "schedule", _folder.Path, "--store", store, "--threads", "1");

    private List<(string, DateTimeOffset)> Committed(params string[] lakes) =>
        [.. lakes.SelectMany(lake => _folder.Answered(lake))];

    private void AssertOnce(HashSet<(string, DateTimeOffset)> expected, params string[] lakes)
    {
        var committed = Committed(lakes);
        Assert.Equal(committed.Count, committed.Distinct().Count());
        Assert.Superset(expected, committed.ToHashSet());
    }

    private static bool IsRunning(AnalyticsProcess scheduler) =>
        Count(scheduler.Error, " started") > Count(scheduler.Error, " Done as ");

    private static int Count(string text, string part) => text.Split(part).Length - 1;

    private static async Task StopAsync(AnalyticsProcess scheduler)
    {
        var clock = Stopwatch.StartNew();
        scheduler.Signal("TERM");
        var end = await scheduler.EndAsync();
        Assert.True(end.ExitCode == 0, $"exit code {end.ExitCode}: {end.Error}");
        Assert.True(clock.Elapsed < Promised, $"{clock.Elapsed}");
    }

    private static async Task UntilAsync(Func<bool> condition, params AnalyticsProcess[] schedulers)
    {
        var clock = Stopwatch.StartNew();
        while (!condition())
        {
            foreach (var scheduler in schedulers) Assert.False(scheduler.HasExited, scheduler.Error);
            var logs = string.Join("\n----\n", schedulers.Select(scheduler => scheduler.Error));
            Assert.True(clock.Elapsed < Patience, $"nothing came of it:\n{logs}");
            await Task.Delay(100, TestContext.Current.CancellationToken);
        }
    }
}
