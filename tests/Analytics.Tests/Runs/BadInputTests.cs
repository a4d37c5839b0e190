using Analytics.Pipeline.Definition;
using Analytics.Pipeline.Runs;

namespace Analytics.Tests.Runs;

/// <summary>Broken files beside good ones: each is named, the rest is ingested, no id stands in the rejects.</summary>
public sealed class BadInputTests : IDisposable
{
    private const int Limit = 60_000;
    private const string Header = "actor,target,kind,at";

    private readonly RunFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact(Timeout = Limit)]
    public async Task Run_BrokenRecords_AreRejectsWithFileLineFieldReason()
    {
        Deliver();
        await RunFolder.RunAsync(Pipeline("gates: { max_reject_share: 1 }"));

        Assert.Equal(
            [
                "ids.csv\t2\tactor_id\tmissing",
                "ids.csv\t3\ttarget_id\tmissing",
                "ids.csv\t4\tkind\tmissing",
                "ids.csv\t5\ttarget_id\tan account cannot turn to itself",
                "quotes.csv\t3\tNULL\tquotes do not match",
                "times.csv\t2\tat\tnot a time between 1990 and 2099",
                "times.csv\t3\tat\tnot a time between 1990 and 2099",
                "times.csv\t4\tat\tmissing",
                "times.csv\t5\tkind\tnot a kind of interaction (like, reply, repost, mention, quote)",
            ],
            LakeContents.Query(_folder.Lake,
                "SELECT file, line, field, reason FROM rejects WHERE field IS DISTINCT FROM 'file' ORDER BY ALL"));
    }

    [Fact(Timeout = Limit)]
    public async Task Run_UnreadableFiles_AreNamedFailures()
    {
        Deliver();
        RecordedRun observer = new();
        var summary = await RunFolder.RunAsync(Pipeline("gates: { max_reject_share: 1 }"), observer: observer);

        string[] unreadable = ["binary.csv", "cut.csv.gz", "empty.csv", "header.csv"];
        Assert.Equal(unreadable.Select(file => $"{file}\tTrue"), LakeContents.Query(_folder.Lake,
            "SELECT file, reason <> '' FROM rejects WHERE field = 'file' ORDER BY file"));
        Assert.All(unreadable.Select(file => _folder.PathOf($"exports/{file}")), path => Assert.Contains(
            observer.Warnings, warning => warning.Contains(path, StringComparison.Ordinal)));
        Assert.Equal(unreadable.Length, summary.Sources.Single().FilesFailed);
        Assert.Equal(RunStatus.Done, summary.Status);
    }

    [Fact(Timeout = Limit)]
    public async Task Run_BadFilesBesideGood_AccountsForEveryRow()
    {
        Deliver();
        var source = (await RunFolder.RunAsync(Pipeline("gates: { max_reject_share: 1 }"))).Sources.Single();

        Assert.Equal(source.Read, source.Accepted + source.Rejected + source.Duplicates);
        Assert.Equal(9, source.Rejected);
        Assert.True(source.Accepted >= 200 + 2 + 1 + 1, $"{source.Accepted} rows accepted");
        Assert.Equal([$"{source.Accepted}"], LakeContents.Query(_folder.Lake, "SELECT count(*) FROM interactions"));
    }

    [Theory(Timeout = Limit)]
    [InlineData("gates: { max_reject_share: 0.9 }", RunStatus.Done)]
    [InlineData("gates: { max_reject_share: 0.001 }", RunStatus.Held)]
    [InlineData("gates: { max_reject_share: 0 }", RunStatus.Held)]
    public async Task Run_RejectShare_DecidesWhetherItIsPublished(string gate, RunStatus expected)
    {
        Deliver();
        var summary = await RunFolder.RunAsync(Pipeline(gate));

        Assert.Equal(expected, summary.Status);
        Assert.Equal(
            expected == RunStatus.Held,
            summary.Warnings.Any(warning => warning.Contains("gates.max_reject_share", StringComparison.Ordinal)));
        Assert.Equal(expected == RunStatus.Done, File.Exists(Path.Combine(_folder.Lake, "analytics.duckdb")));
        var query = expected == RunStatus.Done ? LakeContents.Query : (Func<string, string, IReadOnlyList<string>>)
            LakeContents.QueryHeld;
        Assert.Equal([expected.ToString().ToLowerInvariant()], query(_folder.Lake, "SELECT status FROM runs"));
    }

    [Fact(Timeout = Limit)]
    public async Task Run_ManyAnswersToOneself_AreRefusedAndNoGate()
    {
        var answers = Enumerable.Range(0, 100)
            .Select(i => $"a{i},{(i % 3 == 0 ? $"a{i}" : "b")},reply,2026-02-01T00:00:{i % 60:00}Z");
        _folder.Write("exports/threads.csv", [Header, .. answers]);

        var summary = await RunFolder.RunAsync(Pipeline());

        Assert.Equal(RunStatus.Done, summary.Status);
        Assert.Equal((34, 34), (summary.Sources.Single().Rejected, summary.Sources.Single().SelfLoops));
        Assert.Equal(["34"], LakeContents.Query(_folder.Lake, "SELECT count(*) FROM rejects"));
    }

    [Fact(Timeout = Limit)]
    public async Task Run_NoFileOfASourceReadable_IsAGate()
    {
        _folder.Write("exports/empty.csv", "");

        var summary = await RunFolder.RunAsync(Pipeline());

        Assert.Equal(RunStatus.Held, summary.Status);
        Assert.Equal(["0"], LakeContents.QueryHeld(_folder.Lake, "SELECT count(*) FROM interactions"));
    }

    [Fact(Timeout = Limit)]
    public async Task Run_FailedFileMended_IsReadOnTheNextRunAndCountsOnce()
    {
        Deliver();
        await RunFolder.RunAsync(Pipeline("gates: { max_reject_share: 1 }"));
        var before = int.Parse(LakeContents.Query(_folder.Lake, "SELECT count(*) FROM interactions").Single());
        _folder.Write("exports/cut.csv.gz", RunFolder.Packed(Text(1_000, 4_000)));

        var source = (await RunFolder.RunAsync(Pipeline("gates: { max_reject_share: 1 }"))).Sources.Single();

        Assert.Equal((1, 3), (source.FilesNew, source.FilesFailed));
        Assert.Equal(4_000, source.Accepted + source.Duplicates);
        Assert.Equal(["4000"], LakeContents.Query(_folder.Lake,
            "SELECT count(*) FROM interactions AS i WHERE i.at >= '2026-03-01'"));
        var after = int.Parse(LakeContents.Query(_folder.Lake, "SELECT count(*) FROM interactions").Single());
        Assert.Equal(before + source.Accepted, after);
    }

    [Fact(Timeout = Limit)]
    public async Task Rejects_WhateverIsWrong_HoldNobodysId()
    {
        Deliver();
        _folder.Write("exports/mixed-up.csv", Header,
            "like,somebody_1234567890,somebody_1234567890,somebody_1234567890",
            "\"somebody_1234567890",
            "somebody_1234567890,somebody_1234567891,like,1234567890123456789");
        _folder.Write("exports/other-names.csv", "somebody_1234567890,x,y,z", "1,2,3,4");
        await RunFolder.RunAsync(Pipeline("gates: { max_reject_share: 1 }"));

        var rejects = LakeContents.Query(_folder.Lake, "SELECT concat_ws(' ', field, reason, sample) FROM rejects");
        Assert.NotEmpty(rejects);
        Assert.DoesNotContain(rejects, text => text.Contains("somebody", StringComparison.OrdinalIgnoreCase));
        Assert.DoesNotContain(rejects, text => text.Contains("12345678", StringComparison.Ordinal));
    }

    private PipelineDefinition Pipeline(string more = "") => _folder.Pipeline(
        "  - { name: acts, format: csv, kind: interactions, path: 'exports/*', "
        + "columns: { actor_id: actor, target_id: target, kind: kind, at: at } }",
        more);

    private void Deliver()
    {
        _folder.Write("exports/good.csv", Text(0, 200));
        _folder.Write("exports/quotes.csv", Header, "\"q1\",q2,like,2026-02-01T00:00:00Z",
            "\"q3\"x,q4,like,2026-02-01T00:00:00Z", "q5,\"q6\",like,2026-02-01T00:00:00Z");
        _folder.Write("exports/times.csv", Header, "t1,t2,like,2026-13-41", "t1,t2,like,yesterday", "t1,t2,like,",
            "t1,t2,poke,2026-02-01", "t1,t2,like,2026-02-01");
        _folder.Write("exports/ids.csv", Header, ",i2,like,2026-02-02", "i1,,like,2026-02-02", "i1,i2,,2026-02-02",
            "i1,i1,like,2026-02-02", "i1,i2,like,2026-02-02");
        _folder.Write("exports/cut.csv.gz", RunFolder.Packed(Text(1_000, 4_000))[..^2_000]);
        _folder.Write("exports/empty.csv", "");
        _folder.Write("exports/header.csv", "actor,target", "h1,h2");
        _folder.Write("exports/binary.csv", [.. Enumerable.Range(0, 5_000).Select(i => (byte)(i * 7 % 251))]);
    }

    /// <summary>Rows without fault, the ones from number 1,000 on from March.</summary>
    private static string Text(int from, int count) => string.Join('\n', Enumerable.Range(from, count)
        .Select(number =>
        {
            var at = new DateTime(2026, number < 1_000 ? 1 : 3, 1).AddSeconds(number * 97L);
            return $"g{number * 7919 % 1_009},g{number * 104_729 % 1_013 + 2_000},like,{at:yyyy-MM-ddTHH:mm:ssZ}";
        })
        .Prepend(Header)) + "\n";
}
