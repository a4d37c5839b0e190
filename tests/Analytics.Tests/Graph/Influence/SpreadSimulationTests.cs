using Analytics.Graph.Csr;
using Analytics.Graph.Influence;
using Analytics.Graph.Randomness;
using Analytics.Graph.Threads;
using Analytics.Tests.Reference;

namespace Analytics.Tests.Graph.Influence;

public class SpreadSimulationTests
{
    [Fact]
    public void Run_TinyGraphs_IsTheExactSpread() => TinyCascades.ForAll((graph, cascade, exact, seed) =>
    {
        int[] seeds = [(int)(seed % (ulong)graph.VertexCount), (int)(seed / 7 % (ulong)graph.VertexCount)];
        SpreadEstimate estimate = SpreadSimulation.Run(cascade, seeds, 4000, seed);
        Assert.InRange(estimate.Mean, exact.Spread(seeds) - 4.5 * estimate.StandardError - 1e-9,
            exact.Spread(seeds) + 4.5 * estimate.StandardError + 1e-9);
        Assert.InRange(estimate.StandardError, 0, graph.VertexCount / Math.Sqrt(4000));
    });

    [Theory]
    [InlineData(0.5, 100)]
    [InlineData(0.003, 100)]
    [InlineData(0.003, 3000)]
    [InlineData(1.0 / 256, 3000)]
    [InlineData(1, 300)]
    public void Run_StarOfEqualProbabilities_HasTheBinomialMeanAndSpread(double probability, int leaves)
    {
        IndependentCascade cascade = IndependentCascade.Constant(Star(leaves, 1), probability);
        SpreadEstimate estimate = SpreadSimulation.Run(cascade, [0], 20_000, 3);
        double deviation = Math.Sqrt(leaves * probability * (1 - probability) / 20_000);
        Assert.InRange(estimate.Mean - 1 - leaves * probability, -4 * deviation - 1e-9, 4 * deviation + 1e-9);
        Assert.InRange(estimate.StandardError, 0.97 * deviation, 1.03 * deviation + 1e-9);
    }

    [Theory]
    [InlineData(200, 0.4)]
    [InlineData(5000, 0.01)]
    public void Run_StarOfUnequalProbabilities_ActivatesEachLeafAsOftenAsItShould(int leaves, double highest)
    {
        Xoshiro256 random = new(8);
        float[] probabilities = [.. Enumerable.Range(0, leaves).Select(_ => (float)(highest * random.NextDouble()))];
        CascadeRows rows = IndependentCascade.FromProbabilities(Star(leaves, 1), probabilities).Outgoing;
        CascadeWalk walk = new(rows);
        int[] counts = new int[leaves + 1];
        const int Walks = 40_000;
        walk.Random.Restart(1, 1);
        for (int i = 0; i < Walks; i++)
        {
            walk.Follow([0], out ReadOnlySpan<int> reached);
            foreach (int v in reached)
                counts[v]++;
        }

        double chi = 0;
        for (int leaf = 1; leaf <= leaves; leaf++)
        {
            double expected = Walks * (double)probabilities[leaf - 1];
            chi += Math.Pow(counts[leaf] - expected, 2) / (expected * (1 - probabilities[leaf - 1]) + 1e-9);
        }

        // As many degrees of freedom as leaves; the normal approximation of χ², five deviations to each side.
        Assert.InRange(chi, leaves - 5 * Math.Sqrt(2 * leaves), leaves + 5 * Math.Sqrt(2 * leaves));
        Assert.Equal(Walks, counts[0]);
    }

    [Fact]
    public void Run_AnyNumberOfWorkers_IsTheSame()
    {
        CsrGraph graph = PlantedGraph.Create(2000, 0.3, 4).Graph;
        IndependentCascade cascade = IndependentCascade.WeightedCascade(graph);
        using Workers one = new(1);
        SpreadEstimate expected = SpreadSimulation.Run(cascade, [1, 2, 3], 1000, 9, one);
        foreach (int count in (int[])[2, 3, 4, 8])
        {
            using Workers workers = new(count);
            Assert.Equal(expected, SpreadSimulation.Run(cascade, [1, 2, 3], 1000, 9, workers));
        }

        Assert.NotEqual(expected.Mean, SpreadSimulation.Run(cascade, [1, 2, 3], 1000, 10).Mean);
    }

    [Fact]
    public void Run_LongSimulation_ReportsProgressAndStops()
    {
        IndependentCascade cascade = IndependentCascade.Constant(PlantedGraph.Create(500, 0.3, 4).Graph, 0.1);
        RecordedProgress progress = new();
        SpreadSimulation.Run(cascade, [1], 500, 1, null, progress);
        progress.AssertRisesToOne();
        using CancellationTokenSource cancel = new();
        Assert.Throws<OperationCanceledException>(
            () => SpreadSimulation.Run(cascade, [1], 5000, 1, null, new StoppingProgress(cancel), cancel.Token));
    }

    [Fact]
    public void Run_FaultyInput_IsRefused()
    {
        CsrGraph graph = RandomGraph.Build([(0, 1, 2f)], 2);
        IndependentCascade cascade = IndependentCascade.Constant(graph, 0.5);
        Assert.Throws<ArgumentException>(() => SpreadSimulation.Run(cascade, [2], 10));
        Assert.Throws<ArgumentOutOfRangeException>(() => SpreadSimulation.Run(cascade, [0], 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => IndependentCascade.Constant(graph, 1.5));
        Assert.Throws<ArgumentException>(() => IndependentCascade.FromWeights(graph));
        Assert.Throws<ArgumentException>(() => IndependentCascade.FromProbabilities(graph, [0.1f, 0.2f]));
    }

    private static CsrGraph Star(int leaves, float weight) =>
        RandomGraph.Build(Enumerable.Range(1, leaves).Select(leaf => (0, leaf, weight)), leaves + 1);
}
