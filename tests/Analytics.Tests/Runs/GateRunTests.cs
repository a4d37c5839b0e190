using Analytics.Pipeline.Definition;
using Analytics.Pipeline.Gates;
using Analytics.Pipeline.Runs;

namespace Analytics.Tests.Runs;

/// <summary>Gates in whole runs: what they find is what an outsider counts in the tables.</summary>
public sealed class GateRunTests : IDisposable
{
    private const int Limit = 120_000;

    private readonly RunFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact(Timeout = Limit)]
    public async Task Run_FewRowsAgainstTheLastRun_IsHeldAndTellsWhichFile()
    {
        Rings(0, 4);
        var pipeline = Pipeline("gates: { history_runs: 1 }");
        await RunFolder.RunAsync(pipeline);
        _folder.Write("follows-cut.csv", "a,b", "u1,u5", "u1,u6");
        RecordedRun observer = new();

        var summary = await RunFolder.RunAsync(pipeline, observer: observer);

        Assert.Equal(RunStatus.Held, summary.Status);
        var warning = Assert.Single(observer.Warnings);
        Assert.StartsWith("gates.min_rows_share, source follows: 2 rows came in 1 files, 1.7 % of the median", warning);
        Assert.EndsWith("at least 10.0 % expected. [follows-cut.csv: 2 rows]", warning);
        Assert.Equal(
            ["min_rows_share\tfollows\tfailed\tfollows-cut.csv: 2 rows"],
            LakeContents.QueryHeld(_folder.Lake,
                "SELECT gate, subject, outcome, unnest(causes) FROM gates WHERE outcome = 'failed'"));
        var rehearsal = await RunFolder.RunAsync(pipeline, dryRun: true);
        Assert.Equal(RunStatus.Held, rehearsal.Status);

        File.Delete(_folder.PathOf("follows-cut.csv"));
        var next = await RunFolder.RunAsync(pipeline);
        Assert.Equal(RunStatus.Done, next.Status);
        Assert.Contains(next.Gates, gate => gate is { Gate: "min_rows_share", Outcome: GateOutcome.NotJudged });
    }

    /// <summary>Two rings of ten, then four: half of the accounts are where none was.</summary>
    [Fact(Timeout = Limit)]
    public async Task Run_CommunitiesOfOtherSizes_AreHeldWithTheCommunitiesNamed()
    {
        Rings(0, 2);
        await RunFolder.RunAsync(Pipeline("gates: { max_size_change: 0.4 }"));
        Rings(2, 4);

        var held = await RunFolder.RunAsync(Pipeline("gates: { max_size_change: 0.4, min_rows_share: 0 }"));

        var change = held.Gates.Single(gate => gate.Gate == "max_size_change");
        Assert.Equal((GateOutcome.Failed, 0.5, 0.4), (change.Outcome, change.Found!.Value, change.Limit!.Value));
        Assert.Equal(3, change.Causes.Count);
        Assert.Matches(@"^community \d+ \(.+\): (0|10) accounts before, 10 now$", change.Causes[0]);
        Assert.DoesNotContain("the pipeline file has changed", change.Explanation);
        var turnover = held.Gates.Single(gate => gate.Gate == "max_leader_turnover");
        Assert.Equal((GateOutcome.NotJudged, 0), (turnover.Outcome, turnover.Found!.Value));

        var done = await RunFolder.RunAsync(
            Pipeline("leaders: { top: 49 }\ngates: { max_size_change: 0.5 }"));
        Assert.Equal(RunStatus.Done, done.Status);
        change = done.Gates.Single(gate => gate.Gate == "max_size_change");
        Assert.Equal((GateOutcome.Passed, 0.5), (change.Outcome, change.Found!.Value));
        Assert.Contains("the pipeline file has changed since", change.Explanation);
    }

    [Fact(Timeout = Limit)]
    public async Task Run_OtherLeaders_AreHeldWithWhoLeftAndWhoCame()
    {
        const string keys = "leaders: { top_k: 2 }\ngates: { max_leader_turnover: 0.2 }";
        Rings(0, 3);
        _folder.Write("follows-first.csv", Enumerable.Range(5, 5)
            .SelectMany(i => new[] { $"u{i},u0", $"u{i},u1" }).Prepend("a,b"));
        await RunFolder.RunAsync(Pipeline(keys));
        var before = LakeContents.Query(_folder.Lake, Top);
        _folder.Write("follows-later.csv", Enumerable.Range(0, 10)
            .SelectMany(i => new[] { $"u{i},u4", $"u{i},u7" }).Where(row => row is not ("u4,u4" or "u7,u7"))
            .Prepend("a,b"));

        var held = await RunFolder.RunAsync(Pipeline(keys));

        var after = LakeContents.QueryHeld(_folder.Lake, Top);
        var (left, came) = (before.Except(after).ToList(), after.Except(before).ToList());
        Assert.Equal((6, 2), (before.Count, left.Count));
        var turnover = held.Gates.Single(gate => gate.Gate == "max_leader_turnover");
        Assert.Equal(GateOutcome.Failed, turnover.Outcome);
        Assert.Equal(left.Count / (double)before.Count, turnover.Found!.Value, 12);
        Assert.All(left.Concat(came), leader =>
            Assert.Contains(turnover.Causes, cause => cause.Contains(leader.Split('\t')[1], StringComparison.Ordinal)));
        Assert.Equal(
            [turnover.Causes[0]],
            LakeContents.QueryHeld(_folder.Lake, "SELECT causes[1] FROM gates WHERE gate = 'max_leader_turnover'"));
    }

    [Fact(Timeout = Limit)]
    public async Task Gates_WithoutLimits_AreMeasuredAndHoldNothing()
    {
        Rings(0, 2);
        var first = await RunFolder.RunAsync(Pipeline());
        Rings(5, 9);
        var second = await RunFolder.RunAsync(Pipeline());

        Assert.All([first, second], run => Assert.Equal(RunStatus.Done, run.Status));
        Assert.Equal(
            [
                "max_leader_turnover\tsnapshot\t0\tNULL\tnot_judged",
                "max_reject_share\tfollows\t0\t0.1\tpassed",
                "max_rows_share\tfollows\tNULL\tNULL\tnot_judged",
                "max_size_change\tsnapshot\t0.6666666666666667\tNULL\tnot_judged",
                "min_completeness\tfollows\tNULL\tNULL\tnot_judged",
                "min_rows_share\tfollows\tNULL\t0.1\tnot_judged",
                "unreadable\tfollows\t0\tNULL\tpassed",
            ],
            LakeContents.Query(_folder.Lake,
                "SELECT gate, subject, round(found, 16), expected, outcome FROM gates ORDER BY ALL"));
    }

    private const string Top = "SELECT community_id, account_id FROM leaders WHERE rank <= 2 ORDER BY ALL";

    /// <summary>Rings of ten that know the next three; each from <paramref name="from"/> on is a community.</summary>
    private void Rings(int from, int to)
    {
        var rows = Enumerable.Range(from * 30, (to - from) * 30).Select(
            i => $"u{i / 30 * 10 + i % 10},u{i / 30 * 10 + (i % 10 + 1 + i % 30 / 10) % 10}");
        _folder.Write($"follows-{from}.csv", rows.Prepend("a,b"));
    }

    private PipelineDefinition Pipeline(string more = "") => _folder.Pipeline(
        "  - { name: follows, format: csv, kind: follows, path: 'follows-*.csv', observed_at: 2026-01-31, "
        + "columns: { follower_id: a, followee_id: b } }",
        more);
}
