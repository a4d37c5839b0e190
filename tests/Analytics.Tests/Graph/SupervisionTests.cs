using Analytics.Graph.Centrality;
using Analytics.Graph.Csr;
using Analytics.Graph.Structure;
using Analytics.Tests.Reference;

namespace Analytics.Tests.Graph;

public class SupervisionTests
{
    private static readonly Dictionary<string, Action<CsrGraph, IProgress<double>?, CancellationToken>> Kernels = new()
    {
        ["build"] = (graph, progress, cancel) => Builder(graph).Build(graph.VertexCount, null, progress, cancel),
        ["symmetrize"] = (graph, progress, cancel) => graph.Symmetrize(null, progress, cancel),
        ["reverse"] = (graph, progress, cancel) =>
            Builder(graph).Build(graph.VertexCount).Reverse(null, progress, cancel),
        ["subgraph"] = (graph, progress, cancel) =>
            new InducedSubgraph(graph).Take([.. Enumerable.Range(0, graph.VertexCount)], progress, cancel),
        ["coreness"] = (graph, progress, cancel) => Coreness.Run(graph, null, progress, cancel),
        ["components"] = (graph, progress, cancel) => ConnectedComponents.Of(graph, null, progress, cancel),
        ["triangles"] = (graph, progress, cancel) => Triangles.PerVertex(graph, null, progress, cancel),
        ["clustering"] = (graph, progress, cancel) => LocalClustering.Of(graph, null, progress, cancel),
        ["hops"] = (graph, progress, cancel) => BreadthFirst.Hops(graph, 0, null, progress, cancel),
        ["lengths"] = (graph, progress, cancel) => ShortestPaths.Lengths(graph, 0, progress, cancel),
        ["labels"] = (graph, progress, cancel) => LabelPropagation.Run(graph, 4, null, progress, cancel),
        ["degrees"] = (graph, progress, cancel) => NeighbourDegrees.Sums(graph, null, progress, cancel),
        ["hits"] = (graph, progress, cancel) => Hits.Run(graph, 0, 9, null, progress, cancel),
        ["pagerank"] = (graph, progress, cancel) => PageRank.Run(graph, null, null, progress, cancel),
    };

    public static TheoryData<string> Names => [.. Kernels.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Kernel_Progress_RisesToOneAndCancellationStops(string kernel)
    {
        CsrGraph path = RandomGraph.Build(Enumerable.Range(0, 299_999).Select(v => (v, v + 1, 1f)), 300_000)
            .Symmetrize();
        RecordedProgress progress = new();
        Kernels[kernel](path, progress, CancellationToken.None);
        progress.AssertRisesToOne();
        Assert.Throws<OperationCanceledException>(() => Kernels[kernel](path, null, new CancellationToken(true)));
    }

    private static CsrBuilder Builder(CsrGraph graph)
    {
        CsrBuilder builder = new();
        for (int v = 0; v < graph.VertexCount; v++)
        {
            ReadOnlySpan<int> targets = graph.Targets(v);
            builder.Add([.. Enumerable.Repeat(v, targets.Length)], targets, graph.Weights(v));
        }

        return builder;
    }
}
