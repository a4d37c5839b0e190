using Analytics.Graph.Communities;
using Analytics.Graph.Csr;
using Analytics.Tests.Reference;

namespace Analytics.Tests.Graph.Communities;

public class ModularityTests
{
    [Theory]
    [InlineData(1.0)]
    [InlineData(0.3)]
    [InlineData(2.5)]
    public void Of_RandomGraph_EqualsTheDefinitionOverAllPairs(double resolution) => RandomGraph.ForAll(random =>
    {
        int[] labels = random.RandomLabels(4);
        double[,] matrix = DenseMatrix.Of(random);
        double expected = DenseMatrix.Modularity(matrix, labels, resolution);
        Assert.Equal(expected, Modularity.Of(random.Directed(), labels, resolution), 1e-12);
        expected = DenseMatrix.Modularity(DenseMatrix.Symmetrized(matrix), labels, resolution);
        Assert.Equal(expected, Modularity.Of(random.Symmetric(), labels, resolution), 1e-12);
    });

    [Fact]
    public void Of_ResidualVertices_CountAsAlone() => RandomGraph.ForAll(random =>
    {
        int[] labels = [.. random.RandomLabels(4).Select(label => label - 1)];
        double expected = DenseMatrix.Modularity(DenseMatrix.Of(random), labels, 1);
        Assert.Equal(expected, Modularity.Of(random.Directed(), labels), 1e-12);
    });

    [Fact]
    public void Of_GraphAggregatedByItsCommunities_StaysTheSame() => RandomGraph.ForAll(random =>
    {
        CsrGraph graph = random.Symmetric();
        int[] fine = random.RandomLabels(9);
        int[] coarse = [.. fine.Select(label => label / 3)];
        IEnumerable<(int, int, float)> arcs = from v in Enumerable.Range(0, graph.VertexCount)
                                              from i in Enumerable.Range(0, graph.Degree(v))
                                              select (fine[v], fine[graph.Targets(v)[i]], graph.Weights(v)[i]);
        CsrGraph aggregated = RandomGraph.Build(arcs, 9);
        Assert.Equal(
            Modularity.Of(graph, coarse), Modularity.Of(aggregated, [0, 0, 0, 1, 1, 1, 2, 2, 2]), 1e-12);
    });

    [Fact]
    public void Of_NoArcs_IsZero() => Assert.Equal(0, Modularity.Of(RandomGraph.Build([], 3), [0, 1, 1]));

    [Fact]
    public void Of_WrongNumberOfLabels_IsRefused() =>
        Assert.Throws<ArgumentException>(() => Modularity.Of(RandomGraph.Build([], 3), [0, 1]));
}
