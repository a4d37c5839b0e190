using Analytics.Graph.Csr;
using Analytics.Graph.Structure;
using Analytics.Tests.Reference;

namespace Analytics.Tests.Graph.Structure;

/// <summary>Every kernel against its textbook twin on many small graphs, and on a large one with any number of threads.
/// </summary>
public class StructureTests
{
    private const int N = 20_000;

    private static readonly CsrGraph Directed =
        Arcs.Added(Arcs.Random(N, 150_000, 11), new CsrBuilder()).Build(N);

    private static readonly CsrGraph Symmetric = Directed.Symmetrize();

    [Fact]
    public void Hops_RandomGraph_AreThoseOfTheTextbook() => OnMany((graph, w) =>
        Assert.Equal(TextbookStructure.Hops(w, 0), BreadthFirst.Hops(graph, 0)));

    [Fact]
    public void Lengths_RandomGraph_AreThoseOfTheTextbook() => OnMany((graph, w) =>
        Assert.Equal(TextbookStructure.Lengths(w, 0), ShortestPaths.Lengths(graph, 0)));

    [Fact]
    public void Triangles_RandomGraph_AreThoseOfTheTextbook() => OnMany((graph, w) =>
        Assert.Equal(TextbookStructure.Triangles(w), Triangles.PerVertex(graph)));

    [Fact]
    public void LocalClustering_RandomGraph_IsThatOfTheTextbook() => OnMany((graph, w) =>
        Assert.Equal(TextbookStructure.LocalClustering(w), LocalClustering.Of(graph)));

    [Fact]
    public void LabelPropagation_RandomGraph_IsThatOfTheTextbook() => OnMany((graph, w) =>
    {
        for (int iterations = 0; iterations < 5; iterations++)
        {
            Assert.Equal(
                TextbookStructure.LabelPropagation(w, iterations, directed: !graph.IsSymmetric),
                LabelPropagation.Run(graph, iterations));
        }
    });

    [Fact]
    public void Triangles_DirectedGraph_AreThoseOfTheSymmetrisedOne() => RandomGraph.ForAll(random =>
        Assert.Equal(Triangles.PerVertex(random.Directed()), Triangles.PerVertex(random.Symmetric())));

    [Fact]
    public void Hops_AnyNumberOfThreads_AreTheSame()
    {
        foreach (CsrGraph graph in (CsrGraph[])[Directed, Symmetric])
        {
            int[] hops = WorkerCounts.SameForAll(workers => BreadthFirst.Hops(graph, 1, workers));
            double[] lengths = ShortestPaths.Lengths(Unweighted(graph), 1);
            Assert.Equal(lengths.Select(length => double.IsInfinity(length) ? -1 : (int)length), hops);
        }
    }

    [Fact]
    public void Triangles_AnyNumberOfThreads_AreTheSame()
    {
        long[] counts = WorkerCounts.SameForAll(workers => Triangles.PerVertex(Symmetric, workers));
        Assert.Equal(counts, WorkerCounts.SameForAll(workers => Triangles.PerVertex(Directed, workers)));
        Assert.Equal(ByPairs(0), counts[0]);
        Assert.Equal(ByPairs(17), counts[17]);

        long ByPairs(int v) => Symmetric.Targets(v).ToArray().Sum(
            a => Symmetric.Targets(v).ToArray().Count(b => a < b && Symmetric.Targets(a).BinarySearch(b) >= 0));
    }

    [Fact]
    public void LocalClustering_AnyNumberOfThreads_IsTheSame() =>
        Assert.All(
            WorkerCounts.SameForAll(workers => LocalClustering.Of(Directed, workers)),
            value => Assert.InRange(value, 0, 1));

    [Fact]
    public void LabelPropagation_AnyNumberOfThreads_IsTheSame()
    {
        WorkerCounts.SameForAll(workers => LabelPropagation.Run(Directed, 4, workers));
        WorkerCounts.SameForAll(workers => LabelPropagation.Run(Symmetric, 4, workers));
    }

    [Fact]
    public void Kernels_DegenerateGraphs_GiveTheObviousAnswer()
    {
        CsrGraph empty = RandomGraph.Build([], 0);
        Assert.Empty(Triangles.PerVertex(empty));
        Assert.Empty(LocalClustering.Of(empty));
        Assert.Empty(LabelPropagation.Run(empty, 3));
        Assert.Throws<ArgumentOutOfRangeException>(() => BreadthFirst.Hops(empty, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => ShortestPaths.Lengths(empty, -1));
        Assert.Equal(1, Triangles.Count(RandomGraph.Build([(0, 1, 1f), (1, 2, 1f), (2, 0, 1f), (0, 0, 1f)], 4)));
    }

    private static CsrGraph Unweighted(CsrGraph graph) =>
        Arcs.Added([.. Arcs.Of(graph).Select(arc => arc with { Weight = 1 })], new CsrBuilder())
            .Build(graph.VertexCount);

    private static void OnMany(Action<CsrGraph, double[,]> check) => RandomGraph.ForAll(random =>
    {
        if (random.VertexCount == 0)
            return;
        check(random.Directed(), DenseMatrix.Of(random));
        check(random.Symmetric(), DenseMatrix.Of(random.Symmetric()));
    });
}
