using Analytics.Pipeline.Definition;
using Analytics.Tests.Reference;
using Analytics.Tests.Repository;

namespace Analytics.Tests.Runs;

/// <summary>The shipped pipeline on real input of a million rows, where that lies beside the repository.</summary>
public sealed class HiggsTests : IDisposable
{
    private readonly RunFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact(Timeout = 300_000)]
    public async Task Run_OnOneAndTwoThreads_AccountsForEveryRowAndWritesTheSameBytes()
    {
        var data = Path.GetDirectoryName(SharedData.Require("higgs"))!;
        var pipeline = PipelineFile.Load(
            RepositoryFolder.PathOf("pipelines", "higgs.yaml"),
            new Dictionary<string, string> { ["HOME"] = _folder.Root, ["DATA"] = data });

        var two = await RunFolder.RunAsync(pipeline, threads: 2, lake: _folder.Lake);
        await RunFolder.RunAsync(pipeline, threads: 1, lake: _folder.PathOf("one"));

        Assert.Equal([("activity", 563_069L), ("social", 355_075L)], two.Sources.Select(s => (s.Name, s.Read)));
        Assert.All(two.Sources, s => Assert.Equal(s.Read, s.Accepted + s.Rejected + s.Duplicates));
        Assert.Equal(
            two.Sources.Select(source => $"{source.Name}\t{source.Rejected}"),
            LakeContents.Query(_folder.Lake, "SELECT source, count(*) FROM rejects GROUP BY source ORDER BY source"));
        Assert.All(Connectivity.Check(_folder.Lake), size => Assert.InRange(size, 10, 20_000));

        var expected = LakeContents.MartDigests(_folder.Lake);
        var found = LakeContents.MartDigests(_folder.PathOf("one"));
        Assert.Equal(["runs"], expected.Keys.Where(table => expected[table] != found[table]));
        Assert.Equal(LakeContents.FactDigests(_folder.Lake), LakeContents.FactDigests(_folder.PathOf("one")));
        LakeContents.AssertWhole(_folder.Lake);
    }
}
