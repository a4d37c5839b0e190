using System.Globalization;
using Analytics.Tests.Runs;

namespace Analytics.Tests.EndToEnd;

/// <summary>
/// `kill -9` in the middle of a run: what was published before stays whole, the next run succeeds, and the facts are
/// those of a run that nobody disturbed. ANALYTICS_KILLS sets the number of random moments.
/// </summary>
[Collection(ProcessCollection.Name)]
public sealed class KillTests(GeneratedLake generated, ITestOutputHelper output)
{
    private const int KillsUnlessSet = 5;
    private const int Seed = 20_260_701;
    private const int Attempts = 20;

    private static readonly int Kills =
        Environment.GetEnvironmentVariable("ANALYTICS_KILLS") is { Length: > 0 } number
            ? int.Parse(number, CultureInfo.InvariantCulture)
            : KillsUnlessSet;

    [Fact(Timeout = 1_800_000)]
    public async Task Kill_AtRandomMoments_LosesAndDoublesNothing()
    {
        Random random = new(Seed);
        for (var kill = 1; kill <= Kills;)
        {
            var share = random.NextDouble();
            generated.Restore();
            var reached = await KillAfterAsync(generated.Undisturbed * share);
            output.WriteLine($"kill {kill} after {share:P0} of a run's time: {reached ?? "it had ended, drawn again"}");
            if (reached is null) continue;
            await AssertRecoversAsync();
            kill++;
        }
    }

    /// <summary>The moments that random ones hardly ever hit.</summary>
    [Theory(Timeout = 180_000)]
    [InlineData("facts/*/*/0002.parquet")]
    [InlineData("runs/0002/manifest.json")]
    [InlineData("snapshots/0002-*")]
    [InlineData("analytics.duckdb.next")]
    public async Task Kill_DuringTheCommit_LosesAndDoublesNothing(string sign)
    {
        // On a busy machine the moment may pass between two looks; what such a run leaves is looked at all the same.
        var seen = false;
        for (var attempt = 1; attempt <= Attempts && !seen; attempt++)
        {
            generated.Restore();
            using var run = generated.StartRun(generated.FullPipeline);
            seen = await run.UntilAsync(() => Matches(sign));
            if (!run.HasExited) run.Kill();

            output.WriteLine($"{sign}, attempt {attempt}: {(seen ? "seen" : "missed")}, {State()}");
            await AssertRecoversAsync();
        }

        Assert.True(seen, $"{sign} was never seen");
    }

    [Fact(Timeout = 180_000)]
    public async Task Kill_AfterTheIngest_NextRunGoesOnFromThere()
    {
        generated.Restore();
        using (var run = generated.StartRun(generated.FullPipeline))
        {
            await run.UntilStartedAsync("cluster");
            run.Kill();
        }

        var next = await generated.RunAsync(generated.FullPipeline);

        Assert.True(next.ExitCode == 0, next.Error);
        Assert.Contains("resumes a run that ended early", next.Error);
        Assert.Equal(generated.FullRun, LakeContents.AssertWhole(generated.Lake).RunId);
        Assert.Equal(generated.FullFacts, LakeContents.FactDigests(generated.Lake));
        Assert.Equal(generated.FullMarts, generated.Marts());
        LakeContents.AssertSwept(generated.Lake);
    }

    [Fact(Timeout = 180_000)]
    public async Task Kill_DuringTheFirstRunOfALake_NextRunStartsAfresh()
    {
        Directory.Delete(generated.Lake, recursive: true);
        using var run = generated.StartRun(generated.FullPipeline);
        Assert.True(await run.UntilAsync(() => Matches("runs/0001/staging/*/*")));
        run.Kill();

        var next = await generated.RunAsync(generated.FullPipeline);

        Assert.True(next.ExitCode == 0, next.Error);
        Assert.Equal(generated.FullFacts, LakeContents.FactDigests(generated.Lake));
        Assert.Equal(1, LakeContents.AssertWhole(generated.Lake).Sequence);
        LakeContents.AssertSwept(generated.Lake);
    }

    /// <returns>How far the run had come; null if it was over.</returns>
    private async Task<string?> KillAfterAsync(TimeSpan delay)
    {
        using var run = generated.StartRun(generated.FullPipeline);
        await Task.Delay(delay, TestContext.Current.CancellationToken);
        if (run.HasExited) return null;
        run.Kill();
        var stage = run.Error.Split('\n').LastOrDefault(line => line.Contains(": started", StringComparison.Ordinal));
        return $"{stage?.Split(' ')[1].TrimEnd(':') ?? "before the first stage"}, {State()}";
    }

    private async Task AssertRecoversAsync()
    {
        var manifest = LakeContents.AssertWhole(generated.Lake);
        Assert.Contains(manifest.RunId, new[] { generated.BaseRun, generated.FullRun });

        var next = await generated.RunAsync(generated.FullPipeline);

        Assert.True(next.ExitCode == 0, next.Error);
        LakeContents.AssertWhole(generated.Lake);
        LakeContents.AssertSwept(generated.Lake);
        Assert.Equal(generated.FullFacts, LakeContents.FactDigests(generated.Lake));
        if (LakeContents.Newest(generated.Lake).RunId == generated.FullRun)
            Assert.Equal(generated.FullMarts, generated.Marts());
    }

    private string State()
    {
        var published = LakeContents.Query(generated.Lake, "SELECT run_id FROM runs").Single();
        var newest = LakeContents.Newest(generated.Lake).RunId;
        if (published == generated.FullRun) return "published";
        return newest == generated.FullRun ? "committed" : "not committed";
    }

    /// <summary>Whether a path below the lake exists; each part may hold stars.</summary>
    private bool Matches(string pattern)
    {
        IEnumerable<string> found = [generated.Lake];
        foreach (var part in pattern.Split('/'))
            found = found.Where(Directory.Exists).SelectMany(folder => Entries(folder, part));
        return found.Any();
    }

    private static string[] Entries(string folder, string pattern)
    {
        try
        {
            return Directory.GetFileSystemEntries(folder, pattern);
        }
        catch (DirectoryNotFoundException)
        {
            return [];
        }
    }
}
