using Analytics.Graph.Centrality;
using Analytics.Graph.Csr;
using Analytics.Graph.Randomness;
using Analytics.Graph.Threads;
using Analytics.Tests.Reference;

namespace Analytics.Tests.Graph.Centrality;

public class BetweennessTests
{
    // A multiple of all weights that random graphs have, so that inverse weights become whole lengths.
    private const long InverseUnit = 420 * 11 * 13;

    [Fact]
    public void Run_RandomGraph_IsTheTextbookSum() => RandomGraph.ForAll(random =>
    {
        AssertEqual(new TextbookPaths(random.Directed(), _ => 1).Betweenness(IsSymmetric(random.Directed())),
            Betweenness.Run(random.Directed()));
        AssertEqual(new TextbookPaths(random.Symmetric(), _ => 1).Betweenness(true),
            Betweenness.Run(random.Symmetric()));
    });

    [Fact]
    public void Run_RandomGraphWithLengths_IsTheTextbookSum() => RandomGraph.ForAll(random =>
    {
        CsrGraph directed = random.Directed();
        AssertEqual(new TextbookPaths(directed, w => (long)w).Betweenness(IsSymmetric(directed)),
            Betweenness.Run(directed, new(ArcLengths.Weights)));
        CsrGraph symmetric = random.Symmetric();
        AssertEqual(new TextbookPaths(symmetric, w => (long)w).Betweenness(true),
            Betweenness.Run(symmetric, new(ArcLengths.Weights)));
    });

    [Fact]
    public void Run_InverseWeights_TakesEqualSumsForEqualLengths() => RandomGraph.ForAll(random =>
    {
        // Weights 1 … 7 only: 1/3 + 1/6 and 1/2 are equally long, although not to the last bit.
        CsrGraph simple = RandomGraph.Build(random.Arcs.DistinctBy(a => (a.Source, a.Target)), random.VertexCount);
        AssertEqual(new TextbookPaths(simple, w => InverseUnit / (long)w).Betweenness(IsSymmetric(simple)),
            Betweenness.Run(simple, new(ArcLengths.InverseWeights)));
    });

    [Fact]
    public void Run_EqualWeights_IsTheSameWithAndWithoutLengths() => RandomGraph.ForAll(random =>
    {
        CsrGraph graph = RandomGraph.Build(
            random.Arcs.Select(a => (a.Source, a.Target)).Distinct().Select(a => (a.Source, a.Target, 3f)),
            random.VertexCount);
        AssertEqual(Betweenness.Run(graph), Betweenness.Run(graph, new(ArcLengths.Weights)));
    });

    [Fact]
    public void Run_TreesHungOnAGraph_IsTheTextbookSum() => RandomGraph.ForAll(random =>
    {
        CsrGraph graph = WithTrees(random);
        AssertEqual(new TextbookPaths(graph, _ => 1).Betweenness(true), Betweenness.Run(graph));
        AssertEqual(new TextbookPaths(graph, w => (long)w).Betweenness(true),
            Betweenness.Run(graph, new(ArcLengths.Weights)));
    }, count: 100);

    [Fact]
    public void Run_LongPath_IsTheProductOfBothSides()
    {
        const int N = 3000;
        double[] scores = Betweenness.Run(Undirected(Enumerable.Range(1, N - 1).Select(i => (i - 1, i)), N));
        for (int v = 0; v < N; v++)
            Assert.Equal((double)v * (N - 1 - v), scores[v]);
    }

    [Fact]
    public void Run_LongCycle_IsEqualForAll()
    {
        // Nothing to fold; each vertex lies between the pairs at distances 2 … 249 to both sides, and opposite ends
        // share two paths.
        const int N = 500;
        double[] scores = Betweenness.Run(Undirected(Enumerable.Range(0, N).Select(i => (i, (i + 1) % N)), N));
        double expected = Enumerable.Range(2, N / 2 - 2).Sum(d => d - 1) + (N / 2 - 1) / 2.0;
        Assert.All(scores, score => Assert.Equal(expected, score, 1e-9));
    }

    [Theory]
    [InlineData(ArcLengths.Hops)]
    [InlineData(ArcLengths.InverseWeights)]
    public void Run_AnyNumberOfWorkers_IsTheSameToTheLastBit(ArcLengths lengths)
    {
        CsrGraph symmetric = PlantedGraph.Create(600, 0.3, 5).Graph;
        CsrGraph directed = RandomGraph.Create(500, 3000, 4, 11).Directed();
        foreach (CsrGraph graph in (CsrGraph[])[symmetric, directed])
        {
            using Workers one = new(1);
            double[] expected = Betweenness.Run(graph, new(lengths), one);
            Assert.True(expected.Max() > 100);
            foreach (int count in (int[])[2, 3, 4, 8])
            {
                using Workers workers = new(count);
                Assert.Equal(expected, Betweenness.Run(graph, new(lengths), workers));
            }
        }
    }

    [Fact]
    public void Run_Normalised_DividesByTheNumberOfPairs()
    {
        CsrGraph star = Undirected(Enumerable.Range(1, 6).Select(i => (0, i)), 7);
        Assert.Equal([1, 0, 0, 0, 0, 0, 0], Betweenness.Run(star, new(Normalised: true)));
        CsrGraph path = RandomGraph.Build([(0, 1, 1f), (1, 2, 1f)], 3);
        Assert.Equal([0, 0.5, 0], Betweenness.Run(path, new(Normalised: true)));
        Assert.Equal([0, 0], Betweenness.Run(RandomGraph.Build([(0, 1, 1f)], 2), new(Normalised: true)));
    }

    [Fact]
    public void Dependencies_SomeSources_AreTheTextbookSumOverThem() => RandomGraph.ForAll(random =>
    {
        CsrGraph graph = random.Directed();
        int[] sources = [.. Enumerable.Range(0, random.VertexCount).Where(v => v % 3 == 1)];
        AssertEqual(new TextbookPaths(graph, _ => 1).Betweenness(false, sources),
            Betweenness.Dependencies(graph, sources));
    });

    [Fact]
    public void Run_GraphThatTakesAWhile_ReportsProgressAndStops()
    {
        CsrGraph graph = PlantedGraph.Create(1000, 0.3, 1).Graph;
        RecordedProgress progress = new();
        Betweenness.Run(graph, progress: progress);
        progress.AssertRisesToOne();
        using CancellationTokenSource cancel = new();
        StoppingProgress stop = new(cancel);
        Assert.Throws<OperationCanceledException>(() => Betweenness.Run(graph, null, null, stop, cancel.Token));
    }

    [Fact]
    public void Run_MorePathsThanFloat64Counts_SaysSo()
    {
        // A chain of squares doubles the number of paths with each.
        const int Squares = 1100;
        CsrGraph chain = Undirected(
            Enumerable.Range(0, Squares).SelectMany(i => ((int, int)[])[
                (3 * i, 3 * i + 1), (3 * i, 3 * i + 2), (3 * i + 1, 3 * i + 3), (3 * i + 2, 3 * i + 3)]),
            3 * Squares + 1);
        Assert.Throws<OverflowException>(() => Betweenness.Run(chain));
        Assert.Throws<OverflowException>(() => Betweenness.Run(chain, new(ArcLengths.Weights)));
    }

    private static CsrGraph Undirected(IEnumerable<(int, int)> edges, int vertices) =>
        RandomGraph.Build(edges.Select(e => (e.Item1, e.Item2, 1f)), vertices).Symmetrize();

    private static CsrGraph WithTrees(RandomGraph random)
    {
        Xoshiro256 stream = new(random.Seed + 3);
        int all = random.VertexCount + stream.Below(12);
        var trees = Enumerable.Range(random.VertexCount, all - random.VertexCount)
            .Where(v => v > 0).Select(v => (v, stream.Below(v), 1f + stream.Below(5)));
        return RandomGraph.Build([.. random.Arcs, .. trees], all).Symmetrize();
    }

    private static bool IsSymmetric(CsrGraph graph) => graph.IsSymmetric;

    private static void AssertEqual(double[] expected, double[] actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (int v = 0; v < expected.Length; v++)
            Assert.Equal(expected[v], actual[v], 1e-9);
    }
}
