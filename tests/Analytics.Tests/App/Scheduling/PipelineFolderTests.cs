using Analytics.App.Scheduling;
using static Analytics.Tests.App.Scheduling.ScheduleFolder;

namespace Analytics.Tests.App.Scheduling;

/// <summary>What happens to a scheduler while people edit its folder.</summary>
public sealed class PipelineFolderTests : IDisposable
{
    private const string Hourly = "cron: \"0 * * * *\"";
    private static readonly DateTimeOffset Start = Utc("2026-06-01 02:30");

    private readonly ScheduleFolder _folder = new();
    private readonly SteppedClock _clock = new(Start);

    public void Dispose() => _folder.Dispose();

    [Fact(Timeout = 60_000)]
    public async Task Edit_ToNonsenseAndBack_KeepsTheLastGoodDefinitionAndSaysSoOnce()
    {
        var good = await File.ReadAllTextAsync(
            _folder.Write("a", Hourly).PathOf("a.yaml"), TestContext.Current.CancellationToken);
        await using var scheduler = await StartAsync();

        await WriteAsync("a.yaml", "name: [a\n  nonsense");
        await scheduler.ReadFolderAsync();
        await scheduler.ReadFolderAsync();
        await RunAsync(scheduler, "a", 3);
        var broken = Assert.Single(scheduler.Board.All());
        Assert.NotEmpty(broken.Read.Problems);
        Assert.Equal("a", broken.Read.Definition?.Name);
        Assert.Equal(1, Count(scheduler.Log, "broken, so a stays as it was"));
        Assert.Contains("runs by its last sound definition", scheduler.Log);

        await WriteAsync("a.yaml", good.Replace("0 * * * *", "61 * * * *"));
        await scheduler.ReadFolderAsync();
        await scheduler.ReadFolderAsync();
        await RunAsync(scheduler, "a", 4);
        Assert.Equal(2, Count(scheduler.Log, "broken, so a stays as it was"));
        Assert.Contains("a.yaml:3:20: schedule.cron: found '61' as minute", scheduler.Log);

        await WriteAsync("a.yaml", good);
        await scheduler.ReadFolderAsync();
        Assert.Empty(Assert.Single(scheduler.Board.All()).Read.Problems);
        await RunAsync(scheduler, "a", 5);
        Assert.Equal([3, 4, 5], _folder.Runs.Select(run => run.Due.Hour));
    }

    [Fact(Timeout = 60_000)]
    public async Task Files_NewChangedAndGone_AreFollowedByThemselves()
    {
        _folder.Write("a", Hourly);
        await using var scheduler = await StartAsync();

        // Here the scheduler's own clock makes it look.
        _folder.Write("a", "cron: \"30 * * * *\"").Write("b", Hourly);
        await FollowAsync(scheduler, () => scheduler.Board.Find("b") is not null);
        await RunAsync(scheduler, "b", 3);
        await scheduler.AdvanceToAsync(Start.AddHours(1));
        await scheduler.UntilAsync("a", Start.AddHours(1));

        File.Delete(_folder.PathOf("b.yaml"));
        await FollowAsync(scheduler, () => scheduler.Board.Find("b") is null);
        await scheduler.AdvanceToAsync(Start.AddHours(2));
        await scheduler.UntilAsync("a", Start.AddHours(2));

        Assert.Equal(["b 3:00", "a 3:30", "a 4:30"], _folder.Runs.Select(run => $"{run.Pipeline} {run.Due:H:mm}"));
        Assert.Contains("b.yaml: gone; b runs no more", scheduler.Log);
    }

    [Fact(Timeout = 60_000)]
    public async Task File_WhoseExportsComeLater_IsTakenWithoutAnEdit()
    {
        _folder.Write("a", Hourly);
        File.Move(_folder.PathOf("follows.csv"), _folder.PathOf("later"));
        await using var scheduler = await StartAsync();
        Assert.Null(scheduler.Board.Find("a"));

        File.Move(_folder.PathOf("later"), _folder.PathOf("follows.csv"));
        await scheduler.ReadFolderAsync();

        await RunAsync(scheduler, "a", 3);
    }

    [Fact]
    public void Read_NamesTwice_BlamesTheFileThatCameLater()
    {
        _folder.Write("b", Hourly);
        PipelineFolder folder = new(_folder.Path, _clock);
        folder.Read();
        File.Copy(_folder.PathOf("b.yaml"), _folder.PathOf("a.yaml"));

        var reading = folder.Read();

        var problem = Assert.Single(reading.All.SelectMany(file => file.Problems));
        Assert.Equal(("name", _folder.PathOf("a.yaml")), (problem.Key, problem.File));
        Assert.Equal([null, "b"], reading.All.Select(file => file.Definition?.Name));
    }

    [Fact]
    public void Read_AfterNobody_IsRefusedUntilThatPipelineIsThere()
    {
        _folder.Write("b", "after: a");
        PipelineFolder folder = new(_folder.Path, _clock);

        var problem = Assert.Single(folder.Read().All.SelectMany(file => file.Problems));
        Assert.Equal(("schedule.after", 3), (problem.Key, problem.Line));
        Assert.Contains("'a', which no sound file", problem.Found);
        _folder.Write("a", Hourly);

        Assert.Empty(folder.Read().All.SelectMany(file => file.Problems));
    }

    [Fact]
    public void Read_Circle_IsRefusedOnEveryFileOfIt()
    {
        _folder.Write("a", "after: c").Write("b", "after: a").Write("c", "after: b").Write("d", Hourly);

        var reading = new PipelineFolder(_folder.Path, _clock).Read();

        Assert.Equal([1, 1, 1, 0], reading.All.Select(file => file.Problems.Count));
        Assert.Contains("a circle: a after c after b after a", reading.All[0].Problems[0].Found);
        Assert.Equal([null, null, null, "d"], reading.All.Select(file => file.Scheduled?.Name));
    }

    [Fact]
    public void Read_EditThatClosesACircle_BlamesTheEditAlone()
    {
        _folder.Write("a", Hourly).Write("b", "after: a");
        PipelineFolder folder = new(_folder.Path, _clock);
        folder.Read();
        _folder.Write("a", "after: b");

        var reading = folder.Read();

        Assert.Equal([1, 0], reading.All.Select(file => file.Problems.Count));
        Assert.NotNull(reading.All[0].Scheduled?.Cron);
    }

    [Theory]
    [InlineData("cron: \"0 0 31 2 *\"", "which names no time after 2026-06-01")]
    [InlineData("cron: \"0 0 3 * * ? 2020\"", "which names no time after 2026-06-01")]
    [InlineData("cron: \"0 0 3 31 4,6 ?\"", "which names no time after 2026-06-01")]
    public void Read_ExpressionThatNeverComes_IsRefusedAtItsPlace(string schedule, string found)
    {
        _folder.Write("a", schedule);

        var problem = Assert.Single(new PipelineFolder(_folder.Path, _clock).Read().All[0].Problems);

        Assert.Equal(("schedule.cron", 3, 19), (problem.Key, problem.Line, problem.Column));
        Assert.Contains(found, problem.Found);
    }

    private Task<SteppedScheduler> StartAsync() =>
        SteppedScheduler.StartAsync(_folder.Path, _clock, _folder.Recorder(_clock));

    private static async Task RunAsync(SteppedScheduler scheduler, string pipeline, int hour)
    {
        var due = Utc($"2026-06-01 {hour:00}:00");
        await scheduler.AdvanceToAsync(due);
        await scheduler.UntilAsync(pipeline, due);
    }

    private async Task FollowAsync(SteppedScheduler scheduler, Func<bool> condition)
    {
        await scheduler.UntilAsync(() =>
        {
            _clock.AdvanceBy(TimeSpan.FromSeconds(1));
            return condition();
        });
    }

    private Task WriteAsync(string name, string text) =>
        File.WriteAllTextAsync(_folder.PathOf(name), text, TestContext.Current.CancellationToken);

    private static int Count(string text, string part) => text.Split(part).Length - 1;
}
