using Analytics.App.Monitoring;
using Analytics.App.Scheduling;
using Analytics.Pipeline;
using Analytics.Pipeline.Definition;
using Analytics.Tests.Runs;

namespace Analytics.Tests.Monitoring;

public sealed class HealthReportTests : IDisposable
{
    private readonly RunFolder _folder = new();
    private readonly HandClock _clock = new();
    private readonly ScheduleBoard _board;
    private readonly HealthReport _health;

    public HealthReportTests()
    {
        _board = new ScheduleBoard(_clock);
        _health = new HealthReport(_board, TimeSpan.FromSeconds(5), _clock);
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Alive_FolderNoLongerRead_SaysStuck()
    {
        Assert.Empty(_health.Alive());
        _board.Show([]);
        _clock.Now += TimeSpan.FromSeconds(59);
        Assert.Empty(_health.Alive());

        _clock.Now += TimeSpan.FromSeconds(2);

        Assert.Equal("stuck", Assert.Single(_health.Alive()).Kind);
        _board.Show([]);
        Assert.Empty(_health.Alive());
    }

    [Fact]
    public void Ready_BeforeTheStart_SaysStopped()
    {
        Assert.Equal("stopped", Assert.Single(_health.Ready()).Kind);
        _board.Start();
        Assert.Empty(_health.Ready());
    }

    [Fact]
    public void Ready_BrokenFile_CountsOnlyIfItWasNeverSound()
    {
        _board.Start();
        Problem mistake = new("nightly.yaml", 3, 1, "sources", "nothing", "a list", "Name a source");
        var sound = Pipeline();

        _board.Show([new PipelineFileState("nightly.yaml", sound, null, [mistake])]);
        Assert.Empty(_health.Ready());
        _board.Show([new PipelineFileState("nightly.yaml", null, null, [mistake])]);

        var problem = Assert.Single(_health.Ready());
        Assert.Equal(("nightly.yaml", "broken"), (problem.Pipeline, problem.Kind));
        Assert.Contains("Name a source", problem.Reason);
    }

    [Fact]
    public async Task Ready_LakeThatGoesAway_SaysSo()
    {
        _board.Start();
        var pipeline = Pipeline();
        _board.Show([new PipelineFileState("nightly.yaml", pipeline, null, [])]);
        Assert.Empty(_health.Ready());

        await RunFolder.RunAsync(pipeline);
        Assert.Empty(_health.Ready());
        Directory.Move(pipeline.Output.Lake, _folder.PathOf("elsewhere"));

        Assert.Equal("lake", Assert.Single(_health.Ready()).Kind);
    }

    [Fact]
    public void Ready_LakeInAFolderThatIsNotThere_SaysSo()
    {
        _board.Start();
        var pipeline = Pipeline();
        var away = pipeline with { Output = pipeline.Output with { Lake = _folder.PathOf("not/mounted") } };
        _board.Show([new PipelineFileState("nightly.yaml", away, null, [])]);

        Assert.Contains("no such folder", Assert.Single(_health.Ready()).Reason);
    }

    [Fact]
    public async Task Ready_ThreeDueTimesWithoutASnapshot_SaysStale()
    {
        _board.Start();
        var pipeline = Pipeline("schedule: { cron: \"0 3 * * *\" }");
        await RunFolder.RunAsync(pipeline, clock: _clock);
        var scheduled = ScheduledPipeline.Of(pipeline, _clock.Now);
        _board.Show([new PipelineFileState("nightly.yaml", pipeline, scheduled, [])]);

        // Published on the 1st at noon, due on the 2nd, 3rd and 4th at three.
        Assert.Empty(ReadyAt(new DateTimeOffset(2026, 7, 4, 2, 59, 0, TimeSpan.Zero)));
        var stale = Assert.Single(ReadyAt(new DateTimeOffset(2026, 7, 4, 3, 1, 0, TimeSpan.Zero)));

        Assert.Equal((pipeline.Name, "stale"), (stale.Pipeline, stale.Kind));
        Assert.Contains("2026-07-01 12:00:00Z", stale.Reason);
        await RunFolder.RunAsync(pipeline, clock: _clock);
        Assert.Empty(ReadyAt(_clock.Now));
    }

    private IReadOnlyList<HealthProblem> ReadyAt(DateTimeOffset now)
    {
        _clock.Now = now;
        _board.Show(_board.All().Select(state => state.Read).ToList());
        return _health.Ready();
    }

    private PipelineDefinition Pipeline(string more = "")
    {
        SmallRun.In(_folder, "any");
        return _folder.Pipeline("  - { name: lists, format: csv, kind: follows, path: follows.csv }", more);
    }
}
