using Analytics.Graph.Centrality;
using Analytics.Graph.Communities;
using Analytics.Graph.Csr;
using Analytics.Graph.Structure;
using Analytics.Graph.Threads;
using Analytics.Tests.Reference;

namespace Analytics.Tests.Graph;

/// <summary>Ids of vertices carry no meaning: permuting them permutes what kernels say about vertices and leaves what
/// they say about communities. On two thousand small random graphs each.</summary>
public sealed class RenamingTests : IDisposable
{
    private readonly Workers _one = new(1);

    [Fact]
    public void Ranks_VerticesRenamed_AreRenamed() => OnDirected(1e-12, (graph, _) =>
    {
        HitsResult hits = Hits.Run(graph, tolerance: 0, maxIterations: 12, _one);
        return
        [
            PageRank.Run(graph, new PageRankOptions(Tolerance: 0, MaxIterations: 12), _one), hits.Hubs,
            hits.Authorities,
        ];
    });

    [Fact]
    public void PageRank_SymmetricVerticesRenamed_IsRenamed() => OnSymmetric(1e-12, (graph, _, _) =>
        [PageRank.Run(graph, new PageRankOptions(Tolerance: 1e-14), _one)]);

    [Fact]
    public void Cores_VerticesRenamed_AreRenamed() => OnSymmetric(0, (graph, _, _) =>
        [Of(Coreness.Run(graph, _one)), Of(NeighbourDegrees.Sums(graph, _one))]);

    [Fact]
    public void Betweenness_VerticesRenamed_IsRenamed() => OnDirected(1e-9, (graph, _) =>
    [
        Betweenness.Run(graph, workers: _one),
        Betweenness.Run(graph, new BetweennessOptions(ArcLengths.Weights), _one),
        Betweenness.Run(graph, new BetweennessOptions(ArcLengths.InverseWeights), _one),
    ]);

    [Fact]
    public void Betweenness_SymmetricVerticesRenamed_IsRenamed() => OnSymmetric(1e-9, (graph, _, _) =>
    [
        Betweenness.Run(graph, workers: _one),
        Betweenness.Run(graph, new BetweennessOptions(ArcLengths.Weights), _one),
    ]);

    [Fact]
    public void Closeness_VerticesRenamed_IsRenamed() =>
        OnDirected(1e-12, (graph, _) => [Closeness.Harmonic(graph, _one)]);

    [Fact]
    public void Triangles_VerticesRenamed_AreRenamed() => OnDirected(1e-15, (graph, _) =>
        [Of(Triangles.PerVertex(graph, _one)), LocalClustering.Of(graph, _one)]);

    [Fact]
    public void Triangles_SymmetricVerticesRenamed_AreRenamed() => OnSymmetric(1e-15, (graph, _, _) =>
        [Of(Triangles.PerVertex(graph, _one)), LocalClustering.Of(graph, _one)]);

    [Fact]
    public void Roles_VerticesRenamed_AreRenamed() => OnSymmetric(1e-12, (graph, labels, _) =>
    {
        CommunityRoles roles = CommunityRoles.Of(graph, labels);
        return [roles.InternalWeight, Of(roles.InternalDegree), roles.Participation, roles.WithinModuleZ];
    });

    [Fact]
    public void Measures_OfCommunitiesVerticesRenamed_StayTheSame() => GraphTwins.ForAll(twins =>
    {
        (CsrGraph graph, int[] labels) = (twins.Symmetric, twins.Labels);
        (CsrGraph renamed, int[] renamedLabels) = (twins.RenamedSymmetric, twins.RenamedLabels);
        AssertEqual(Conductance.Of(graph, labels), Conductance.Of(renamed, renamedLabels), 1e-12);
        AssertEqual(InternalDensity.Of(graph, labels), InternalDensity.Of(renamed, renamedLabels), 1e-12);
        Assert.Equal(Modularity.Of(graph, labels), Modularity.Of(renamed, renamedLabels), 1e-12);
        Assert.Equal(ConstantPotts.Of(graph, labels, 0.1), ConstantPotts.Of(renamed, renamedLabels, 0.1), 1e-9);
    });

    [Fact]
    public void Components_VerticesRenamed_AreTheSameSets() => GraphTwins.ForAll(twins =>
    {
        int[] names = twins.Names;
        int[] before = ConnectedComponents.SmallestVertex(twins.Directed, _one);
        int[] after = ConnectedComponents.SmallestVertex(twins.Renamed, _one);
        // The smallest new name among those who had the same smallest vertex.
        int[] smallest = new int[names.Length];
        Array.Fill(smallest, int.MaxValue);
        for (int v = 0; v < names.Length; v++)
            smallest[before[v]] = Math.Min(smallest[before[v]], names[v]);
        AssertRenamed([Of(before.Select(root => smallest[root]))], [Of(after)], names, 0);
    });

    [Fact]
    public void Distances_VerticesRenamed_AreRenamed()
    {
        OnDirected(0, (graph, source) => graph.VertexCount == 0 ? [] : Distances(graph, source));
        OnSymmetric(0, (graph, _, source) => graph.VertexCount == 0 ? [] : Distances(graph, source));
    }

    public void Dispose() => _one.Dispose();

    private double[][] Distances(CsrGraph graph, int source) =>
        [Of(BreadthFirst.Hops(graph, source, _one)), ShortestPaths.Lengths(graph, source)];

    private static void OnDirected(double tolerance, Func<CsrGraph, int, double[][]> kernels) =>
        GraphTwins.ForAll(twins => AssertRenamed(
            kernels(twins.Directed, 0), kernels(twins.Renamed, twins.Names.FirstOrDefault()), twins.Names,
            tolerance));

    /// <summary>Kernels get a graph, labels, and one vertex of it.</summary>
    private static void OnSymmetric(double tolerance, Func<CsrGraph, int[], int, double[][]> kernels) =>
        GraphTwins.ForAll(twins => AssertRenamed(
            kernels(twins.Symmetric, twins.Labels, 0),
            kernels(twins.RenamedSymmetric, twins.RenamedLabels, twins.Names.FirstOrDefault()), twins.Names,
            tolerance));

    private static void AssertRenamed(double[][] before, double[][] after, int[] names, double tolerance)
    {
        for (int kernel = 0; kernel < before.Length; kernel++)
            AssertEqual(before[kernel], [.. names.Select(name => after[kernel][name])], tolerance);
    }

    private static void AssertEqual(double[] expected, double[] found, double tolerance)
    {
        Assert.Equal(expected.Length, found.Length);
        for (int i = 0; i < expected.Length; i++)
        {
            if (!expected[i].Equals(found[i]) && !(Math.Abs(expected[i] - found[i]) <= tolerance))
                Assert.Fail($"{i}: {expected[i]:R} became {found[i]:R}");
        }
    }

    private static double[] Of(IEnumerable<int> values) => [.. values.Select(value => (double)value)];

    private static double[] Of(IEnumerable<long> values) => [.. values.Select(value => (double)value)];
}
