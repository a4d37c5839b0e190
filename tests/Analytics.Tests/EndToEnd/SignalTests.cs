using System.Diagnostics;
using Analytics.Pipeline;
using Analytics.Pipeline.Lake;
using Analytics.Tests.Runs;

namespace Analytics.Tests.EndToEnd;

/// <summary>What others can do to a run from outside: stop it, or hold its lake.</summary>
[Collection(ProcessCollection.Name)]
public sealed class SignalTests(GeneratedLake generated)
{
    private static readonly TimeSpan Promised = TimeSpan.FromSeconds(5);

    [Theory(Timeout = 120_000)]
    [InlineData("TERM", 143, "ingest")]
    [InlineData("INT", 130, "ingest")]
    [InlineData("TERM", 143, "weigh")]
    [InlineData("INT", 130, "cluster")]
    [InlineData("TERM", 143, "measure")]
    public async Task Run_Signal_EndsInTimeAndPublishesNothing(string signal, int expected, string stage)
    {
        generated.Restore();
        var before = LakeContents.Tree(generated.Lake);
        using var run = generated.StartRun(generated.FullPipeline);
        await run.UntilStartedAsync(stage);

        var clock = Stopwatch.StartNew();
        run.Signal(signal);
        var end = await run.EndAsync();

        Assert.True(end.ExitCode == expected, $"exit code {end.ExitCode}: {end.Error}");
        Assert.True(clock.Elapsed < Promised, $"{clock.Elapsed}");
        Assert.Equal("", end.Output);
        var left = LakeContents.Tree(generated.Lake);
        var resumable = left.Keys.Where(path => path.StartsWith("runs/0002/", StringComparison.Ordinal)).ToList();
        Assert.Equal(before, left.Where(file => !resumable.Contains(file.Key)).ToDictionary());
        Assert.Equal(stage == "ingest", resumable.Count == 0);
        Assert.Equal(stage == "ingest", !end.Error.Contains("what was ingested is kept", StringComparison.Ordinal));
    }

    [Fact(Timeout = 120_000)]
    public async Task Run_AfterASignal_GivesWhatAnUndisturbedOneGives()
    {
        generated.Restore();
        using (var run = generated.StartRun(generated.FullPipeline))
        {
            await run.UntilStartedAsync("cluster");
            run.Signal("TERM");
            await run.EndAsync();
        }

        var next = await generated.RunAsync(generated.FullPipeline);

        Assert.True(next.ExitCode == 0, next.Error);
        Assert.Contains("resumes a run that ended early", next.Error);
        LakeContents.AssertSwept(generated.Lake);
        Assert.Equal(generated.FullFacts, LakeContents.FactDigests(generated.Lake));
        Assert.Equal(generated.FullMarts, generated.Marts());
    }

    [Fact(Timeout = 120_000)]
    public async Task Run_WhileAnotherHoldsTheLake_EndsWithExitCode75()
    {
        generated.Restore();
        using var first = generated.StartRun(generated.FullPipeline);
        await first.UntilStartedAsync("ingest");
        var second = await generated.RunAsync(generated.FullPipeline);
        var wasRunning = !first.HasExited;
        var end = await first.EndAsync();

        Assert.True(end.ExitCode == 0, end.Error);
        Assert.SkipUnless(wasRunning, "The first run was over before the second looked at the lake.");
        Assert.True(second.ExitCode == ExitCodes.LakeBusy, second.Error);
        Assert.Contains("another run holds this lake", second.Error);
        Assert.Equal(generated.FullMarts, generated.Marts());
    }

    [Fact(Timeout = 120_000)]
    public async Task Run_LakeHeldByThisProcess_EndsWithExitCode75AtOnce()
    {
        generated.Restore();
        var before = LakeContents.Tree(generated.Lake);
        using (LakeLock.Acquire(new LakeFolder(generated.Lake), TimeProvider.System))
        {
            var refused = await generated.RunAsync(generated.FullPipeline);

            Assert.True(refused.ExitCode == ExitCodes.LakeBusy, refused.Error);
            Assert.Equal("", refused.Output);
        }

        Assert.Equal(before, LakeContents.Tree(generated.Lake));
    }
}
