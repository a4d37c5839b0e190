using Analytics.DuckDb;
using Analytics.Pipeline;
using Analytics.Pipeline.Definition;
using Analytics.Pipeline.Lake;

namespace Analytics.Tests.Runs;

/// <summary>What runs do to a lake besides adding to it, and what they leave alone.</summary>
public sealed class LakeLifeTests : IDisposable
{
    private const int Limit = 90_000;

    private readonly RunFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact(Timeout = Limit)]
    public async Task Run_MoreThanKeepRuns_RemovesTheOldestSnapshotsAndNoFacts()
    {
        for (var run = 1; run <= 5; run++)
        {
            _folder.Write($"follows-{run}.csv", Follows(run * 100, 60).Prepend("a,b"));
            await RunFolder.RunAsync(Small() with { Output = new OutputDefinition(_folder.Lake, 3) });
        }

        var left = new SnapshotStore(new LakeFolder(_folder.Lake)).All();
        Assert.Equal([3, 4, 5], left.Select(manifest => manifest.Sequence));
        Assert.Equal(["300"], LakeContents.Query(_folder.Lake, "SELECT count(*) FROM follows"));
        LakeContents.AssertWhole(_folder.Lake);
        LakeContents.AssertSwept(_folder.Lake);
    }

    /// <summary>Pinned: with keep_runs 1 the files went away under readers of the catalog before.</summary>
    [Fact(Timeout = Limit)]
    public async Task Run_KeepsOneSnapshot_LeavesThePreviousToItsReaders()
    {
        var small = Small(1);
        await RunFolder.RunAsync(small with { Output = small.Output with { KeepRuns = 1 } });
        using var reader = LakeContents.Open(_folder.Lake);
        var before = LakeContents.Query(reader, "SELECT run_id, size FROM communities");
        Assert.NotEmpty(before);
        small = Small(2);
        await RunFolder.RunAsync(small with { Output = small.Output with { KeepRuns = 1 } });

        Assert.Equal(before, LakeContents.Query(reader, "SELECT run_id, size FROM communities"));
        Assert.Equal(["60"], LakeContents.Query(reader, "SELECT count(*) FROM follows"));
    }

    /// <summary>Pinned: the history of leaders read what was there, and failed while a run removed some.</summary>
    [Fact(Timeout = Limit)]
    public async Task Run_KeepsOneSnapshot_LeavesTheHistoryInThePreviousCatalogReadable()
    {
        const string history = "SELECT run_id, community_id, rank, account_id FROM leader_history ORDER BY ALL";
        IReadOnlyList<string> seen = [];
        DuckDbConnection? before = null;
        for (var run = 1; run <= 5; run++)
        {
            var small = Small(run);
            await RunFolder.RunAsync(small with { Output = small.Output with { KeepRuns = 1 } });

            if (before is not null) Assert.Equal(seen, LakeContents.Query(before, history));
            before?.Dispose();
            before = LakeContents.Open(_folder.Lake);
            seen = LakeContents.Query(before, history);
            Assert.Equal(Math.Min(run, 2), seen.Select(row => row.Split('\t')[0]).Distinct().Count());
        }

        before!.Dispose();
    }

    [Fact(Timeout = Limit)]
    public async Task DryRun_NewLake_WritesNothingAtAll()
    {
        var pipeline = WithBadFile();
        var before = LakeContents.Tree(_folder.Root);
        RecordedRun observer = new();

        var summary = await RunFolder.RunAsync(pipeline, dryRun: true, observer: observer);

        Assert.Equal(before, LakeContents.Tree(_folder.Root));
        Assert.Equal((60L, 60L), (summary.Sources.Single().Read, summary.Sources.Single().Accepted));
        Assert.Contains(observer.Warnings, warning => warning.Contains("follows-bad.csv", StringComparison.Ordinal));
    }

    [Fact(Timeout = Limit)]
    public async Task DryRun_LakeWithSnapshot_LeavesEveryByte()
    {
        _folder.Write("follows-1.csv", Follows(0, 60).Prepend("a,b"));
        await RunFolder.RunAsync(Small());
        _folder.Write("follows-2.csv", Follows(30, 60).Prepend("a,b"));
        var before = LakeContents.Tree(_folder.Root);

        var source = (await RunFolder.RunAsync(Small(), dryRun: true)).Sources.Single();

        Assert.Equal(before, LakeContents.Tree(_folder.Root));
        Assert.Equal((1, 1), (source.FilesNew, source.FilesKnown));
        Assert.Equal((60, 30, 30), (source.Read, source.Accepted, source.Duplicates));
    }

    [Theory(Timeout = Limit)]
    [InlineData("ingest")]
    [InlineData("weigh")]
    [InlineData("cluster")]
    [InlineData("measure")]
    [InlineData("publish")]
    [InlineData("commit")]
    public async Task Run_CancelledWhenAStageBegins_LeavesTheLakeAsItWas(string stage)
    {
        var sample = _folder.Sample();
        await RunFolder.RunAsync(sample with { Sources = [.. sample.Sources.Take(1)] });
        var before = LakeContents.Settled(_folder.Root);
        using CancellationTokenSource stop = new();
        RecordedRun observer = new(started =>
        {
            if (started == stage) stop.Cancel();
        });

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => RunFolder.RunAsync(sample, observer: observer, cancellation: stop.Token));

        Assert.Equal(stage, observer.Started.Last());
        Assert.Equal(before, LakeContents.Settled(_folder.Root));
        LakeContents.AssertWhole(_folder.Lake);
        if (stage == "ingest") LakeContents.AssertSwept(_folder.Lake);
    }

    [Fact(Timeout = Limit)]
    public async Task Run_LockHeld_IsRefusedWithExitCode75AndChangesNothing()
    {
        _folder.Write("follows-1.csv", Follows(0, 60).Prepend("a,b"));
        await RunFolder.RunAsync(Small());
        var before = LakeContents.Tree(_folder.Root);
        using (LakeLock.Acquire(new LakeFolder(_folder.Lake), FixedClock.Noon))
        {
            var refusal = await Assert.ThrowsAsync<UserException>(() => RunFolder.RunAsync(Small()));

            Assert.Equal(ExitCodes.LakeBusy, refusal.ExitCode);
            Assert.Contains(_folder.Lake, refusal.Message);
            Assert.Equal(before, LakeContents.Tree(_folder.Root));
        }

        Assert.Empty((await RunFolder.RunAsync(Small())).Warnings);
    }

    [Fact(Timeout = Limit)]
    public async Task Run_LockOfADiedRun_IsTakenOverAndSaid()
    {
        _folder.Write("follows-1.csv", Follows(0, 60).Prepend("a,b"));
        _folder.Write("lake/.lock", "process 4711 on elsewhere, last seen 2026-01-01 00:00:00Z\n");

        var warnings = (await RunFolder.RunAsync(Small())).Warnings;

        Assert.Contains(warnings, warning => warning.Contains("process 4711 on elsewhere", StringComparison.Ordinal));
        Assert.Equal("", await File.ReadAllTextAsync(_folder.PathOf("lake/.lock")));
    }

    [Fact(Timeout = Limit)]
    public async Task Run_DataTestFails_PublishesNothingAndKeepsTheOldSnapshot()
    {
        var sample = _folder.Sample();
        await RunFolder.RunAsync(sample);

        var before = LakeContents.Settled(_folder.Root);

        // A pipeline file cannot say this; a fault elsewhere could.
        var failure = await Assert.ThrowsAsync<InvalidDataException>(() => RunFolder.RunAsync(sample with
        {
            Purpose = sample.Purpose with { Retention = TimeSpan.FromDays(-400) },
            Communities = sample.Communities with { MaxSize = 60 },
        }));

        Assert.Contains("runs: retention_days lies in", failure.Message);
        Assert.Matches(@"\(1 row: run_id=0002-[0-9a-f]{8}, retention_days=-400\)", failure.Message);
        Assert.Equal(before, LakeContents.Settled(_folder.Root));
        LakeContents.AssertWhole(_folder.Lake);
    }

    [Fact(Timeout = Limit)]
    public async Task Run_WorkOfADiedRunLeft_SweepsIt()
    {
        _folder.Write("follows-1.csv", Follows(0, 60).Prepend("a,b"));
        await RunFolder.RunAsync(Small());
        _folder.Write("lake/runs/0002/staging/follows.parquet", "half");
        _folder.Write("lake/facts/follows/month=2026-01/0002.parquet", "half");
        _folder.Write("lake/runs/0001-abcdef01/members.parquet", "half");
        _folder.Write("lake/analytics.duckdb.next", "half");
        _folder.Write("lake/analytics.duckdb.next.wal", "half");

        var summary = await RunFolder.RunAsync(Small());

        Assert.Contains(summary.Warnings, warning => warning.StartsWith("swept", StringComparison.Ordinal));
        LakeContents.AssertWhole(_folder.Lake);
        LakeContents.AssertSwept(_folder.Lake);
    }

    [Theory(Timeout = Limit)]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Run_DiedBetweenCommitAndCatalog_NextRunCountsTheCommit(bool firstEver)
    {
        _folder.Write("follows-1.csv", Follows(0, 60).Prepend("a,b"));
        if (!firstEver)
        {
            await RunFolder.RunAsync(Small());
            _folder.Write("follows-2.csv", Follows(60, 60).Prepend("a,b"));
        }

        var catalog = new LakeFolder(_folder.Lake).Catalog;
        var old = firstEver ? null : await File.ReadAllBytesAsync(catalog);
        var committed = await RunFolder.RunAsync(Small());
        if (old is null) File.Delete(catalog);
        else await File.WriteAllBytesAsync(catalog, old);

        var next = await RunFolder.RunAsync(Small());

        Assert.Contains(next.Warnings, warning => warning.Contains(committed.RunId, StringComparison.Ordinal));
        Assert.Equal(0, next.Sources.Single().FilesNew);
        Assert.Equal([firstEver ? "60" : "120"], LakeContents.Query(_folder.Lake, "SELECT count(*) FROM follows"));
        LakeContents.AssertWhole(_folder.Lake);
    }

    private PipelineDefinition Small() => _folder.Pipeline(
        "  - { name: follows, format: csv, kind: follows, path: 'follows-*.csv', observed_at: 2026-01-31, "
        + "columns: { follower_id: a, followee_id: b } }");

    /// <summary>With one more delivery of 60 rows.</summary>
    private PipelineDefinition Small(int delivery)
    {
        _folder.Write($"follows-{delivery}.csv", Follows(delivery * 60, 60).Prepend("a,b"));
        return Small();
    }

    private PipelineDefinition WithBadFile()
    {
        _folder.Write("follows-1.csv", Follows(0, 60).Prepend("a,b"));
        _folder.Write("follows-bad.csv", "");
        return Small();
    }

    /// <summary>Rings of ten, each knowing the next three, so that there are communities.</summary>
    private static IEnumerable<string> Follows(int from, int count) => Enumerable.Range(from, count).Select(number =>
        $"u{number / 30 * 10 + number % 10},u{number / 30 * 10 + (number % 10 + 1 + number % 30 / 10) % 10}");
}
