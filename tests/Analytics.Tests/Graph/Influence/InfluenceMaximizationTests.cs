using Analytics.Graph.Csr;
using Analytics.Graph.Influence;
using Analytics.Graph.Threads;
using Analytics.Tests.Reference;

namespace Analytics.Tests.Graph.Influence;

public class InfluenceMaximizationTests
{
    [Fact]
    public void Run_TinyGraphs_KeepsItsBoundsAndItsGuarantee() => TinyCascades.ForAll((graph, cascade, exact, seed) =>
    {
        foreach (int k in (int[])[1, 2])
        {
            InfluenceResult result = InfluenceMaximization.Run(cascade, new(k, 0.1, 0.001, seed));
            double spread = exact.Spread([.. result.Seeds.Select(s => s.Vertex)]);
            double best = exact.Best(k);
            Assert.InRange(spread, result.LowerBound, best + 1e-9);
            Assert.InRange(best, spread - 1e-9, result.UpperBound + 1e-9);
            Assert.InRange(result.Ratio, 1 - 1 / Math.E - 0.1, 1);
            Assert.True(spread >= result.Ratio * best);
            Assert.Equal(spread, result.Spread, 2.5 * graph.VertexCount / Math.Sqrt(result.SelectionSets));
        }
    }, 25);

    [Fact]
    public void Run_TinyGraphs_ChoosesTheBestSeedUpToChance()
    {
        int best = 0;
        int runs = 0;
        TinyCascades.ForAll((_, cascade, exact, seed) =>
        {
            InfluenceResult result = InfluenceMaximization.Run(cascade, new(1, 0.05, 0.001, seed));
            best += exact.Spread([result.Seeds[0].Vertex]) > 0.98 * exact.Best(1) ? 1 : 0;
            runs++;
        }, 25);
        Assert.InRange(best, 0.95 * runs, runs);
    }

    [Theory]
    [InlineData(0.02)]
    [InlineData(0.2)]
    public void Run_PlantedGraph_AgreesWithForwardSimulation(double probability)
    {
        IndependentCascade cascade = IndependentCascade.Constant(PlantedGraph.Create(2000, 0.3, 3).Graph, probability);
        InfluenceResult result = InfluenceMaximization.Run(cascade, new(20, 0.05));
        SpreadEstimate simulated = SpreadSimulation.Run(cascade, [.. result.Seeds.Select(s => s.Vertex)], 4000);
        Assert.Equal(20, result.Seeds.Count);
        Assert.InRange(simulated.Mean, result.LowerBound, result.UpperBound);
        Assert.InRange(result.Spread / simulated.Mean, 0.9, 1.1);
        Assert.InRange(result.Ratio, 1 - 1 / Math.E - 0.05, 1);
        Assert.Equal(result.Seeds[^1].CumulativeSpread, result.Seeds.Sum(s => s.MarginalSpread), 1e-6);
        Assert.Equal(result.Spread, result.Seeds[^1].CumulativeSpread, 1e-6);
        Assert.Equal((0.05, 1.0 / 2000), (result.Epsilon, result.Delta));
    }

    [Theory]
    [InlineData(0.02)]
    [InlineData(0.2)]
    public void Run_AnyNumberOfWorkers_IsTheSame(double probability)
    {
        IndependentCascade cascade = IndependentCascade.Constant(PlantedGraph.Create(1500, 0.3, 3).Graph, probability);
        using Workers one = new(1);
        InfluenceResult expected = InfluenceMaximization.Run(cascade, new(15), one);
        foreach (int count in (int[])[2, 3, 4, 8])
        {
            using Workers workers = new(count);
            InfluenceResult result = InfluenceMaximization.Run(cascade, new(15), workers);
            Assert.Equal(expected.Seeds, result.Seeds);
            Assert.Equal(expected with { Seeds = [], SetBytes = 0 }, result with { Seeds = [], SetBytes = 0 });
        }

        Assert.NotEqual(expected.Spread, InfluenceMaximization.Run(cascade, new(15, Seed: 2)).Spread);
    }

    [Theory]
    [InlineData(0.02)]
    [InlineData(0.2)]
    public void Run_Constraints_AreKept(double probability)
    {
        IndependentCascade cascade = IndependentCascade.Constant(PlantedGraph.Create(1000, 0.3, 3).Graph, probability);
        int[] free = Vertices(InfluenceMaximization.Run(cascade, new(10)));
        int[] groups = [.. Enumerable.Range(0, 1000).Select(v => v % 6)];

        int[] without = Vertices(InfluenceMaximization.Run(cascade, new(10, Constraints: new(Excluded: free))));
        Assert.Equal(10, without.Length);
        Assert.Empty(without.Intersect(free));

        InfluenceResult with = InfluenceMaximization.Run(cascade, new(10, Constraints: new(Required: [17, 4])));
        Assert.Equal([17, 4], Vertices(with)[..2]);
        Assert.Equal(10, Vertices(with).Distinct().Count());
        Assert.True(with.Seeds[0].CumulativeSpread >= 1);

        InfluenceResult spread = InfluenceMaximization.Run(
            cascade, new(10, Constraints: new([groups.Length - 1], [6], groups, 2)));
        Assert.Equal(10, Vertices(spread).Distinct().Count());
        Assert.Equal(6, Vertices(spread)[0]);
        Assert.All(Vertices(spread).GroupBy(v => groups[v]), group => Assert.InRange(group.Count(), 1, 2));
        Assert.InRange(spread.Ratio, 0.4, 1);
    }

    [Fact]
    public void Run_TinyGraphsWithLimitedGroups_KeepsItsBounds() => TinyCascades.ForAll((graph, cascade, exact, seed) =>
    {
        int[] groups = [.. Enumerable.Range(0, graph.VertexCount).Select(v => v % 2)];
        InfluenceResult result = InfluenceMaximization.Run(
            cascade, new(2, 0.1, 0.001, seed, new(Groups: groups, MostPerGroup: 1)));
        double best = exact.Best(2, seeds => seeds.GroupBy(v => v % 2).All(group => group.Count() == 1));
        double spread = exact.Spread(Vertices(result));
        Assert.InRange(spread, result.LowerBound, best + 1e-9);
        Assert.InRange(best, spread - 1e-9, result.UpperBound + 1e-9);
        Assert.True(spread >= result.Ratio * best);
    }, 10);

    [Fact]
    public void Run_LeastSets_ChoosesByThatMany()
    {
        IndependentCascade cascade = IndependentCascade.Constant(PlantedGraph.Create(1000, 0.3, 3).Graph, 0.02);
        long few = InfluenceMaximization.Run(cascade, new(5, 0.3)).SelectionSets;
        Assert.InRange(
            InfluenceMaximization.Run(cascade, new(5, 0.3, LeastSets: (int)few * 3)).SelectionSets, few * 3, few * 5);
    }

    [Fact]
    public void Run_NobodyToChoose_ChoosesNobody()
    {
        IndependentCascade cascade = IndependentCascade.Constant(RandomGraph.Build([(0, 1, 1f)], 2), 0.5);
        Assert.Empty(InfluenceMaximization.Run(cascade, new(3, Constraints: new(Excluded: [0, 1]))).Seeds);
        Assert.Empty(InfluenceMaximization.Run(
            IndependentCascade.Constant(RandomGraph.Build([], 0), 0.5), new(3)).Seeds);
        Assert.Equal(2, InfluenceMaximization.Run(cascade, new(3)).Seeds.Count);
    }

    [Fact]
    public void Run_FaultyOptions_AreRefused()
    {
        IndependentCascade cascade = IndependentCascade.Constant(RandomGraph.Build([(0, 1, 1f)], 3), 0.5);
        Assert.Throws<ArgumentOutOfRangeException>(() => InfluenceMaximization.Run(cascade, new(0)));
        Assert.Throws<ArgumentOutOfRangeException>(() => InfluenceMaximization.Run(cascade, new(1, 0.7)));
        Assert.Throws<ArgumentOutOfRangeException>(() => InfluenceMaximization.Run(cascade, new(1, 0.1, 0)));
        foreach (SeedConstraints faulty in (SeedConstraints[])
            [new(Excluded: [3]), new(Required: [0, 0]), new([1], [1]), new(Groups: [0]),
            new(Required: [0, 1], Groups: [0, 0, 1], MostPerGroup: 1)])
            Assert.Throws<ArgumentException>(() => InfluenceMaximization.Run(cascade, new(2, Constraints: faulty)));
    }

    [Fact]
    public void Run_SearchThatTakesAWhile_ReportsProgressAndStops()
    {
        IndependentCascade cascade = IndependentCascade.WeightedCascade(PlantedGraph.Create(2000, 0.3, 3).Graph);
        RecordedProgress progress = new();
        InfluenceMaximization.Run(cascade, new(10, 0.05), progress: progress);
        progress.AssertRisesToOne();
        using CancellationTokenSource cancel = new();
        Assert.Throws<OperationCanceledException>(() => InfluenceMaximization.Run(
            cascade, new(10, 0.02), progress: new StoppingProgress(cancel), cancel: cancel.Token));
    }

    private static int[] Vertices(InfluenceResult result) => [.. result.Seeds.Select(seed => seed.Vertex)];
}
