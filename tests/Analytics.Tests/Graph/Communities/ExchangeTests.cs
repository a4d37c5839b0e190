using Analytics.Graph.Communities;
using Analytics.Graph.Csr;
using Analytics.Tests.Reference;

namespace Analytics.Tests.Graph.Communities;

public class ExchangeTests
{
    [Fact]
    public void Run_RandomGraph_KeepsTheCeilingAndDoesNotLowerTheQuality() => RandomGraph.ForAll(random =>
    {
        CsrGraph graph = random.Symmetric();
        int ceiling = 1 + (int)(random.Seed % 6);
        int[] start = [.. Enumerable.Range(0, graph.VertexCount).Select(v => v / ceiling)];
        (int[] labels, long moves) = Exchanged(graph, start, ceiling);
        Assert.All(labels.CountBy(label => label), size => Assert.InRange(size.Value, 1, ceiling));
        double before = Modularity.Of(graph, start);
        double after = Modularity.Of(graph, labels);
        if (moves == 0)
            Assert.Equal(start, labels);
        else
            Assert.True(after > before, $"from {before} to {after}");
    }, count: 1000);

    [Fact]
    public void Run_TwoVerticesInOneAnothersPlace_ChangePlaces()
    {
        // Two cliques, both full; none of the two who are in the wrong one can move alone.
        CsrGraph graph = PartitionChecks.RingOfCliques(cliques: 2, size: 6);
        int[] truth = [.. Enumerable.Range(0, 12).Select(v => v / 6)];
        int[] start = (int[])truth.Clone();
        (start[2], start[8]) = (1, 0);
        (int[] labels, long moves) = Exchanged(graph, start, 6);
        Assert.Equal(truth, labels);
        Assert.Equal(2, moves);
    }

    [Fact]
    public void Run_NoCommunityFull_ChangesNothing()
    {
        CsrGraph graph = PartitionChecks.RingOfCliques(cliques: 2, size: 6);
        int[] start = [0, 0, 1, 0, 0, 0, 1, 1, 0, 1, 1, 1];
        Assert.Equal(start, Exchanged(graph, start, 7).Labels);
    }

    [Fact]
    public void Run_GroupLargerThanTheCeiling_IsCutWhereItIsWeakest()
    {
        // One dense group, twice the ceiling, made of two halves that hold together a little more.
        (CsrGraph graph, int[] truth) = PlantedGraph.Create(400, 0.4, seed: 3, smallest: 200, largest: 200);
        int ceiling = truth.CountBy(c => c).Max(c => c.Value);
        int[] start = [.. Enumerable.Range(0, 400).Select(v => v / ceiling)];
        (int[] labels, _) = Exchanged(graph, start, ceiling);
        Assert.InRange(PartitionAgreement.AdjustedRand(truth, labels), 0.9, 1);
    }

    [Fact]
    public void Run_PlantedGraphUnderCeiling_ExchangesKeepCommunitiesConnectedAndFull()
    {
        (CsrGraph graph, _) = PlantedGraph.Create(5000, 0.3, seed: 4, smallest: 100, largest: 1500);
        LeidenOptions options = new() { MaxSize = 500 };
        Partition partition = Leiden.Run(graph, options);
        PartitionChecks.ConnectedAndNumbered(graph, partition);
        Assert.Equal(500, partition.Sizes()[0]);
    }

    private static unsafe (int[] Labels, long Moves) Exchanged(CsrGraph graph, int[] start, int ceiling)
    {
        int[] labels = (int[])start.Clone();
        long moves = 0;
        LevelGraphs.With(graph, Objective.Modularity, (level, _, scratch) =>
        {
            MoveGoal goal = new(1 / level.TotalWeight, ceiling, Exact: true);
            fixed (int* label = labels)
                moves = new Exchange(level, label, goal, new Links(scratch, labels.Length)).Run(default);
        });
        return (labels, moves);
    }
}
