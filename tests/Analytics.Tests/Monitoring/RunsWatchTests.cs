using System.Text.Json;
using Analytics.App.Console;
using Analytics.App.Monitoring;
using Analytics.Pipeline.Lake;
using Analytics.Pipeline.Runs;
using Analytics.Tests.EndToEnd;
using Analytics.Tests.Runs;

namespace Analytics.Tests.Monitoring;

public sealed class RunsWatchTests
{
    [Fact]
    public async Task Run_UnderWay_TellsItsStagesInTheLakeAndLeavesNothing()
    {
        using RunFolder folder = new();
        LakeFolder lake = new(folder.Lake);
        RunProgress? seen = null;
        RecordedRun observer = new(stage =>
        {
            if (stage == "commit") seen = RunProgress.Read(lake);
        });

        var summary = await RunFolder.RunAsync(SmallRun.In(folder, "watched", badRows: 3), observer: observer);

        Assert.NotNull(seen);
        Assert.Equal(("watched", summary.RunId), (seen.Pipeline, seen.RunId));
        Assert.Equal(Environment.ProcessId, seen.ProcessId);
        Assert.Equal(3, seen.Finished.Single(stage => stage.Stage == "ingest").Rejects);
        Assert.Contains(seen.Finished, stage => stage.Stage == "publish");
        Assert.Null(RunProgress.Read(lake));
        LakeContents.AssertSwept(folder.Lake);
    }

    [Fact]
    public async Task Lines_RunThatDies_SaysEachThingOnce()
    {
        using RunFolder folder = new();
        await RunFolder.RunAsync(SmallRun.In(folder, "nightly"));
        LakeFolder lake = new(folder.Lake);
        HandClock clock = new();
        using StringWriter output = new();
        WatchLines lines = new(output, json: false, clock);
        LakeWatch watch = new(lake, clock);

        lines.Show(watch.Look());
        using (RunProgressFile run = new(lake, "nightly", clock))
        {
            run.StageStarted("ingest");
            lines.Show(watch.Look());
            lines.Show(watch.Look());
            run.StageFinished(new StageReport("ingest", 1_000, 2_000_000, TimeSpan.FromSeconds(3), default, 0));
            run.StageStarted("weigh");
            lines.Show(watch.Look());
            clock.Now += TimeSpan.FromSeconds(31);
            lines.Show(watch.Look());
            lines.Show(watch.Look());
        }

        lines.Show(watch.Look());

        var run1 = new SnapshotStore(lake).Newest()!.RunId;
        var owner = $"process {Environment.ProcessId} on {Environment.MachineName}";
        Assert.Equal(
            $"""
            2026-07-01T12:00:00Z snapshot {run1}: done, 380 rows of facts
            2026-07-01T12:00:00Z run of nightly by {owner}, started 2026-07-01 12:00:00
            2026-07-01T12:00:00Z ingest: started
            2026-07-01T12:00:00Z ingest: 1,000 rows, 2.0 MB in 3.0 s, 0 rejected
            2026-07-01T12:00:00Z weigh: started
            2026-07-01T12:00:31Z run of nightly: silent since 12:00:00; it died, or its machine waits
            2026-07-01T12:00:31Z the run has ended

            """,
            output.ToString());
    }

    [Fact]
    public void Progress_ManyReports_AreWrittenOnceInASecond()
    {
        using RunFolder folder = new();
        LakeFolder lake = new(folder.Lake);
        Directory.CreateDirectory(lake.Runs);
        HandClock clock = new();
        using RunProgressFile run = new(lake, "nightly", clock);
        run.StageStarted("ingest");

        run.StageProgress("ingest", 0.5, 500, 5_000);
        Assert.Equal(0, RunProgress.Read(lake)!.Rows);
        clock.Now += TimeSpan.FromSeconds(1);
        run.StageProgress("ingest", double.NaN, 600, 6_000);

        var seen = RunProgress.Read(lake)!;
        Assert.Equal((600, 6_000, null), (seen.Rows, seen.Bytes, seen.Fraction));
        Assert.Equal(clock.Now, seen.SeenAt);
    }

    [Fact]
    public void Progress_FolderThatIsGone_DoesNotDisturbTheRun()
    {
        using RunFolder folder = new();
        using RunProgressFile run = new(new LakeFolder(folder.Lake), "nightly", new HandClock());

        run.StageStarted("ingest");

        Assert.False(Directory.Exists(folder.Lake));
    }

    [Fact]
    public async Task Screen_RunUnderWay_ShowsStagesAndSnapshots()
    {
        using RunFolder folder = new();
        await RunFolder.RunAsync(SmallRun.In(folder, "nightly"));
        LakeFolder lake = new(folder.Lake);
        using CancellationTokenSource stop = new();
        var looks = 0;
        HandClock clock = new(() =>
        {
            if (++looks == 3) stop.Cancel();
        });
        using RunProgressFile run = new(lake, "nightly", new HandClock());
        run.StageFinished(new StageReport("ingest", 1_234, 2_000_000, TimeSpan.FromSeconds(3), default, 0));
        run.StageStarted("weigh");
        using StringWriter screen = new();
        Terminal terminal = new()
        {
            In = TextReader.Null,
            Out = screen,
            Error = TextWriter.Null,
            OutIsTerminal = true,
            Variable = name => name == "NO_COLOR" ? "1" : null,
        };

        await new RunsWatch(terminal, lake, clock).FollowAsync(json: false, stop.Token);

        Assert.Equal(3, looks);
        Assert.Contains($"nightly: process {Environment.ProcessId} on ", screen.ToString());
        Assert.Contains("1,234", screen.ToString());
        Assert.Contains("weigh", screen.ToString());
        Assert.Contains(new SnapshotStore(lake).Newest()!.RunId, screen.ToString());
    }

    [Fact(Timeout = 60_000)]
    public async Task RunsWatch_Interrupted_EndsCleanlyWith130()
    {
        using RunFolder folder = new();
        var summary = await RunFolder.RunAsync(SmallRun.In(folder, "nightly"));
        using var process = AnalyticsProcess.Start(folder.Root, "runs", "--watch", "--json", "--lake", folder.Lake);

        using var line = JsonDocument.Parse((await process.ReadLineAsync())!);
        process.Signal("INT");
        var end = await process.EndAsync();

        Assert.Equal("snapshot", line.RootElement.GetProperty("what").GetString());
        Assert.Equal(summary.RunId, line.RootElement.GetProperty("run_id").GetString());
        Assert.Equal((130, "", ""), (end.ExitCode, end.Output, end.Error.Trim()));
    }
}
