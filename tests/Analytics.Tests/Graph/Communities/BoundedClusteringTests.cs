using Analytics.Graph.Communities;
using Analytics.Graph.Csr;
using Analytics.Graph.Randomness;
using Analytics.Graph.Structure;
using Analytics.Tests.Reference;

namespace Analytics.Tests.Graph.Communities;

public class BoundedClusteringTests
{
    [Fact]
    public void Run_RandomGraph_KeepsBoundsConnectionAndNumbering() => RandomGraph.ForAll(random =>
    {
        CsrGraph graph = random.Symmetric();
        int maxSize = 1 + (int)(random.Seed % 12);
        int minSize = 1 + (int)(random.Seed / 12 % (ulong)maxSize);
        BoundedClusteringOptions options = new(maxSize, minSize) { Leiden = new() { Seed = random.Seed } };
        Partition partition = BoundedClustering.Run(graph, options);
        PartitionChecks.Bounded(graph, partition, minSize, maxSize);
        Assert.Equal(partition.Labels, BoundedClustering.Run(graph, options).Labels);
    });

    [Fact]
    public void Run_RandomGraph_ResidualHasNoNeighbourWithRoom() => RandomGraph.ForAll(random =>
    {
        CsrGraph graph = random.Symmetric();
        const int MaxSize = 6;
        Partition partition = BoundedClustering.Run(graph, new BoundedClusteringOptions(MaxSize, 3));
        int[] sizes = partition.Sizes();
        for (int v = 0; v < graph.VertexCount; v++)
        {
            if (partition.Labels[v] >= 0)
                continue;
            foreach (int neighbour in graph.Targets(v))
            {
                // A residual part has at most two vertices; with a neighbour of three or fewer it would have joined.
                int label = partition.Labels[neighbour];
                Assert.True(label < 0 || sizes[label] > MaxSize - 2);
            }
        }
    });

    [Fact]
    public void Run_FloorOfOne_LeavesNoResidual() => RandomGraph.ForAll(random =>
        Assert.Equal(
            0, BoundedClustering.Run(random.Symmetric(), new BoundedClusteringOptions(5, 1)).ResidualCount));

    [Fact]
    public void Run_WithoutBounds_IsLeiden() => RandomGraph.ForAll(random =>
    {
        LeidenOptions leiden = new() { Seed = random.Seed };
        Assert.Equal(
            Leiden.Run(random.Symmetric(), leiden).Labels,
            BoundedClustering.Run(random.Symmetric(), new(1000, 1) { Leiden = leiden }).Labels);
    });

    [Fact]
    public void Run_StarAboveCeiling_GivesOneFullCommunityAndTheOtherLeavesAsResidual()
    {
        const int Leaves = 50_000;
        CsrGraph star = RandomGraph.Build(Enumerable.Range(1, Leaves).Select(v => (0, v, 1f)), Leaves + 1)
            .Symmetrize();
        Partition partition = BoundedClustering.Run(star, new BoundedClusteringOptions());
        PartitionChecks.Bounded(star, partition, 10, 20_000);
        Assert.Equal([20_000], partition.Sizes());
        Assert.Equal(Leaves + 1 - 20_000, partition.ResidualCount);
        Assert.Equal(0, partition.Labels[0]);
    }

    [Fact]
    public void Run_CliqueAboveCeiling_IsCutIntoFewParts()
    {
        CsrGraph clique = PartitionChecks.RingOfCliques(cliques: 1, size: 300);
        Partition partition = BoundedClustering.Run(clique, new BoundedClusteringOptions(100, 10));
        PartitionChecks.Bounded(clique, partition, 10, 100);
        Assert.Equal(0, partition.ResidualCount);
        Assert.InRange(partition.Count, 3, 6);
    }

    [Fact]
    public void Run_CommunitiesMadeOfBlocks_AreCutBetweenTheBlocks()
    {
        // Four groups of four dense blocks. A low resolution finds the groups, the ceiling asks for the blocks.
        Xoshiro256 random = new(6);
        const int Block = 40;
        List<(int, int, float)> arcs = [];
        for (int v = 0; v < 16 * Block; v++)
        {
            for (int i = 0; i < 8; i++)
                arcs.Add((v, v / Block * Block + random.Below(Block), 1));
            for (int i = 0; i < 3; i++)
                arcs.Add((v, v / (4 * Block) * (4 * Block) + random.Below(4 * Block), 1));
        }

        arcs.AddRange([(0, 200, 1), (200, 400, 1), (400, 600, 1)]);
        CsrGraph graph = RandomGraph.Build(arcs, 16 * Block).Symmetrize();
        LeidenOptions low = new() { Resolution = 0.2 };
        Assert.Equal(4, Leiden.Run(graph, low).Count);
        Partition partition = BoundedClustering.Run(graph, new(Block + 10, 10) { Leiden = low });
        int[] blocks = [.. Enumerable.Range(0, 16 * Block).Select(v => v / Block)];
        Assert.InRange(PartitionAgreement.AdjustedRand(blocks, partition.Labels), 0.8, 1);
    }

    [Fact]
    public void Run_PathAboveCeiling_IsCutIntoPieces()
    {
        CsrGraph path = RandomGraph.Build(Enumerable.Range(0, 999).Select(v => (v, v + 1, 1f)), 1000).Symmetrize();
        Partition partition = BoundedClustering.Run(path, new BoundedClusteringOptions(12, 4));
        PartitionChecks.Bounded(path, partition, 4, 12);
        Assert.InRange(partition.ResidualCount, 0, 20);
    }

    [Fact]
    public void Run_SmallComponents_AreReportedAsResidual()
    {
        // A triangle, a pair, a single vertex, and a clique of ten.
        List<(int, int, float)> arcs = [(10, 11, 1), (11, 12, 1), (10, 12, 1), (13, 14, 1)];
        for (int i = 0; i < 10; i++)
            arcs.AddRange(Enumerable.Range(0, i).Select(j => (i, j, 1f)));
        CsrGraph graph = RandomGraph.Build(arcs, 16).Symmetrize();
        Partition partition = BoundedClustering.Run(graph, new BoundedClusteringOptions());
        Assert.Equal([.. Enumerable.Repeat(0, 10), .. Enumerable.Repeat(-1, 6)], partition.Labels);
        Assert.Equal(6, partition.ResidualCount);
    }

    [Fact]
    public void Run_PendantPair_JoinsItsStrongestNeighbour()
    {
        // Two cliques; vertices 12 and 13 hang on the second by the stronger arc and are too small on their own.
        List<(int, int, float)> arcs = [(12, 13, 50), (12, 0, 1), (13, 6, 2)];
        for (int i = 0; i < 6; i++)
        {
            arcs.AddRange(Enumerable.Range(0, i).Select(j => (i, j, 9f)));
            arcs.AddRange(Enumerable.Range(0, i).Select(j => (i + 6, j + 6, 9f)));
        }

        CsrGraph graph = RandomGraph.Build(arcs, 14).Symmetrize();
        Assert.Equal(3, BoundedClustering.Run(graph, new BoundedClusteringOptions(10, 1)).Count);
        Partition partition = BoundedClustering.Run(graph, new BoundedClusteringOptions(10, 3));
        Assert.Equal(2, partition.Count);
        Assert.Equal(partition.Labels[6], partition.Labels[12]);
        Assert.Equal(partition.Labels[6], partition.Labels[13]);
    }

    [Fact]
    public void Run_DegenerateGraphs_GiveTheObviousAnswer()
    {
        Assert.Equal(0, BoundedClustering.Run(RandomGraph.Build([], 0), new BoundedClusteringOptions()).Count);
        Assert.Equal([-1, -1], BoundedClustering.Run(RandomGraph.Build([], 2), new BoundedClusteringOptions()).Labels);
        CsrGraph pair = RandomGraph.Build([(0, 1, 1f), (1, 0, 1f), (1, 1, 0.5f)], 2);
        Assert.Equal([0, 0], BoundedClustering.Run(pair, new BoundedClusteringOptions(2, 2)).Labels);
        Assert.Equal([0, 1], BoundedClustering.Run(pair, new BoundedClusteringOptions(1, 1)).Labels);
        Assert.Equal([-1, -1], BoundedClustering.Run(pair, new BoundedClusteringOptions(5, 3)).Labels);
    }

    [Theory]
    [InlineData(10, 0)]
    [InlineData(5, 10)]
    public void Run_ImpossibleBounds_AreRefused(int maxSize, int minSize) =>
        Assert.Throws<ArgumentOutOfRangeException>(
            () => BoundedClustering.Run(RandomGraph.Build([], 2), new BoundedClusteringOptions(maxSize, minSize)));

    [Fact]
    public void Run_ConstantPotts_KeepsBounds() => RandomGraph.ForAll(random =>
    {
        LeidenOptions leiden = new() { Objective = Objective.ConstantPotts, Resolution = 0.5, Seed = random.Seed };
        CsrGraph graph = random.Symmetric();
        Partition partition = BoundedClustering.Run(graph, new(6, 2) { Leiden = leiden });
        PartitionChecks.Bounded(graph, partition, 2, 6);
    });

    [Fact]
    public void Run_PlantedGraphWithLargeCommunities_CutsOnlyThose()
    {
        (CsrGraph graph, int[] truth) = PlantedGraph.Create(10_000, 0.3, seed: 3, smallest: 100, largest: 3000);
        int ceiling = truth.CountBy(c => c).Max(c => c.Value) - 1;
        Partition free = Leiden.Run(graph, new LeidenOptions());
        Partition partition = BoundedClustering.Run(graph, new BoundedClusteringOptions(ceiling, 10));
        PartitionChecks.Bounded(graph, partition, 10, ceiling);
        Assert.True(free.Sizes()[0] > ceiling);
        Assert.Equal(0, partition.ResidualCount);
        Assert.InRange(Modularity.Of(graph, partition.Labels), Modularity.Of(graph, free.Labels) - 0.1, 1);
    }

    [Theory]
    [InlineData(0.8070, 1000, "pages")]
    [InlineData(0.3840, 2000, "github")]
    public void Run_PublicGraph_ModularityUnderCeilingExceedsKnownImplementation(
        double atLeast, int ceiling, string folder)
    {
        CsrGraph graph = SharedData.Undirected(folder, "edges.csv.gz");
        Partition partition = BoundedClustering.Run(graph, new BoundedClusteringOptions(ceiling, 10));
        PartitionChecks.Bounded(graph, partition, 10, ceiling);
        Assert.InRange(Modularity.Of(graph, partition.Labels), atLeast, 1);
        // Both graphs hang together; what is left over sits beside communities that are full.
        Assert.Equal(1, ConnectedComponents.Of(graph).Count);
        Assert.InRange(partition.ResidualCount, 0, graph.VertexCount / 50);
    }

    [Fact]
    public void Run_Progress_RisesToOne()
    {
        (CsrGraph graph, _) = PlantedGraph.Create(2000, 0.3, 1);
        RecordedProgress progress = new();
        BoundedClustering.Run(graph, new BoundedClusteringOptions(100, 10), progress: progress);
        progress.AssertRisesToOne();
    }
}
