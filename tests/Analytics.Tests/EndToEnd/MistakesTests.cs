using Analytics.Pipeline;
using Analytics.Tests.Runs;

namespace Analytics.Tests.EndToEnd;

/// <summary>What the executable answers to files that are wrong.</summary>
[Collection(ProcessCollection.Name)]
public sealed class MistakesTests : IDisposable
{
    private readonly RunFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact(Timeout = 60_000)]
    public async Task Run_SixMistakes_AnswersWithSixLocatedMessagesAndExitCode2()
    {
        _folder.Write("wrong.yaml",
            "name: wrong",
            "purpose: { controller: A, purpose: B, legal_basis: C }",
            "sources:",
            "  - name: follows",
            "    format: cvs",
            "    kind: follows",
            "    path: nowhere.csv",
            "graph: { windw: 180d }",
            "communities: { max_size: 50000 }",
            "output: { keep_runs: many }");

        var end = await AnalyticsProcess.RunAsync(_folder.Root, "run", "wrong.yaml");

        Assert.True(end.ExitCode == ExitCodes.Usage, $"exit code {end.ExitCode}: {end.Error}");
        Assert.Equal("", end.Output);
        var lines = end.Error.Split('\n');
        var located = lines.Where(line => line.Contains("wrong.yaml:", StringComparison.Ordinal)).ToList();
        Assert.Equal(6, located.Count);
        (int Line, string Key)[] expected =
        [
            (2, "purpose.retention"), (5, "format"), (7, "path"), (8, "windw"), (9, "communities.max_size"),
            (10, "output.keep_runs"),
        ];
        Assert.All(expected, mistake => Assert.Contains(located, line =>
            line.Contains($"wrong.yaml:{mistake.Line}:", StringComparison.Ordinal)
            && line.Contains(mistake.Key, StringComparison.Ordinal)));
        Assert.False(Directory.Exists(_folder.Lake));
    }

    [Theory(Timeout = 60_000)]
    [InlineData("1", ExitCodes.Done)]
    [InlineData("0.1", ExitCodes.QualityGate)]
    public async Task Run_RejectsAndUnreadableFiles_EndsByTheGate(string share, int expected)
    {
        var good = Enumerable.Range(0, 50).Select(i => $"a{i % 7},b{i % 11}").Prepend("f,t");
        _folder.Write("exports/good.csv", good);
        _folder.Write("exports/bad.csv", Enumerable.Range(0, 30).Select(i => $",b{i}").Prepend("f,t"));
        _folder.Write("exports/empty.csv", "");
        _folder.Pipeline(
            "  - { name: follows, format: csv, kind: follows, path: exports, observed_at: 2026-01-01, "
            + "columns: { follower_id: f, followee_id: t } }",
            $"gates: {{ max_reject_share: {share} }}");

        var end = await AnalyticsProcess.RunAsync(_folder.Root, "run", "pipeline.yaml");

        Assert.True(end.ExitCode == expected, $"exit code {end.ExitCode}: {end.Error}");
        Assert.Contains("exports/empty.csv", end.Error);
        const string counts =
            "SELECT (SELECT count(*) FROM follows), (SELECT count(*) FROM rejects WHERE field <> 'file')";
        Assert.Equal(["50\t30"], expected == ExitCodes.Done
            ? LakeContents.Query(_folder.Lake, counts)
            : LakeContents.QueryHeld(_folder.Lake, counts));
    }
}
