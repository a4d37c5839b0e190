using System.Diagnostics;
using Analytics.Pipeline.Lake;
using Analytics.Pipeline.Lake.Upkeep;
using Analytics.Tests.Repository;
using Analytics.Tests.Runs;

namespace Analytics.Tests.EndToEnd;

/// <summary>The commands of docs/operations/durability.md, as they stand there.</summary>
public sealed class BackupTests : IDisposable
{
    private readonly RunFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    /// <summary>While runs commit, merge and remove: each copy, restored elsewhere, is a lake that goes on.</summary>
    [Fact(Timeout = 180_000)]
    public async Task Backup_WhileRunsGoOn_IsAWholeLakeElsewhere()
    {
        await RunAsync(1);
        using CancellationTokenSource ended = new();
        var runs = Task.Run(async () =>
        {
            for (var run = 2; run <= 5; run++) await RunAsync(run);
            await ended.CancelAsync();
        });
        var backups = 0;
        while (!ended.IsCancellationRequested && backups < 40 && !runs.IsCompleted)
            Shell("backup", _folder.Lake, _folder.PathOf($"backup-{++backups}"));
        await runs;
        Shell("backup", _folder.Lake, _folder.PathOf($"backup-{++backups}"));

        var last = LakeContents.Newest(_folder.Lake);
        var step = Math.Max(1, backups / 6);
        for (var backup = backups; backup > 0; backup -= step)
        {
            var lake = _folder.PathOf($"elsewhere-{backup}");
            Shell("restore", lake, _folder.PathOf($"backup-{backup}"));
            var report = Repair(lake);

            Assert.Empty(report.Left);
            Assert.InRange(FoundSnapshot.SequenceOf(report.RunId!)!.Value, 1, last.Sequence);
            Assert.Empty(LakeVerifier.Run(
                new LakeFolder(lake), 2, (_, _) => { }, TestContext.Current.CancellationToken).Faults);
            LakeContents.AssertWhole(lake);
        }

        Assert.Equal(last.RunId, LakeContents.Newest(_folder.PathOf($"elsewhere-{backups}")).RunId);
        var next = await RunFolder.RunAsync(Pipeline(), lake: _folder.PathOf($"elsewhere-{backups}"));
        Assert.Equal(0, next.Sources.Single().FilesNew);
    }

    private Task RunAsync(int run)
    {
        _folder.Write($"follows-{run}.csv", "a,b", $"u{run},v{run}", $"v{run},u{run}", $"u{run},u0");
        return RunFolder.RunAsync(Pipeline());
    }

    private Pipeline.Definition.PipelineDefinition Pipeline()
    {
        var pipeline = _folder.Pipeline(
            "  - { name: follows, format: csv, kind: follows, path: 'follows-*.csv', observed_at: 2026-01-31, "
            + "columns: { follower_id: a, followee_id: b } }");
        return pipeline with { Output = pipeline.Output with { Lake = _folder.Lake, KeepRuns = 3, CompactFiles = 2 } };
    }

    private static RepairReport Repair(string lake) => LakeRepair.Run(
        new LakeFolder(lake), dryRun: false, 2, (_, _) => { }, FixedClock.Noon, TestContext.Current.CancellationToken);

    /// <summary>Runs the block of the document that begins with a comment of this name.</summary>
    private static void Shell(string block, string lake, string backup)
    {
        var document = File.ReadAllText(RepositoryFolder.PathOf("docs", "operations", "durability.md"));
        var start = document.IndexOf($"```sh\n# {block}\n", StringComparison.Ordinal);
        Assert.True(start >= 0, $"no commands for: {block}");
        var end = document.IndexOf("\n```\n", start, StringComparison.Ordinal);
        var commands = document[(start + "```sh\n".Length)..end];
        ProcessStartInfo info = new("sh", ["-c", commands]) { RedirectStandardError = true };
        info.Environment["LAKE"] = lake;
        info.Environment["BACKUP"] = backup;
        using var shell = Process.Start(info)!;
        shell.StandardError.ReadToEnd();
        shell.WaitForExit();
    }
}
