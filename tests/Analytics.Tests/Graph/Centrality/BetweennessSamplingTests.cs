using Analytics.Graph.Centrality;
using Analytics.Graph.Csr;
using Analytics.Graph.Threads;
using Analytics.Tests.Reference;

namespace Analytics.Tests.Graph.Centrality;

public class BetweennessSamplingTests
{
    [Fact]
    public void Sample_RandomGraphs_IsWithinTheStatedError() => RandomGraph.ForAll(random =>
    {
        // With ten times the vertices, isolated ones, it does not pay to take all sources instead.
        RandomGraph sparse = random with { VertexCount = 10 * random.VertexCount };
        foreach (CsrGraph graph in (CsrGraph[])[sparse.Directed(), sparse.Symmetric(), random.Symmetric()])
        {
            double[] exact = Betweenness.Run(graph);
            SampledBetweenness sample = Betweenness.Sample(graph, new(0.08, 0.001, random.Seed));
            double pairs = graph.VertexCount * (graph.VertexCount - 1.0) * (graph.IsSymmetric ? 0.5 : 1);
            for (int v = 0; v < exact.Length; v++)
                Assert.InRange(sample.Scores[v], exact[v] - sample.Error * pairs, exact[v] + sample.Error * pairs);
            Assert.InRange(sample.Error, 0, 0.08);
        }
    }, count: 100);

    [Fact]
    public void Sample_ManyPaths_ConvergesToTheExactScores()
    {
        foreach (CsrGraph graph in (CsrGraph[])
            [PlantedGraph.Create(2000, 0.01, 5, 30, 90, 5).Graph, RandomGraph.Create(2000, 4300, 3, 8).Directed()])
        {
            double pairs = graph.VertexCount * (graph.VertexCount - 1.0) * (graph.IsSymmetric ? 0.5 : 1);
            double[] exact = Betweenness.Run(graph);
            SampledBetweenness sample = Betweenness.Sample(graph, new(0.04));
            Assert.True(exact.Max() / pairs > 0.01);
            Assert.InRange(sample.Samples, 1000, 14 * graph.VertexCount);
            for (int v = 0; v < exact.Length; v++)
            {
                // Five standard deviations of a share, and more for those that have hardly any.
                double share = exact[v] / pairs;
                double deviation = Math.Sqrt(share * (1 - share) / sample.Samples);
                Assert.Equal(share, sample.Scores[v] / pairs, 5 * deviation + 8.0 / sample.Samples);
            }
        }
    }

    [Theory]
    [InlineData(ArcLengths.Weights)]
    [InlineData(ArcLengths.InverseWeights)]
    public void Sample_ArcsWithLengths_ConvergesToTheExactScores(ArcLengths lengths)
    {
        // Few different weights, so that many pairs have several shortest paths.
        CsrGraph directed = RandomGraph.Create(3000, 9000, 3, 8).Directed();
        foreach (CsrGraph graph in (CsrGraph[])[directed, directed.Symmetrize()])
        {
            double pairs = graph.VertexCount * (graph.VertexCount - 1.0) * (graph.IsSymmetric ? 0.5 : 1);
            double[] exact = Betweenness.Run(graph, new BetweennessOptions(lengths));
            SampledBetweenness sample =
                WorkerCounts.SameForAll(workers => new Sampled(Betweenness.Sample(
                    graph, new(0.06, Lengths: lengths), workers))).Result;
            Assert.True(exact.Max() / pairs > 0.005);
            Assert.InRange(sample.Samples, 500, 2 * graph.VertexCount);
            for (int v = 0; v < exact.Length; v++)
            {
                double share = exact[v] / pairs;
                double deviation = Math.Sqrt(share * (1 - share) / sample.Samples);
                Assert.Equal(share, sample.Scores[v] / pairs, 5 * deviation + 8.0 / sample.Samples);
                Assert.Equal(share, sample.Scores[v] / pairs, sample.Error);
            }
        }
    }

    [Fact]
    public void Sample_SeveralPathsOfEqualLength_ChoosesEachEquallyOften()
    {
        // From 0 to 1 over one of three middles, two of them over a detour of equal length; isolated vertices make
        // sampling pay.
        (int, int, float)[] arcs = [(0, 2, 3f), (2, 1, 3f), (0, 3, 1f), (3, 1, 5f), (0, 4, 2f), (4, 1, 4f)];
        CsrGraph graph = RandomGraph.Build(arcs, 60);
        long[] counts = new long[60];
        HopGraph hops = HopGraph.Of(
            graph, graph.Reverse(), Workers.All, default, lengths: ArcLengths.Weights);
        new BetweennessRoutePaths(hops).Draw(1, 0, 600_000, counts);
        long[] middles = [.. counts.Where((_, v) => hops.Vertices[v] is 2 or 3 or 4)];
        Assert.Equal(middles.Sum(), counts.Sum());
        Assert.All(middles, count => Assert.InRange(count, 30, 90));
    }

    [Fact]
    public void Sample_NobodyOnManyPaths_StopsLongBeforeTheGeneralBound()
    {
        CsrGraph graph = PlantedGraph.Create(3000, 0.3, 5).Graph;
        SampledBetweenness sample = Betweenness.Sample(graph, new(0.01));
        // The general bound alone asks for 0.5 / ε² · (2 + 1 + ln 200) paths at least.
        Assert.InRange(sample.Samples, 1000, 20_000);
        Assert.InRange(sample.Error, 0.001, 0.01);
    }

    [Fact]
    public void Sample_MorePathsThanSourcesAreWorth_IsExact()
    {
        CsrGraph graph = PlantedGraph.Create(200, 0.3, 5).Graph;
        SampledBetweenness sample = Betweenness.Sample(graph, new(0.001));
        Assert.Equal((0L, 0.0), (sample.Samples, sample.Error));
        Assert.Equal(Betweenness.Run(graph), sample.Scores);
    }

    [Fact]
    public void Sample_AnyNumberOfWorkers_IsTheSameToTheLastBit()
    {
        CsrGraph graph = PlantedGraph.Create(1000, 0.3, 5).Graph;
        using Workers one = new(1);
        SampledBetweenness expected = Betweenness.Sample(graph, new(0.02), one);
        foreach (int count in (int[])[2, 3, 4, 8])
        {
            using Workers workers = new(count);
            SampledBetweenness sample = Betweenness.Sample(graph, new(0.02), workers);
            Assert.Equal(expected.Scores, sample.Scores);
            Assert.Equal((expected.Samples, expected.Error), (sample.Samples, sample.Error));
        }

        Assert.NotEqual(expected.Scores, Betweenness.Sample(graph, new(0.02, Seed: 2)).Scores);
    }

    [Fact]
    public void Sample_GraphThatTakesAWhile_ReportsProgressAndStops()
    {
        CsrGraph graph = PlantedGraph.Create(1000, 0.3, 1).Graph;
        RecordedProgress progress = new();
        Betweenness.Sample(graph, new(0.02), progress: progress);
        progress.AssertRisesToOne();
        using CancellationTokenSource cancel = new();
        StoppingProgress stop = new(cancel);
        Assert.Throws<OperationCanceledException>(
            () => Betweenness.Sample(graph, new(0.02), null, stop, cancel.Token));
    }

    [Fact]
    public void Sample_FaultyOptionsAndTinyGraphs_AreRefusedOrZero()
    {
        CsrGraph pair = RandomGraph.Build([(0, 1, 1f)], 2);
        Assert.Equal([0, 0], Betweenness.Sample(pair).Scores);
        Assert.Empty(Betweenness.Sample(RandomGraph.Build([], 0)).Scores);
        Assert.Throws<ArgumentOutOfRangeException>(() => Betweenness.Sample(pair, new(0)));
        Assert.Throws<ArgumentOutOfRangeException>(() => Betweenness.Sample(pair, new(0.1, 1)));
    }

    /// <summary>Compared by everything that is in it.</summary>
    private sealed class Sampled(SampledBetweenness result) : IEquatable<Sampled>
    {
        public SampledBetweenness Result => result;

        public bool Equals(Sampled? other) =>
            other is not null && result.Scores.AsSpan().SequenceEqual(other.Result.Scores)
            && (result.Samples, result.Error) == (other.Result.Samples, other.Result.Error);

        public override bool Equals(object? other) => Equals(other as Sampled);

        public override int GetHashCode() => result.Samples.GetHashCode();
    }
}
