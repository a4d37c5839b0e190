using Analytics.Graph.Communities;
using Analytics.Graph.Csr;
using Analytics.Tests.Reference;

namespace Analytics.Tests.Graph.Csr;

/// <summary>Graphs in which every weight is 1 store none, and nobody can tell.</summary>
public sealed class UnitWeightTests
{
    private static readonly (int, int, float)[] Path = [(0, 1, 1f), (1, 2, 1f), (2, 3, 1f)];

    [Fact]
    public void Build_AllWeightsOne_StoresTargetsOnly()
    {
        CsrGraph graph = RandomGraph.Build(Path, 4);
        Assert.True(graph.HasUnitWeights);
        Assert.Equal(8 * 5 + 4 * 3, graph.Bytes);
        Assert.Equal([1f], graph.Weights(1).ToArray());
        Assert.Equal(1, graph.OutWeight(2));
        Assert.Equal(3, graph.TotalWeight());
        Assert.Equal([1f, 1f, 1f], graph.WeightArray.Span(0, 3).ToArray());
    }

    [Fact]
    public void Build_AnotherWeightOrOnesThatMerge_StoresWeights()
    {
        CsrGraph other = RandomGraph.Build([.. Path, (3, 0, 2f)], 4);
        Assert.False(other.HasUnitWeights);
        Assert.Equal(CsrGraph.BytesFor(4, 4), other.Bytes);
        CsrGraph merged = RandomGraph.Build([.. Path, (0, 1, 1f)], 4);
        Assert.False(merged.HasUnitWeights);
        Assert.Equal([2f], merged.Weights(0).ToArray());
    }

    [Fact]
    public void Symmetrize_OnePairInBothDirections_HasItsSum()
    {
        CsrGraph units = RandomGraph.Build(Path, 4).Symmetrize();
        Assert.True(units.HasUnitWeights);
        Assert.Equal([0, 2], units.Targets(1).ToArray());
        CsrGraph mixed = RandomGraph.Build([.. Path, (1, 0, 1f)], 4).Symmetrize();
        Assert.Equal([2f, 1f], mixed.Weights(1).ToArray());
        CsrGraph looped = RandomGraph.Build([.. Path, (1, 1, 1f)], 4).Symmetrize();
        Assert.Equal([1f, 1f], looped.Weights(1).ToArray());
    }

    [Fact]
    public void ReverseAndCut_OfUnits_AreUnits()
    {
        CsrGraph graph = RandomGraph.Build(Path, 4);
        Assert.True(graph.Reverse().HasUnitWeights);
        Assert.Equal([0], graph.Reverse().Targets(1).ToArray());
        CsrGraph cut = InducedSubgraph.Of(graph, [1, 2]);
        Assert.True(cut.HasUnitWeights);
        Assert.Equal([1], cut.Targets(0).ToArray());
    }

    [Fact]
    public void Complete_WeightsThatDifferLate_KeepsThoseBefore()
    {
        CsrRowWriter writer = new(4, 3);
        writer.Add([0, 1], [1, 2], [1f, 1f]);
        writer.Add([2], [3], [5f]);
        CsrGraph graph = writer.Complete();
        Assert.Equal(
            [1f, 1f, 5f], [graph.Weights(0)[0], graph.Weights(1)[0], graph.Weights(2)[0]]);
        writer = new(4, 3);
        writer.Add([0, 1, 2], [1, 2, 3], [1f, 1f, 1f]);
        Assert.True(writer.Complete().HasUnitWeights);
    }

    [Fact]
    public void Leiden_UnitsAndEqualWeights_FindTheSame() => RandomGraph.ForAll(random =>
    {
        if (random.VertexCount == 0)
            return;
        CsrGraph units = Unweighted(random, 1);
        CsrGraph doubled = Unweighted(random, 2);
        Assert.Equal(doubled.HasUnitWeights, units.ArcCount == 0);
        Assert.Equal(
            Leiden.Run(units, new LeidenOptions()).Labels.ToArray(),
            Leiden.Run(doubled, new LeidenOptions()).Labels.ToArray());
    });

    private static CsrGraph Unweighted(RandomGraph random, float weight)
    {
        CsrGraph graph = random.Directed();
        var pairs = Arcs.Of(graph).Where(arc => arc.Source != arc.Target)
            .Select(arc => (Math.Min(arc.Source, arc.Target), Math.Max(arc.Source, arc.Target))).Distinct();
        return RandomGraph.Build([.. pairs.Select(pair => (pair.Item1, pair.Item2, weight))], graph.VertexCount)
            .Symmetrize();
    }
}
