using Analytics.Graph.Centrality;
using Analytics.Graph.Csr;
using Analytics.Graph.Threads;
using Analytics.Tests.Reference;

namespace Analytics.Tests.Graph.Centrality;

public class PageRankTests
{
    private static readonly PageRankOptions Exact = new(Tolerance: 1e-14, MaxIterations: 1000);

    [Fact]
    public void Run_RandomGraph_SolvesTheLinearSystem() => RandomGraph.ForAll(random =>
    {
        double[] expected = DenseMatrix.PageRank(DenseMatrix.Of(random), 0.85);
        double[] scores = PageRank.Run(random.Directed(), Exact);
        for (int v = 0; v < expected.Length; v++)
            Assert.Equal(expected[v], scores[v], 1e-12);
    });

    [Fact]
    public void Run_RandomGraph_SumsToOneAndIsPositive() => RandomGraph.ForAll(random =>
    {
        double[] scores = PageRank.Run(random.Directed(), Exact);
        if (random.VertexCount > 0)
            Assert.Equal(1, scores.Sum(), 1e-12);
        Assert.All(scores, score => Assert.True(score > 0));
    });

    [Fact]
    public void Run_Repeated_IsTheSameToTheLastBit() => RandomGraph.ForAll(random =>
        Assert.Equal(PageRank.Run(random.Directed()), PageRank.Run(random.Directed())));

    [Fact]
    public void Run_SymmetricGraph_GivesTheSameWhateverWasKnownOfIt() => RandomGraph.ForAll(random =>
    {
        double[] unknown = PageRank.Run(RandomGraph.Build(Arcs.Of(random.Symmetric()), random.VertexCount));
        Assert.Equal(unknown, PageRank.Run(random.Symmetric()));
    });

    [Fact]
    public void Solve_SymmetricGraph_NeedsFewerIterationsThanThePowerMethod()
    {
        (CsrGraph graph, _) = PlantedGraph.Create(2000, 0.1, 1);
        PageRankOptions options = new(Tolerance: 1e-10, MaxIterations: 1000);
        CsrGraph nearly = RandomGraph.Build(Arcs.Of(graph).Append((0, 1, 1e-6f)), 2000);
        int symmetric = PageRank.Solve(graph, options).Iterations;
        Assert.InRange(symmetric, 10, PageRank.Solve(nearly, options).Iterations * 2 / 3);
    }

    [Theory]
    [InlineData("pr", "dir", true, 14)]
    [InlineData("pr", "undir", false, 26)]
    [InlineData("example", "example-directed", true, 2)]
    [InlineData("example", "example-undirected", false, 2)]
    public void Run_GraphalyticsReference_IsEqual(string folder, string name, bool directed, int iterations)
    {
        string suffix = folder == "example" ? "PR" : "output";
        Graphalytics.Graph input = Graphalytics.Read(directed, folder, $"{name}-input");
        Dictionary<long, double> expected = Graphalytics.Values(folder, $"{name}-{suffix}");
        double[] scores = PageRank.Run(input.Csr, new PageRankOptions(0.85, 0, iterations));
        Assert.Equal(expected.Count, scores.Length);
        // The benchmark's own rule: a relative difference of at most 0.0001.
        Assert.All(input.Ids, (id, v) => Assert.InRange(scores[v] / expected[id], 1 - 1e-4, 1 + 1e-4));
    }

    [Fact]
    public void Run_GivenNumberOfIterations_IsTheTextbookPowerIteration()
    {
        // 0 → 1 → 2, where 2 is dangling; one iteration by hand.
        double[] scores = PageRank.Run(
            RandomGraph.Build([(0, 1, 5f), (1, 2, 1f)], 3), new PageRankOptions(0.5, 0, 1));
        double third = 1.0 / 3;
        double floor = 0.5 * third + 0.5 * third * third;
        Assert.Equal([floor, floor + 0.5 * third, floor + 0.5 * third], scores.Select(s => Math.Round(s, 15)),
            (a, b) => Math.Abs(a - b) < 1e-14);
    }

    [Fact]
    public void Run_DegenerateGraphs_GiveTheObviousAnswer()
    {
        Assert.Empty(PageRank.Run(RandomGraph.Build([], 0)));
        Assert.Equal([0.25, 0.25, 0.25, 0.25], PageRank.Run(RandomGraph.Build([], 4)));
        Assert.Equal([1.0], PageRank.Run(RandomGraph.Build([(0, 0, 1f)], 1)));
    }

    [Fact]
    public void Solve_DefaultTolerance_SaysHowFarItCame()
    {
        (CsrGraph graph, _) = PlantedGraph.Create(2000, 0.3, 1);
        PageRankResult result = PageRank.Solve(graph);
        Assert.InRange(result.Change, 0, 1e-10);
        Assert.InRange(result.Iterations, 10, 142);
        Assert.Equal(3, PageRank.Solve(graph, new PageRankOptions(MaxIterations: 3)).Iterations);
    }

    [Fact]
    public void Run_Progress_RisesToOneAndCancellationStops()
    {
        (CsrGraph graph, _) = PlantedGraph.Create(2000, 0.3, 1);
        RecordedProgress progress = new();
        PageRank.Run(graph, null, null, progress);
        progress.AssertRisesToOne();
        Assert.Throws<OperationCanceledException>(
            () => PageRank.Run(graph, cancel: new CancellationToken(canceled: true)));
    }

    [Fact]
    public void Run_RestartWeights_SolvesTheLinearSystem() => RandomGraph.ForAll(random =>
    {
        double[] restart = [.. random.RandomLabels(4).Select(label => label * 0.7)];
        if (!restart.Any(weight => weight > 0))
            return;
        double[] expected = DenseMatrix.PageRank(DenseMatrix.Of(random), 0.7, restart);
        double[] scores = PageRank.Run(
            random.Directed(), new PageRankOptions(0.7, 1e-14, 1000, restart));
        for (int v = 0; v < expected.Length; v++)
            Assert.Equal(expected[v], scores[v], 1e-12);
    });

    [Fact]
    public void Iterate_GivenInFloat32_EndsAtTheSameScores() => RandomGraph.ForAll(random =>
    {
        if (random.VertexCount == 0)
            return;
        using Workers workers = new(1);
        RankSystem system = new(random.Directed(), Exact, workers, default);
        double[] rounded = PageRank.Iterate<float>(system, Exact, workers, null, default).Scores;
        double[] full = PageRank.Iterate<double>(system, Exact, workers, null, default).Scores;
        for (int v = 0; v < full.Length; v++)
            Assert.Equal(full[v], rounded[v], 1e-13);
    });

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Run_AnyNumberOfThreads_GivesTheSameBits(bool equalWeights)
    {
        const int n = PageRank.SmallGraph + 10_000;
        var arcs = Arcs.Random(n, 300_000, 3).Select(arc => equalWeights ? arc with { Weight = 1 } : arc).ToArray();
        CsrGraph graph = Arcs.Added(arcs.DistinctBy(arc => (arc.Source, arc.Target)).ToArray(), new CsrBuilder())
            .Build(n);
        double[] scores = WorkerCounts.SameForAll(workers => PageRank.Run(graph, null, workers));
        Assert.Equal(1, scores.Sum(), 1e-9);
    }

    [Fact]
    public void Run_RestartOfWrongLengthOrWithoutWeight_IsRefused()
    {
        CsrGraph graph = RandomGraph.Build([(0, 1, 1f)], 2);
        foreach (double[] restart in (double[][])[[1], [0, 0], [1, -1], [1, double.NaN]])
            Assert.Throws<ArgumentException>(() => PageRank.Run(graph, new PageRankOptions(Restart: restart)));
    }

    [Theory]
    [InlineData(1.0, 1e-10, 10)]
    [InlineData(-0.1, 1e-10, 10)]
    [InlineData(0.85, -1.0, 10)]
    [InlineData(0.85, 1e-10, 0)]
    public void Run_OptionOutOfRange_IsRefused(double damping, double tolerance, int iterations) =>
        Assert.Throws<ArgumentOutOfRangeException>(
            () => PageRank.Run(RandomGraph.Build([], 1), new PageRankOptions(damping, tolerance, iterations)));
}
