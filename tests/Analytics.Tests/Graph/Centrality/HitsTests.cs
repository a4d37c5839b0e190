using Analytics.Graph.Centrality;
using Analytics.Graph.Csr;
using Analytics.Tests.Reference;

namespace Analytics.Tests.Graph.Centrality;

public class HitsTests
{
    [Fact]
    public void Run_RandomGraph_IsAFixedPointOfItsDefinition() => RandomGraph.ForAll(random =>
    {
        double[,] w = DenseMatrix.Of(random);
        HitsResult result = Hits.Run(random.Directed(), tolerance: 0, maxIterations: 3);
        int n = random.VertexCount;
        double[] hubs = [.. Enumerable.Repeat(1.0 / Math.Max(1, n), n)];
        double[] authorities = hubs;
        for (int i = 0; i < 3; i++)
        {
            authorities = Scaled(v => Enumerable.Range(0, n).Sum(u => w[u, v] * hubs[u]), n);
            hubs = Scaled(v => Enumerable.Range(0, n).Sum(u => w[v, u] * authorities[u]), n);
        }

        for (int v = 0; v < n; v++)
        {
            Assert.Equal(hubs[v], result.Hubs[v], 1e-12);
            Assert.Equal(authorities[v], result.Authorities[v], 1e-12);
        }
    });

    [Fact]
    public void Run_StarOfHubs_FindsTheAuthority()
    {
        HitsResult result = Hits.Run(RandomGraph.Build([(0, 3, 1f), (1, 3, 1f), (2, 3, 2f)], 4));
        Assert.Equal([0.25, 0.25, 0.5, 0], result.Hubs);
        Assert.Equal([0, 0, 0, 1.0], result.Authorities);
        Assert.Equal(new double[3], Hits.Run(RandomGraph.Build([], 3)).Hubs);
    }

    [Fact]
    public void Run_AnyNumberOfThreads_GivesTheSameBits()
    {
        CsrGraph graph = Arcs.Added(Arcs.Random(50_000, 300_000, 8), new CsrBuilder()).Build(50_000);
        WorkerCounts.SameForAll(workers => Hits.Run(graph, maxIterations: 5, workers: workers).Hubs);
        WorkerCounts.SameForAll(workers => NeighbourDegrees.Sums(graph, workers));
    }

    [Fact]
    public void Sums_RandomGraph_AreSumsOfDegrees() => RandomGraph.ForAll(random =>
    {
        double[,] w = DenseMatrix.Of(random);
        int n = random.VertexCount;
        long[] degrees = [.. Enumerable.Range(0, n).Select(u => Enumerable.Range(0, n).LongCount(v => w[u, v] > 0))];
        Assert.Equal(
            Enumerable.Range(0, n).Select(u => Enumerable.Range(0, n).Where(v => w[u, v] > 0).Sum(v => degrees[v])),
            NeighbourDegrees.Sums(random.Directed()));
    });

    private static double[] Scaled(Func<int, double> value, int n)
    {
        double[] values = [.. Enumerable.Range(0, n).Select(value)];
        double sum = values.Sum();
        return [.. values.Select(x => sum > 0 ? x / sum : x)];
    }
}
