using Analytics.Graph.Centrality;
using Analytics.Graph.Csr;
using Analytics.Tests.Reference;

namespace Analytics.Tests.Graph.Csr;

public sealed class MappedGraphTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("graph").FullName;

    private string GraphFile => Path.Combine(_folder, "a.graph");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Open_SavedGraph_HasTheSameArcsAndGivesTheSameScores()
    {
        CsrGraph graph = Arcs.Added(Arcs.Random(5000, 40_000, 2), new CsrBuilder()).Build(5000);
        foreach (CsrGraph saved in (CsrGraph[])
            [graph, graph.Symmetrize(), RandomGraph.Build([(0, 1, 1f)], 2).Symmetrize(), RandomGraph.Build([], 0)])
        {
            MappedGraph.Save(saved, GraphFile);
            using MappedGraph mapped = MappedGraph.Open(GraphFile);
            Assert.Equal(saved.VertexCount, mapped.Graph.VertexCount);
            Assert.Equal(saved.IsKnownSymmetric, mapped.Graph.IsKnownSymmetric);
            Assert.Equal(Arcs.Of(saved), Arcs.Of(mapped.Graph));
            Assert.Equal(PageRank.Run(saved), PageRank.Run(mapped.Graph));
            CsrGraph read = MappedGraph.Read(GraphFile);
            Assert.Equal(Arcs.Of(saved), Arcs.Of(read));
            Assert.Equal(saved.Bytes, read.Bytes);
        }

        Assert.Equal([GraphFile], Directory.GetFiles(_folder));
    }

    [Fact]
    public void Dispose_OpenGraph_LeavesItEmpty()
    {
        MappedGraph.Save(RandomGraph.Build([(0, 1, 1f)], 2), GraphFile);
        MappedGraph mapped = MappedGraph.Open(GraphFile);
        mapped.Dispose();
        mapped.Dispose();
        Assert.Throws<ArgumentOutOfRangeException>(() => mapped.Graph.Targets(0).Length);
    }

    [Fact]
    public void Open_ForeignOrCutOffFile_SaysWhatWasExpected()
    {
        File.WriteAllText(GraphFile, new string('x', 500));
        Assert.Contains("no head of a graph file", Message(), StringComparison.Ordinal);
        File.WriteAllBytes(GraphFile, [1, 2, 3]);
        Assert.Contains("no head of a graph file", Message(), StringComparison.Ordinal);
        MappedGraph.Save(RandomGraph.Build([(0, 1, 1f), (1, 2, 1f)], 3), GraphFile);
        byte[] whole = File.ReadAllBytes(GraphFile);
        File.WriteAllBytes(GraphFile, whole[..^64]);
        Assert.Contains(
            $"found {whole.Length - 64} bytes; expected {whole.Length} for 3 vertices and 2 arcs", Message(),
            StringComparison.Ordinal);
        whole[8] = 9;
        File.WriteAllBytes(GraphFile, whole);
        Assert.Contains("found version 9", Message(), StringComparison.Ordinal);
    }

    [Fact]
    public void Open_AnyByteOfTheContentChanged_IsRefused()
    {
        MappedGraph.Save(RandomGraph.Build([(0, 1, 1f), (1, 2, 1f), (2, 0, 3f)], 3), GraphFile);
        byte[] whole = File.ReadAllBytes(GraphFile);
        foreach (int position in (int[])[65, 71, 128, 139, 192, 203])
        {
            byte[] changed = [.. whole];
            changed[position] ^= 4;
            File.WriteAllBytes(GraphFile, changed);
            Assert.Contains("checksum", Message(), StringComparison.Ordinal);
            Assert.Throws<InvalidDataException>(() => MappedGraph.Read(GraphFile));
        }
    }

    private string Message() => Assert.Throws<InvalidDataException>(() => MappedGraph.Open(GraphFile)).Message;
}
