using Analytics.Graph.Centrality;
using Analytics.Graph.Csr;
using Analytics.Tests.Reference;

namespace Analytics.Tests.Graph.Centrality;

public class CorenessTests
{
    [Fact]
    public void Run_RandomGraph_EqualsPeeling() => RandomGraph.ForAll(random =>
        Assert.Equal(Textbook.Coreness(random.Symmetric()), Coreness.Run(random.Symmetric())));

    [Fact]
    public void Run_SelfLoops_DoNotCount()
    {
        CsrGraph graph = RandomGraph.Build([(0, 1, 1f), (1, 0, 1f), (0, 0, 9f), (2, 2, 1f)], 3);
        Assert.Equal([1, 1, 0], Coreness.Run(graph));
    }

    [Fact]
    public void Run_CliqueWithATail_GivesTheCliqueItsDegree()
    {
        List<(int, int, float)> arcs = [(5, 6, 1), (6, 7, 1)];
        for (int i = 0; i < 6; i++)
            arcs.AddRange(Enumerable.Range(0, i).Select(j => (i, j, 1f)));
        Assert.Equal([5, 5, 5, 5, 5, 5, 1, 1], Coreness.Run(RandomGraph.Build(arcs, 8).Symmetrize()));
    }

    [Fact]
    public void Run_EmptyGraph_GivesNothing() => Assert.Empty(Coreness.Run(RandomGraph.Build([], 0)));

    [Fact]
    public void Run_AsymmetricGraph_IsRefused() =>
        Assert.Throws<ArgumentException>(() => Coreness.Run(RandomGraph.Build([(0, 1, 1f)], 2)));

    [Fact]
    public void Run_AnyNumberOfThreads_IsWhatPeelingOneByOneFinds()
    {
        const int n = 30_000;
        CsrGraph graph = Arcs.Added(Arcs.Random(n, 300_000, 4), new CsrBuilder()).Build(n).Symmetrize();
        Assert.Equal(
            Textbook.CorenessByQueue(graph), WorkerCounts.SameForAll(workers => Coreness.Run(graph, workers)));
    }
}
