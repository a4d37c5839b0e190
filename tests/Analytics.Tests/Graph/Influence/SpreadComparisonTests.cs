using Analytics.Graph.Influence;
using Analytics.Graph.Threads;
using Analytics.Tests.Reference;

namespace Analytics.Tests.Graph.Influence;

public class SpreadComparisonTests
{
    [Fact]
    public void Run_TinyGraphs_AgreesWithTheExactSpread() => TinyCascades.ForAll((graph, cascade, exact, seed) =>
    {
        int[] seeds = [.. Enumerable.Range(0, Math.Min(3, graph.VertexCount)).Reverse()];
        var spread = SpreadComparison.Run(cascade, [seeds], 20_000, seed)[0];
        for (int i = 0; i < seeds.Length; i++)
        {
            double upTo = exact.Spread(seeds[..(i + 1)]);
            Assert.Equal(upTo, spread.Cumulative[i], 5.0 * graph.VertexCount / Math.Sqrt(4.0 * spread.Sets));
            Assert.Equal(spread.Cumulative[i] - (i > 0 ? spread.Cumulative[i - 1] : 0), spread.Marginal[i], 1e-9);
        }

        Assert.Equal(exact.Spread(seeds), spread.Total, 5 * spread.StandardError + 1e-9);
    }, 15);

    [Fact]
    public void Run_ListsThatContainEachOther_NeverSpreadLess()
    {
        IndependentCascade cascade = IndependentCascade.Constant(PlantedGraph.Create(500, 0.3, 3).Graph, 0.05);
        var spreads = SpreadComparison.Run(cascade, [[1, 2], [1, 2, 3], [3, 2, 1], []], 1000, 7);

        Assert.Equal(spreads[0].Cumulative, spreads[1].Cumulative[..2]);
        Assert.Equal(spreads[1].Total, spreads[2].Total);
        Assert.Equal(0, spreads[3].Total);
        Assert.Equal(spreads[0].Total, SpreadComparison.Run(cascade, [[1, 2]], 1000, 7)[0].Total);
        Assert.Equal(1024, spreads[0].Sets);
    }

    [Fact]
    public void Run_AnyNumberOfWorkers_IsTheSame()
    {
        IndependentCascade cascade = IndependentCascade.Constant(PlantedGraph.Create(800, 0.3, 3).Graph, 0.05);
        double[][] found = [.. ((int[])[1, 2, 3]).Select(count =>
        {
            using Workers workers = new(count);
            return SpreadComparison.Run(cascade, [[5, 6, 7]], 2000, 3, workers)[0].Marginal;
        })];
        Assert.Equal(found[0], found[1]);
        Assert.Equal(found[0], found[2]);
    }

    [Fact]
    public void Run_AttentionGraph_SpreadsAgainstTheArcs()
    {
        // 1 and 2 look at 0, and 2 pays 0 a quarter of its attention.
        var attention = RandomGraph.Build([(1, 0, 1f), (2, 0, 1f), (2, 1, 3f)], 3);
        double Of(IndependentCascade cascade) => SpreadComparison.Run(cascade, [[0]], 200_000, 1)[0].Total;

        Assert.Equal(3, Of(IndependentCascade.Constant(attention, 1, ArcMeaning.Attention)), 9);
        Assert.Equal(1, Of(IndependentCascade.Constant(attention, 1)), 0.02);
        // 2 is reached through 0 with 1/4 or through 1 with 3/4.
        Assert.Equal(
            2 + 1 - 3.0 / 4 * 1 / 4, Of(IndependentCascade.WeightedCascade(attention, ArcMeaning.Attention)), 0.02);
    }

    [Fact]
    public void Run_FaultyInput_IsRefused()
    {
        IndependentCascade cascade = IndependentCascade.Constant(RandomGraph.Build([(0, 1, 1f)], 2), 0.5);
        Assert.Throws<ArgumentException>(() => SpreadComparison.Run(cascade, [[2]], 10, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => SpreadComparison.Run(cascade, [[1]], 0, 1));
    }
}
