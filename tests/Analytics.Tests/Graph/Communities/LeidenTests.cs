using Analytics.Graph.Communities;
using Analytics.Graph.Csr;
using Analytics.Graph.Randomness;
using Analytics.Tests.Reference;

namespace Analytics.Tests.Graph.Communities;

public class LeidenTests
{
    private static readonly LeidenOptions Stable = new() { Iterations = LeidenOptions.UntilStable };

    [Fact]
    public void Run_RandomGraph_EveryCommunityIsConnectedAndNumberedBySize() => RandomGraph.ForAll(random =>
    {
        CsrGraph graph = random.Symmetric();
        Partition partition = Leiden.Run(graph, new LeidenOptions { Seed = random.Seed });
        PartitionChecks.ConnectedAndNumbered(graph, partition);
        Assert.Equal(0, partition.ResidualCount);
    });

    [Fact]
    public void Run_RandomGraphUnderCeiling_KeepsTheCeiling() => RandomGraph.ForAll(random =>
    {
        CsrGraph graph = random.Symmetric();
        int ceiling = 1 + (int)(random.Seed % 7);
        Partition partition = Leiden.Run(graph, new LeidenOptions { Seed = random.Seed, MaxSize = ceiling });
        PartitionChecks.ConnectedAndNumbered(graph, partition);
        Assert.All(partition.Sizes(), size => Assert.True(size <= ceiling));
    });

    [Fact]
    public void Run_SameSeed_GivesTheSameLabels() => RandomGraph.ForAll(random =>
    {
        LeidenOptions options = new() { Seed = random.Seed };
        Assert.Equal(
            Leiden.Run(random.Symmetric(), options).Labels, Leiden.Run(random.Symmetric(), options).Labels);
    });

    [Fact]
    public void Run_WeightsScaled_GivesTheSameLabels() => RandomGraph.ForAll(random =>
    {
        LeidenOptions options = new() { Seed = random.Seed };
        int[] labels = Leiden.Run(random.Symmetric(), options).Labels;
        // Powers of two scale without rounding, so nothing at all may change.
        Assert.Equal(labels, Leiden.Run(random.Scaled(1024).Symmetric(), options).Labels);
        Assert.Equal(labels, Leiden.Run(random.Scaled(1f / 4096).Symmetric(), options).Labels);
    });

    [Fact]
    public void Run_UntilStable_NoSingleVertexCanRaiseModularity() => RandomGraph.ForAll(random =>
    {
        CsrGraph graph = random.Symmetric();
        Partition partition = Leiden.Run(graph, Stable with { Seed = random.Seed });
        double reached = Modularity.Of(graph, partition.Labels);
        for (int v = 0; v < graph.VertexCount; v++)
        {
            int[] moved = (int[])partition.Labels.Clone();
            for (int to = 0; to <= partition.Count; to++)
            {
                moved[v] = to;
                Assert.True(Modularity.Of(graph, moved) <= reached + 1e-9);
            }
        }
    }, count: 100);

    [Theory]
    [InlineData(Objective.Modularity, 1.0)]
    [InlineData(Objective.Modularity, 0.5)]
    [InlineData(Objective.ConstantPotts, 2.0)]
    public void Run_UpToEightVertices_ComesCloseToTheBestOfAllPartitions(Objective objective, double resolution)
    {
        int best = 0;
        const int Graphs = 60;
        for (ulong seed = 0; seed < Graphs; seed++)
        {
            CsrGraph graph = RandomGraph.Create(4 + (int)(seed % 5), 24, 2, seed).Symmetric();
            LeidenOptions options = Stable with { Objective = objective, Resolution = resolution };
            double[] reached = [.. Enumerable.Range(0, 8).Select(start =>
                Quality(Leiden.Run(graph, options with { Seed = (ulong)start }).Labels))];
            double highest = Textbook.Partitions(graph.VertexCount).Max(Quality);
            Assert.InRange(reached.Max(), 0.95 * highest - 1e-9, highest + 1e-9);
            best += reached.Max() >= highest - 1e-9 ? 1 : 0;

            double Quality(int[] labels) => objective == Objective.Modularity
                ? Modularity.Of(graph, labels, resolution)
                : ConstantPotts.Of(graph, labels, resolution);
        }

        Assert.True(best >= Graphs * 0.9, $"the best partition was found in {best} of {Graphs} graphs");
    }

    [Fact]
    public void Improve_RandomStart_NeverLowersTheQuality() => RandomGraph.ForAll(random =>
    {
        CsrGraph graph = random.Symmetric();
        int[] start = random.RandomLabels(Math.Max(1, random.VertexCount));
        Partition partition = Leiden.Improve(graph, start, new LeidenOptions { Seed = random.Seed });
        Assert.True(Modularity.Of(graph, partition.Labels) >= Modularity.Of(graph, start) - 1e-9);
    });

    [Fact]
    public void Run_RingOfCliques_FindsTheCliques()
    {
        CsrGraph graph = PartitionChecks.RingOfCliques(cliques: 20, size: 6);
        Partition partition = Leiden.Run(graph, Stable with { Resolution = 1.5 });
        Assert.Equal([.. Enumerable.Range(0, 120).Select(v => v / 6)], partition.Labels);
    }

    [Fact]
    public void Improve_AllInOneCommunity_OpensNewOnes()
    {
        CsrGraph graph = PartitionChecks.RingOfCliques(cliques: 8, size: 6);
        Partition partition = Leiden.Improve(graph, new int[48], Stable);
        Assert.Equal([.. Enumerable.Range(0, 48).Select(v => v / 6)], partition.Labels);
    }

    [Fact]
    public void Run_ConstantPottsOnRingOfCliques_HasNoResolutionLimit()
    {
        CsrGraph graph = PartitionChecks.RingOfCliques(cliques: 500, size: 4);
        LeidenOptions options = Stable with { Objective = Objective.ConstantPotts, Resolution = 0.5 };
        Assert.Equal(500, Leiden.Run(graph, options).Count);
    }

    [Fact]
    public void Run_PlantedGraph_FindsWhatWasPlanted()
    {
        (CsrGraph graph, int[] truth) = PlantedGraph.Create(10_000, mixing: 0.3, seed: 1);
        for (ulong seed = 0; seed < 5; seed++)
        {
            Partition partition = Leiden.Run(graph, new LeidenOptions { Seed = seed });
            Assert.InRange(PartitionAgreement.AdjustedRand(truth, partition.Labels), 0.98, 1);
        }
    }

    /// <summary>What igraph 0.10 reaches in two iterations, as the median of 21 seeds.</summary>
    [Theory]
    [InlineData(0.81765, "pages", "edges.csv.gz")]
    [InlineData(0.45790, "github", "edges.csv.gz")]
    [InlineData(0.81706, "lastfm", "edges.csv.gz")]
    [InlineData(0.41667, "email-eu", "email-Eu-core.txt")]
    public void Run_PublicGraph_MedianModularityIsAtLeastThatOfKnownImplementation(
        double atLeast, string folder, string file)
    {
        CsrGraph graph = SharedData.Undirected(folder, file);
        double[] reached = [.. Enumerable.Range(0, 21).Select(seed =>
            Modularity.Of(graph, Leiden.Run(graph, new LeidenOptions { Seed = (ulong)seed }).Labels)).Order()];
        Assert.True(reached[10] >= atLeast, $"median {reached[10]}, from {reached[0]} to {reached[^1]}");
    }

    [Fact]
    public void Run_VerticesRenamed_ReachesTheSameModularity()
    {
        (CsrGraph graph, int[] truth) = PlantedGraph.Create(20_000, mixing: 0.3, seed: 2);
        int[] names = new int[graph.VertexCount];
        new Xoshiro256(3).Permutation(names);
        List<(int, int, float)> arcs = [];
        for (int v = 0; v < names.Length; v++)
        {
            for (int i = 0; i < graph.Degree(v); i++)
                arcs.Add((names[v], names[graph.Targets(v)[i]], graph.Weights(v)[i] / 2));
        }

        CsrGraph renamed = RandomGraph.Build(arcs, names.Length).Symmetrize();
        int[] labels = Leiden.Run(renamed, new LeidenOptions()).Labels;
        Assert.Equal(
            Modularity.Of(graph, Leiden.Run(graph, new LeidenOptions()).Labels), Modularity.Of(renamed, labels), 2e-3);
        int[] back = [.. names.Select(name => labels[name])];
        Assert.InRange(PartitionAgreement.AdjustedRand(truth, back), 0.97, 1);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(LeidenOptions.UntilStable)]
    public void Run_GraphInRounds_EveryCommunityIsConnected(int iterations)
    {
        // So blurred that vertices keep moving to and fro, and many communities lose some at the very end.
        for (ulong seed = 0; seed < 3; seed++)
        {
            (CsrGraph graph, _) = PlantedGraph.Create(6000, mixing: 0.8, seed, meanDegree: 6);
            LeidenOptions options = new() { Iterations = iterations, Seed = seed };
            PartitionChecks.ConnectedAndNumbered(graph, Leiden.Run(graph, options));
        }
    }

    [Fact]
    public void Improve_GraphInRoundsFromGoodStart_NeverLowersTheQuality()
    {
        (CsrGraph graph, int[] truth) = PlantedGraph.Create(8000, mixing: 0.6, seed: 4);
        int[] start = truth;
        for (ulong seed = 0; seed < 6; seed++)
        {
            double before = Modularity.Of(graph, start);
            LeidenOptions options = new() { Iterations = 1, Seed = seed };
            start = Leiden.Improve(graph, start, options).Labels;
            Assert.True(Modularity.Of(graph, start) >= before - 1e-9);
        }
    }

    [Fact]
    public void Run_DegenerateGraphs_GiveTheObviousAnswer()
    {
        Assert.Equal(0, Leiden.Run(RandomGraph.Build([], 0), Stable).Count);
        Assert.Equal([0, 1, 2], Leiden.Run(RandomGraph.Build([], 3), Stable).Labels);
        Assert.Equal([0, 0], Leiden.Run(RandomGraph.Build([(0, 1, 3f)], 2).Symmetrize(), Stable).Labels);
        Assert.Equal([0, 1], Leiden.Run(RandomGraph.Build([(0, 1, 0f)], 2).Symmetrize(), Stable).Labels);
        Assert.Equal([0, 1], Leiden.Run(RandomGraph.Build([(0, 0, 1f), (1, 1, 1f)], 2), Stable).Labels);
    }

    [Fact]
    public void Run_SelfLoops_CountAsDegree()
    {
        // Without loops the two belong together; loops of 10 make their arc weaker than chance.
        CsrGraph graph = RandomGraph.Build([(0, 1, 1f), (1, 0, 1f), (0, 0, 10f), (1, 1, 10f)], 2);
        Assert.Equal([0, 1], Leiden.Run(graph, Stable).Labels);
    }

    [Fact]
    public void Run_AsymmetricGraph_IsRefused() => Assert.Throws<ArgumentException>(
        () => Leiden.Run(RandomGraph.Build([(0, 1, 1f)], 2), Stable));

    [Theory]
    [InlineData(0.0, 2, 0.01)]
    [InlineData(double.NaN, 2, 0.01)]
    [InlineData(1.0, 0, 0.01)]
    [InlineData(1.0, -2, 0.01)]
    [InlineData(1.0, 2, -1.0)]
    public void Run_OptionOutOfRange_IsRefused(double resolution, int iterations, double randomness)
    {
        LeidenOptions options = new() { Resolution = resolution, Iterations = iterations, Randomness = randomness };
        Assert.Throws<ArgumentOutOfRangeException>(() => Leiden.Run(RandomGraph.Build([], 2), options));
    }

    [Fact]
    public void Run_ZeroRandomness_TakesTheBestMerges()
    {
        CsrGraph graph = PartitionChecks.RingOfCliques(cliques: 10, size: 5);
        Assert.Equal(10, Leiden.Run(graph, Stable with { Randomness = 0 }).Count);
    }

    [Fact]
    public void Run_Cancelled_Stops()
    {
        (CsrGraph graph, _) = PlantedGraph.Create(2000, 0.3, 1);
        Assert.Throws<OperationCanceledException>(
            () => Leiden.Run(graph, Stable, cancel: new CancellationToken(canceled: true)));
    }

    [Fact]
    public void Run_Progress_RisesToOne()
    {
        (CsrGraph graph, _) = PlantedGraph.Create(2000, 0.3, 1);
        foreach (int iterations in (int[])[1, 2, 5, LeidenOptions.UntilStable])
        {
            RecordedProgress progress = new();
            Leiden.Run(graph, new LeidenOptions { Iterations = iterations }, progress: progress);
            progress.AssertRisesToOne();
        }
    }
}
