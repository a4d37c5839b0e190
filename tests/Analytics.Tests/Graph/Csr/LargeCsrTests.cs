using Analytics.Graph.Csr;
using Analytics.Tests.Reference;

namespace Analytics.Tests.Graph.Csr;

/// <summary>Graphs of so many buckets and blocks that all threads share in the work.</summary>
public class LargeCsrTests
{
    private const int N = 200_000;

    private static readonly (int Source, int Target, float Weight)[] Added = Arcs.Random(N, 800_000, 5);

    private static readonly CsrGraph Graph = Arcs.Added(Added, new CsrBuilder()).Build(N);

    [Fact]
    public void Build_AnyNumberOfThreads_GivesTheMergedArcsInOrder()
    {
        var built = WorkerCounts.SameForAll(
            workers => Arcs.Of(Arcs.Added(Added, new CsrBuilder(dropSelfLoops: true)).Build(N, workers)));
        var expected = Added.Where(arc => arc.Weight > 0 && arc.Source != arc.Target)
            .GroupBy(arc => (arc.Source, arc.Target), arc => arc.Weight)
            .OrderBy(group => group.Key)
            .Select(group => (group.Key.Source, group.Key.Target, group.Sum()));
        Assert.Equal(expected, built);
    }

    [Fact]
    public void Build_ArcsInAnotherOrder_GivesTheSameGraph() => Assert.Equal(
        Arcs.Of(Graph), Arcs.Of(Arcs.Added([.. Added.Reverse()], new CsrBuilder()).Build(N)));

    [Fact]
    public void Reverse_AnyNumberOfThreads_GivesTheArcsTurnedRound() => Assert.Equal(
        Arcs.Of(Graph).Select(arc => (arc.Target, arc.Source, arc.Weight)).Order(),
        WorkerCounts.SameForAll(workers => Arcs.Of(Graph.Reverse(workers))));

    [Fact]
    public void Symmetrize_AnyNumberOfThreads_AddsBothDirections() => Assert.Equal(
        Arcs.Of(Graph).Concat(Arcs.Of(Graph.Reverse()))
            .Where(arc => arc.Source != arc.Target)
            .GroupBy(arc => (arc.Source, arc.Target), arc => arc.Weight)
            .OrderBy(group => group.Key)
            .Select(group => (group.Key.Source, group.Key.Target, group.Sum())),
        WorkerCounts.SameForAll(workers => Arcs.Of(Graph.Symmetrize(workers))));

    [Fact]
    public void Take_AnyNumberOfThreads_CutsOutTheArcsBetweenTheChosen()
    {
        int[] chosen = [.. Enumerable.Range(0, N).Where(v => v % 3 != 1)];
        var expected = Arcs.Of(Graph)
            .Where(arc => arc.Source % 3 != 1 && arc.Target % 3 != 1)
            .Select(arc => (Local(arc.Source), Local(arc.Target), arc.Weight));
        Assert.Equal(
            expected, WorkerCounts.SameForAll(workers => Arcs.Of(InducedSubgraph.Of(Graph, chosen, workers))));

        int Local(int vertex) => Array.BinarySearch(chosen, vertex);
    }
}
