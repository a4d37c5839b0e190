using Analytics.Graph.Communities;
using Analytics.Graph.Csr;
using Analytics.Graph.Threads;
using Analytics.Tests.Reference;

namespace Analytics.Tests.Graph.Communities;

/// <summary>The result does not depend on the number of threads, nor on which of them was faster.</summary>
public class LeidenThreadsTests
{
    private static readonly int[] Counts = [1, 2, 3, 4, 8];

    [Fact]
    public void Run_RandomGraphs_GiveTheSameLabelsWithAnyNumberOfThreads()
    {
        Workers[] workers = [.. Counts.Select(count => new Workers(count))];
        try
        {
            RandomGraph.ForAll(random =>
            {
                CsrGraph graph = random.Symmetric();
                LeidenOptions options = new() { Seed = random.Seed, MaxSize = random.Seed % 3 == 0 ? 5 : int.MaxValue };
                int[] expected = Leiden.Run(graph, options, workers[0]).Labels;
                Assert.All(workers, set => Assert.Equal(expected, Leiden.Run(graph, options, set).Labels));
            });
        }
        finally
        {
            foreach (Workers set in workers)
                set.Dispose();
        }
    }

    [Theory]
    [InlineData(2, int.MaxValue, Objective.Modularity)]
    [InlineData(LeidenOptions.UntilStable, int.MaxValue, Objective.Modularity)]
    [InlineData(2, 150, Objective.Modularity)]
    [InlineData(2, int.MaxValue, Objective.ConstantPotts)]
    public void Run_PlantedGraph_GivesTheSameLabelsWithAnyNumberOfThreadsAndEveryTime(
        int iterations, int ceiling, Objective objective)
    {
        (CsrGraph graph, _) = PlantedGraph.Create(30_000, 0.4, seed: 5);
        LeidenOptions options = new()
        {
            Iterations = iterations,
            MaxSize = ceiling,
            Objective = objective,
            Resolution = objective == Objective.Modularity ? 1 : 0.02,
            Seed = 9,
        };
        int[]? expected = null;
        foreach (int count in (int[])[.. Counts, 2])
        {
            using Workers workers = new(count);
            int[] labels = Leiden.Run(graph, options, workers).Labels;
            Assert.Equal(expected ??= labels, labels);
        }
    }

    [Fact]
    public void Run_BoundedPlantedGraph_GivesTheSameLabelsWithAnyNumberOfThreads()
    {
        (CsrGraph graph, _) = PlantedGraph.Create(20_000, 0.3, seed: 6);
        BoundedClusteringOptions options = new(MaxSize: 200, MinSize: 10);
        int[]? expected = null;
        foreach (int count in Counts)
        {
            using Workers workers = new(count);
            int[] labels = BoundedClustering.Run(graph, options, workers).Labels;
            Assert.Equal(expected ??= labels, labels);
        }
    }

    [Fact]
    public void Run_FromInsideABodyOfTheSameWorkers_GivesTheSameLabels()
    {
        // The workers are taken: the driver has to do everything himself.
        (CsrGraph graph, _) = PlantedGraph.Create(5000, 0.3, seed: 7);
        using Workers workers = new(3);
        int[] expected = Leiden.Run(graph, new LeidenOptions(), workers).Labels;
        int[][] inside = new int[workers.Count][];
        workers.Run(worker => inside[worker] = Leiden.Run(graph, new LeidenOptions(), workers).Labels);
        Assert.All(inside, labels => Assert.Equal(expected, labels));
    }

    [Fact]
    public void Run_ProgressThrows_IsThrownOnAndLeavesTheWorkersUsable()
    {
        (CsrGraph graph, _) = PlantedGraph.Create(5000, 0.3, seed: 8);
        using Workers workers = new(2);
        Assert.Throws<InvalidOperationException>(
            () => Leiden.Run(graph, new LeidenOptions(), workers, new Refusing()));
        Assert.True(Leiden.Run(graph, new LeidenOptions(), workers).Count > 1);
    }

    private sealed class Refusing : IProgress<double>
    {
        public void Report(double value) => throw new InvalidOperationException("no");
    }
}
