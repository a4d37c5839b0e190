using Analytics.Graph.Centrality;
using Analytics.Graph.Csr;
using Analytics.Graph.Threads;
using Analytics.Tests.Reference;

namespace Analytics.Tests.Graph.Centrality;

public class ClosenessTests
{
    [Fact]
    public void Harmonic_RandomGraph_IsTheTextbookSum() => RandomGraph.ForAll(random =>
    {
        AssertEqual(new TextbookPaths(random.Directed(), _ => 1).Harmonic(), Closeness.Harmonic(random.Directed()));
        AssertEqual(new TextbookPaths(random.Symmetric(), _ => 1).Harmonic(), Closeness.Harmonic(random.Symmetric()));
    });

    [Fact]
    public void Harmonic_LongPath_IsTheSumOfBothSides()
    {
        const int N = 1500;
        CsrGraph path = RandomGraph.Build(Enumerable.Range(1, N - 1).Select(i => (i - 1, i, 1f)), N).Symmetrize();
        double[] harmonic = new double[N];
        for (int d = 1; d < N; d++)
            harmonic[d] = harmonic[d - 1] + 1.0 / d;
        double[] scores = Closeness.Harmonic(path);
        for (int v = 0; v < N; v++)
            Assert.Equal(harmonic[v] + harmonic[N - 1 - v], scores[v], 1e-9);
    }

    [Fact]
    public void Harmonic_AnyNumberOfWorkers_IsTheSameToTheLastBit()
    {
        CsrGraph symmetric = PlantedGraph.Create(5000, 0.3, 5).Graph;
        CsrGraph directed = RandomGraph.Create(4000, 9000, 4, 11).Directed();
        foreach (CsrGraph graph in (CsrGraph[])[symmetric, directed])
        {
            using Workers one = new(1);
            double[] expected = Closeness.Harmonic(graph, one);
            double[] sampled = Closeness.SampleHarmonic(graph, new(0.1), one).Scores;
            foreach (int count in (int[])[2, 3, 4, 8])
            {
                using Workers workers = new(count);
                Assert.Equal(expected, Closeness.Harmonic(graph, workers));
                Assert.Equal(sampled, Closeness.SampleHarmonic(graph, new(0.1), workers).Scores);
            }
        }
    }

    [Fact]
    public void SampleHarmonic_TwentySeeds_KeepsItsBound()
    {
        CsrGraph graph = PlantedGraph.Create(3000, 0.3, 9).Graph;
        double[] exact = Closeness.Harmonic(graph);
        double worst = 0;
        for (ulong seed = 0; seed < 20; seed++)
        {
            SampledCloseness sample = Closeness.SampleHarmonic(graph, new(0.08, 0.1, seed));
            Assert.Equal(860, sample.Samples);
            for (int v = 0; v < exact.Length; v++)
                worst = Math.Max(worst, Math.Abs(sample.Scores[v] - exact[v]) / exact.Length);
        }

        // Nothing in the sum is far from its mean, so the bound is kept with much to spare, but it is not exact.
        Assert.InRange(worst, 0.001, 0.08);
    }

    [Fact]
    public void SampleHarmonic_SampleAsLargeAsTheGraph_IsExact()
    {
        CsrGraph graph = PlantedGraph.Create(300, 0.3, 9).Graph;
        SampledCloseness sample = Closeness.SampleHarmonic(graph, new(0.01));
        Assert.Equal(Closeness.Harmonic(graph), sample.Scores);
        Assert.Equal((300, 0.0), (sample.Samples, sample.Epsilon));
        Assert.Empty(Closeness.SampleHarmonic(RandomGraph.Build([], 0)).Scores);
    }

    [Fact]
    public void SampleHarmonic_FaultyOptions_AreRefused()
    {
        CsrGraph graph = RandomGraph.Build([], 3);
        Assert.Throws<ArgumentOutOfRangeException>(() => Closeness.SampleHarmonic(graph, new(0)));
        Assert.Throws<ArgumentOutOfRangeException>(() => Closeness.SampleHarmonic(graph, new(0.1, 1)));
    }

    [Fact]
    public void Harmonic_GraphThatTakesAWhile_ReportsProgressAndStops()
    {
        CsrGraph graph = PlantedGraph.Create(5000, 0.3, 1).Graph;
        RecordedProgress progress = new();
        Closeness.Harmonic(graph, progress: progress);
        progress.AssertRisesToOne();
        using CancellationTokenSource cancel = new();
        StoppingProgress stop = new(cancel);
        Assert.Throws<OperationCanceledException>(() => Closeness.Harmonic(graph, null, stop, cancel.Token));
    }

    private static void AssertEqual(double[] expected, double[] actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (int v = 0; v < expected.Length; v++)
            Assert.Equal(expected[v], actual[v], 1e-9);
    }
}
