using Analytics.Graph.Communities;
using Analytics.Graph.Csr;
using Analytics.Graph.Structure;
using Analytics.Tests.Reference;

namespace Analytics.Tests.Graph.Structure;

public class ConnectedComponentsTests
{
    [Fact]
    public void Of_RandomGraph_PartsAreConnectedAndNoArcLeavesOne() => RandomGraph.ForAll(random =>
    {
        CsrGraph graph = random.Directed();
        Partition components = ConnectedComponents.Of(graph);
        PartitionChecks.ConnectedAndNumbered(graph, components);
        Assert.All(random.Arcs.Where(a => a.Weight > 0), a =>
            Assert.Equal(components.Labels[a.Source], components.Labels[a.Target]));
    });

    [Theory]
    [InlineData("wcc", "dir-input", "dir-output", true)]
    [InlineData("wcc", "undir-input", "undir-output", false)]
    [InlineData("example", "example-directed-input", "example-directed-WCC", true)]
    [InlineData("example", "example-undirected-input", "example-undirected-WCC", false)]
    public void SmallestVertex_GraphalyticsReference_IsEqual(
        string folder, string input, string output, bool directed)
    {
        Graphalytics.Graph graph = Graphalytics.Read(directed, folder, input);
        Dictionary<long, double> expected = Graphalytics.Values(folder, output);
        int[] smallest = ConnectedComponents.SmallestVertex(graph.Csr);
        Assert.All(graph.Ids, (id, v) => Assert.Equal(expected[id], graph.Ids[smallest[v]]));
    }

    [Fact]
    public void Of_LongPathInBothDirections_IsOneComponent()
    {
        const int N = 100_000;
        CsrGraph path = RandomGraph.Build(Enumerable.Range(0, N - 1).Select(v => (N - 1 - v, N - 2 - v, 1f)), N);
        Assert.Equal(1, ConnectedComponents.Of(path).Count);
        Assert.Equal(0, ConnectedComponents.Of(RandomGraph.Build([], 0)).Count);
    }

    [Theory]
    [InlineData(60_000)]
    [InlineData(150_000)]
    [InlineData(1_000_000)]
    public void SmallestVertex_AnyNumberOfThreads_IsWhatOneByOneJoiningFinds(int arcCount)
    {
        const int n = 200_000;
        (int Source, int Target, float Weight)[] arcs = Arcs.Random(n, arcCount, 9);
        CsrGraph graph = Arcs.Added(arcs, new CsrBuilder()).Build(n);
        int[] expected = Textbook.SmallestVertices(
            n, Arcs.Of(graph).Select(arc => (arc.Source, arc.Target)));
        Assert.Equal(expected, WorkerCounts.SameForAll(workers => ConnectedComponents.SmallestVertex(graph, workers)));
        CsrGraph symmetric = graph.Symmetrize();
        Assert.Equal(
            expected, WorkerCounts.SameForAll(workers => ConnectedComponents.SmallestVertex(symmetric, workers)));
    }
}
