using Analytics.Graph.Centrality;
using Analytics.Graph.Communities;
using Analytics.Graph.Csr;
using Analytics.Graph.Influence;
using Analytics.Graph.Structure;
using Analytics.Graph.Threads;
using Analytics.Tests.Reference;

namespace Analytics.Tests.Graph;

/// <summary>The unit of weights carries no meaning: weights times a power of two, which rounds nothing, leave every
/// result that is not itself a weight, to the last bit. On two thousand small random graphs each.</summary>
public sealed class ScalingTests : IDisposable
{
    private readonly Workers _one = new(1);

    [Fact]
    public void Ranks_WeightsScaled_StayTheSame() => OnBoth(graph =>
    {
        HitsResult hits = Hits.Run(graph, tolerance: 0, maxIterations: 12, _one);
        return [PageRank.Run(graph, workers: _one), hits.Hubs, hits.Authorities];
    });

    [Fact]
    public void Betweenness_WeightsScaled_StaysTheSame() => OnBoth(graph =>
    [
        Betweenness.Run(graph, new BetweennessOptions(ArcLengths.Weights), _one),
        Betweenness.Run(graph, new BetweennessOptions(ArcLengths.InverseWeights), _one),
    ]);

    [Fact]
    public void Lengths_WeightsScaled_AreScaled() => GraphTwins.ForAll(twins =>
    {
        if (twins.Directed.VertexCount > 0)
        {
            Assert.Equal(
                ShortestPaths.Lengths(twins.Directed, 0).Select(length => length * GraphTwins.Factor),
                ShortestPaths.Lengths(twins.Scaled, 0));
        }
    });

    [Fact]
    public void Measures_OfCommunitiesWeightsScaled_StayTheSame() => GraphTwins.ForAll(twins =>
    {
        int[] labels = twins.Labels;
        (CsrGraph graph, CsrGraph scaled) = (twins.Symmetric, twins.ScaledSymmetric);
        CommunityRoles roles = CommunityRoles.Of(graph, labels);
        CommunityRoles ofScaled = CommunityRoles.Of(scaled, labels);
        Assert.Equal(roles.Participation, ofScaled.Participation);
        Assert.Equal(roles.WithinModuleZ, ofScaled.WithinModuleZ);
        Assert.Equal(roles.InternalWeight.Select(weight => weight * GraphTwins.Factor), ofScaled.InternalWeight);
        Assert.Equal(Modularity.Of(graph, labels), Modularity.Of(scaled, labels));
        Assert.Equal(Conductance.Of(graph, labels), Conductance.Of(scaled, labels));
    });

    [Fact]
    public void Leiden_WeightsScaled_GivesTheSameLabels() => GraphTwins.ForAll(twins =>
    {
        LeidenOptions options = new() { Seed = twins.Random.Seed };
        Assert.Equal(
            Leiden.Run(twins.Symmetric, options, _one).Labels,
            Leiden.Run(twins.ScaledSymmetric, options, _one).Labels);
    });

    [Fact]
    public void Influence_OfAWeightedCascadeWeightsScaled_ChoosesTheSame() => GraphTwins.ForAll(twins =>
    {
        if (twins.Directed.VertexCount < 2)
            return;
        InfluenceOptions options = new(2, 0.3, Seed: twins.Random.Seed);
        InfluenceResult before =
            InfluenceMaximization.Run(IndependentCascade.WeightedCascade(twins.Directed), options, _one);
        InfluenceResult after = InfluenceMaximization.Run(
            IndependentCascade.WeightedCascade(twins.Scaled), options, _one);
        Assert.Equal(before.Seeds, after.Seeds);
        Assert.Equal(before.Spread, after.Spread);
    });

    public void Dispose() => _one.Dispose();

    private static void OnBoth(Func<CsrGraph, double[][]> kernels) => GraphTwins.ForAll(twins =>
    {
        AssertSame(kernels(twins.Directed), kernels(twins.Scaled));
        AssertSame(kernels(twins.Symmetric), kernels(twins.ScaledSymmetric));
    });

    /// <summary>Arrays are compared as they are first, which is much faster than by the framework.</summary>
    private static void AssertSame(double[][] before, double[][] after)
    {
        for (int kernel = 0; kernel < before.Length; kernel++)
        {
            if (!before[kernel].AsSpan().SequenceEqual(after[kernel]))
                Assert.Equal(before[kernel], after[kernel]);
        }
    }
}
