using Analytics.Graph.Communities;
using Analytics.Graph.Csr;
using Analytics.Graph.Threads;
using Analytics.Tests.Reference;

namespace Analytics.Tests.Graph.Communities;

/// <summary>What every partition promises, on two thousand small random graphs each.</summary>
public sealed class PartitionPropertiesTests : IDisposable
{
    private const int MaxSize = 7;

    private readonly Workers _one = new(1);

    [Fact]
    public void Leiden_RandomGraph_IsConnectedAndLosesNoModularityToAggregation() => GraphTwins.ForAll(twins =>
    {
        CsrGraph graph = twins.Symmetric;
        Partition found = Leiden.Run(graph, new LeidenOptions { Seed = twins.Random.Seed }, _one);
        PartitionChecks.ConnectedAndNumbered(graph, found);
        CsrGraph aggregated = Aggregated(graph, found);
        int[] own = [.. Enumerable.Range(0, found.Count)];
        Assert.Equal(Modularity.Of(graph, found.Labels), Modularity.Of(aggregated, own), 1e-12);
        // Communities of communities are worth the same whichever of the two graphs they are measured on.
        int[] halves = [.. own.Select(community => community / 2)];
        Assert.Equal(
            Modularity.Of(graph, [.. found.Labels.Select(label => halves[label])]),
            Modularity.Of(aggregated, halves), 1e-12);
    });

    [Fact]
    public void Leiden_RandomGraphUnderACeiling_IsConnectedAndKeepsIt() => GraphTwins.ForAll(twins =>
    {
        CsrGraph graph = twins.Symmetric;
        int ceiling = 1 + (int)(twins.Random.Seed % MaxSize);
        Partition found =
            Leiden.Run(graph, new LeidenOptions { Seed = twins.Random.Seed, MaxSize = ceiling }, _one);
        PartitionChecks.ConnectedAndNumbered(graph, found);
        Assert.All(found.Sizes(), size => Assert.InRange(size, 1, ceiling));
    });

    [Fact]
    public void BoundedClustering_RandomGraph_KeepsCeilingAndFloor() => GraphTwins.ForAll(twins =>
    {
        CsrGraph graph = twins.Symmetric;
        int ceiling = 1 + (int)(twins.Random.Seed % MaxSize);
        int floor = 1 + (int)(twins.Random.Seed / MaxSize % (ulong)ceiling);
        BoundedClusteringOptions options = new(ceiling, floor) { Leiden = new() { Seed = twins.Random.Seed } };
        PartitionChecks.Bounded(graph, BoundedClustering.Run(graph, options, _one), floor, ceiling);
    });

    public void Dispose() => _one.Dispose();

    /// <summary>One vertex per community, arcs inside it being a loop.</summary>
    private static CsrGraph Aggregated(CsrGraph graph, Partition partition) => RandomGraph.Build(
        Arcs.Of(graph).Select(
            arc => (partition.Labels[arc.Source], partition.Labels[arc.Target], arc.Weight)),
        partition.Count);
}
