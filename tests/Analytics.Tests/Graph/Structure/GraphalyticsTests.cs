using Analytics.Graph.Csr;
using Analytics.Graph.Structure;
using Analytics.Tests.Reference;

namespace Analytics.Tests.Graph.Structure;

/// <summary>The validation graphs of LDBC Graphalytics with their reference outputs. PageRank and components are beside
/// their other tests.</summary>
public class GraphalyticsTests
{
    [Theory]
    [InlineData("bfs", "dir-input", "dir-output", true, 1)]
    [InlineData("bfs", "undir-input", "undir-output", false, 1)]
    [InlineData("example", "example-directed-input", "example-directed-BFS", true, 1)]
    [InlineData("example", "example-undirected-input", "example-undirected-BFS", false, 2)]
    public void Hops_GraphalyticsReference_AreEqual(
        string folder, string input, string output, bool directed, long source)
    {
        Graphalytics.Graph graph = Graphalytics.Read(directed, folder, input);
        Dictionary<long, double> expected = Graphalytics.Values(folder, output);
        int[] hops = BreadthFirst.Hops(graph.Csr, Array.BinarySearch(graph.Ids, source));
        Assert.All(graph.Ids, (id, v) => Assert.Equal(expected[id], hops[v] < 0 ? long.MaxValue : hops[v]));
    }

    [Theory]
    [InlineData("cdlp", "dir-input", "dir-output", true, 5)]
    [InlineData("cdlp", "undir-input", "undir-output", false, 5)]
    [InlineData("example", "example-directed-input", "example-directed-CDLP", true, 2)]
    [InlineData("example", "example-undirected-input", "example-undirected-CDLP", false, 2)]
    public void LabelPropagation_GraphalyticsReference_IsEqual(
        string folder, string input, string output, bool directed, int iterations)
    {
        Graphalytics.Graph graph = Graphalytics.Read(directed, folder, input);
        Dictionary<long, double> expected = Graphalytics.Values(folder, output);
        int[] labels = LabelPropagation.Run(graph.Csr, iterations);
        Assert.All(graph.Ids, (id, v) => Assert.Equal(expected[id], graph.Ids[labels[v]]));
    }

    [Theory]
    [InlineData("lcc", "dir-input", "dir-output", true)]
    [InlineData("lcc", "undir-input", "undir-output", false)]
    [InlineData("example", "example-directed-input", "example-directed-LCC", true)]
    [InlineData("example", "example-undirected-input", "example-undirected-LCC", false)]
    public void LocalClustering_GraphalyticsReference_IsEqual(
        string folder, string input, string output, bool directed)
    {
        Graphalytics.Graph graph = Graphalytics.Read(directed, folder, input);
        Dictionary<long, double> expected = Graphalytics.Values(folder, output);
        double[] values = LocalClustering.Of(graph.Csr);
        Assert.All(graph.Ids, (id, v) => AssertWithinRules(expected[id], values[v]));
    }

    [Theory]
    [InlineData("sssp", "dir-input", "dir-output", true, 1)]
    [InlineData("sssp", "undir-input", "undir-output", false, 1)]
    [InlineData("example", "example-directed", "example-directed-SSSP", true, 1)]
    [InlineData("example", "example-undirected", "example-undirected-SSSP", false, 2)]
    public void Lengths_GraphalyticsReference_AreEqual(
        string folder, string input, string output, bool directed, long source)
    {
        Graphalytics.Graph graph = Graphalytics.ReadWeighted(directed, folder, input);
        Dictionary<long, double> expected = Graphalytics.Values(folder, output);
        double[] lengths = ShortestPaths.Lengths(graph.Csr, Array.BinarySearch(graph.Ids, source));
        Assert.Equal(expected.Count, lengths.Length);
        Assert.All(graph.Ids, (id, v) => AssertWithinRules(expected[id], lengths[v]));
    }

    /// <summary>A small directed graph by hand, so that something runs where the data is absent.</summary>
    [Fact]
    public void Kernels_SmallExampleByHand_GiveWhatWasWorkedOut()
    {
        // 0 → 1 → 2 → 0 is a ring, 2 → 3 a tail, 4 ↔ 3 an end, 5 alone.
        CsrGraph graph = RandomGraph.Build(
            [(0, 1, 1f), (1, 2, 2f), (2, 0, 1f), (2, 3, 4f), (3, 4, 0.5f), (4, 3, 0.5f)], 6);
        Assert.Equal([0, 1, 2, 3, 4, -1], BreadthFirst.Hops(graph, 0));
        Assert.Equal([0, 1, 3, 7, 7.5, double.PositiveInfinity], ShortestPaths.Lengths(graph, 0));
        Assert.Equal([0, 0, 0, 0, 0, 5], ConnectedComponents.SmallestVertex(graph));
        Assert.Equal([0.5, 0.5, 1.0 / 6, 0, 0, 0], LocalClustering.Of(graph));
        Assert.Equal([1, 0, 0, 4, 3, 5], LabelPropagation.Run(graph, 1));
    }

    /// <summary>The rule of the benchmark for real numbers: equal up to a ten-thousandth.</summary>
    private static void AssertWithinRules(double expected, double actual)
    {
        if (double.IsInfinity(expected) || expected == 0)
            Assert.Equal(expected, actual);
        else
            Assert.InRange(actual / expected, 1 - 1e-4, 1 + 1e-4);
    }
}
