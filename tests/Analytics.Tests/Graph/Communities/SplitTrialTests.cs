using Analytics.Graph.Communities;
using Analytics.Graph.Csr;
using Analytics.Tests.Reference;

namespace Analytics.Tests.Graph.Communities;

public class SplitTrialTests
{
    [Fact]
    public void Adopt_RandomPieces_AreTakenWhereTheyAreBetter() => RandomGraph.ForAll(random =>
    {
        CsrGraph graph = random.Symmetric();
        int n = graph.VertexCount;
        if (graph.ArcCount == 0)
            return;
        int[] start = [.. random.RandomLabels(3).Select(label => Math.Min(label, n - 1))];
        int[] pieces = Numbers([.. Enumerable.Range(0, n).Select(v => (start[v], v % 2))]);
        (int[] adopted, int count) = Adopt(graph, start, pieces);

        // Every community by itself: in pieces if that is better than whole.
        int[] expected = (int[])start.Clone();
        int better = 0;
        foreach (int community in start.Distinct())
        {
            int[] split = [.. start.Select((label, v) => label == community && v % 2 == 1 ? n : label)];
            if (Modularity.Of(graph, split) <= Modularity.Of(graph, start) + 1e-9)
                continue;
            better++;
            for (int v = 1; v < n; v += 2)
                expected[v] = start[v] == community ? n + community : expected[v];
        }

        Assert.Equal(better, count);
        Assert.Equal(Numbers(expected), Numbers(adopted));
    }, count: 1000);

    [Fact]
    public void Inside_RandomGraph_HasTheArcsInsideCommunities() => RandomGraph.ForAll(random =>
    {
        CsrGraph graph = random.Symmetric();
        int n = graph.VertexCount;
        int[] labels = [.. random.RandomLabels(3).Select(label => Math.Min(label, Math.Max(0, n - 1)))];
        List<(int, int, float)> expected = [];
        for (int v = 0; v < n; v++)
        {
            for (int i = 0; i < graph.Degree(v); i++)
            {
                if (labels[graph.Targets(v)[i]] == labels[v])
                    expected.Add((v, graph.Targets(v)[i], graph.Weights(v)[i]));
            }
        }

        Assert.Equal(expected, Inside(graph, labels));
    });

    [Fact]
    public void Run_UntilStableFromGroupsGrownTogether_TakesThemApart()
    {
        // Two groups in one community: no vertex gains by leaving it alone, nor does any refined part.
        (CsrGraph graph, int[] truth) = PlantedGraph.Create(6000, 0.5, seed: 2, smallest: 300, largest: 900);
        int[] start = [.. truth.Select(c => c / 2)];
        LeidenOptions stable = new() { Iterations = LeidenOptions.UntilStable };
        for (ulong seed = 0; seed < 5; seed++)
        {
            Partition partition = Leiden.Improve(graph, start, stable with { Seed = seed });
            PartitionChecks.ConnectedAndNumbered(graph, partition);
            Assert.InRange(PartitionAgreement.AdjustedRand(truth, partition.Labels), 0.97, 1);
        }
    }

    private static unsafe (int[] Labels, int Count) Adopt(CsrGraph graph, int[] start, int[] pieces)
    {
        int[] labels = (int[])start.Clone();
        int count = 0;
        LevelGraphs.With(graph, Objective.Modularity, (level, team, scratch) =>
        {
            fixed (int* label = labels)
                count = new SplitTrial(level, label, scratch, team).Adopt(pieces, 1 / level.TotalWeight);
        });
        return (labels, count);
    }

    private static unsafe List<(int, int, float)> Inside(CsrGraph graph, int[] labels)
    {
        List<(int, int, float)> arcs = [];
        LevelGraphs.With(graph, Objective.Modularity, (level, team, scratch) =>
        {
            fixed (int* label = labels)
            {
                LevelGraph inside = new SplitTrial(level, label, scratch, team).Inside;
                for (int v = 0; v < labels.Length; v++)
                {
                    for (long i = inside.Start[v]; i < inside.End[v]; i++)
                        arcs.Add((v, inside.Targets[i], inside.Weights[i]));
                }
            }
        });
        return arcs;
    }

    /// <summary>0, 1, … in order of first appearance.</summary>
    private static int[] Numbers<T>(T[] names)
        where T : notnull
    {
        Dictionary<T, int> numbers = [];
        foreach (T name in names)
            numbers.TryAdd(name, numbers.Count);
        return [.. names.Select(name => numbers[name])];
    }
}
