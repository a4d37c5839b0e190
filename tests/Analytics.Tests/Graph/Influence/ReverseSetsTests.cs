using Analytics.Graph.Csr;
using Analytics.Graph.Influence;
using Analytics.Graph.Threads;
using Analytics.Tests.Reference;

namespace Analytics.Tests.Graph.Influence;

public class ReverseSetsTests
{
    [Fact]
    public void Grow_TinyGraphs_HitsVerticesAsOftenAsTheyActivateOthers() =>
        TinyCascades.ForAll((graph, cascade, exact, seed) =>
        {
            ReverseSets sets = new(cascade, seed, null, Sentinels.None);
            sets.Grow(10_000, new CascadeWalks(cascade.Incoming, Workers.All), default);
            for (int v = 0; v < graph.VertexCount; v++)
            {
                double share = exact.Spread([v]) / graph.VertexCount;
                double error = 4.5 * Math.Sqrt(share * (1 - share) / sets.Count) + 1e-9;
                Assert.InRange((double)sets.Counts[v] / sets.Count, share - error, share + error);
            }
        }, 20);

    [Theory]
    [InlineData(0.02)]
    [InlineData(0.3)]
    public void Grow_InSteps_IsTheSameAsAtOnceAndForAnyNumberOfWorkers(double probability)
    {
        // The larger probability makes sets of bits, the smaller lists; the index must agree with both.
        IndependentCascade cascade = IndependentCascade.Constant(PlantedGraph.Create(700, 0.3, 2).Graph, probability);
        using Workers one = new(1);
        ReverseSets expected = new(cascade, 3, null, Sentinels.None);
        expected.Grow(640, new CascadeWalks(cascade.Incoming, one), default);
        foreach (int count in (int[])[1, 2, 3, 4, 8])
        {
            using Workers workers = new(count);
            ReverseSets steps = new(cascade, 3, null, Sentinels.None);
            foreach (int size in (int[])[100, 100, 333, 640])
                steps.Grow(size, new CascadeWalks(cascade.Incoming, workers), default);
            Assert.Equal(640, steps.Count);
            Assert.Equal(expected.Counts, steps.Counts);
            for (int v = 0; v < 700; v += 50)
                Assert.Equal(SetsOf(expected, v), SetsOf(steps, v));
        }
    }

    [Theory]
    [InlineData(0.02)]
    [InlineData(0.3)]
    public void SetsOf_EveryVertex_ListsTheSetsThatCountIt(double probability)
    {
        IndependentCascade cascade = IndependentCascade.Constant(PlantedGraph.Create(700, 0.3, 2).Graph, probability);
        ReverseSets sets = new(cascade, 3, null, Sentinels.None);
        sets.Grow(640, new CascadeWalks(cascade.Incoming, Workers.All), default);
        for (int v = 0; v < 700; v++)
        {
            int[] containing = SetsOf(sets, v);
            Assert.Equal(sets.Counts[v], containing.Length);
            Assert.Equal(containing.Distinct(), containing);
        }
    }

    [Fact]
    public void Grow_WithSentinels_CutsAsManySetsAsTheyHit()
    {
        IndependentCascade cascade = IndependentCascade.Constant(PlantedGraph.Create(700, 0.3, 2).Graph, 0.1);
        ReverseSets whole = new(cascade, 5, null, Sentinels.None);
        whole.Grow(20_000, new CascadeWalks(cascade.Incoming, Workers.All), default);
        int hit = SetsOf(whole, 3).Union(SetsOf(whole, 8)).Count();
        ReverseSets cut = new(cascade, 6, null, new Sentinels([3, 8], [0.5, 1]));
        cut.Grow(20_000, new CascadeWalks(cascade.Incoming, Workers.All), default);
        double share = (double)hit / whole.Count;
        Assert.InRange(share, 0.1, 0.9);
        Assert.Equal(share, (double)cut.CutCount / cut.Count, 0.025);
        Assert.Equal((0, 0), (cut.Counts[3], cut.Counts[8]));
        Assert.True(cut.SizeBytes < whole.SizeBytes);
    }

    [Fact]
    public void Grow_VerticesLeftOut_AreInNoSet()
    {
        CsrGraph graph = PlantedGraph.Create(300, 0.3, 2).Graph;
        bool[] left = [.. Enumerable.Range(0, 300).Select(v => v % 3 == 0)];
        IndependentCascade cascade = IndependentCascade.WeightedCascade(graph);
        ReverseSets some = new(cascade, 5, left, Sentinels.None);
        ReverseSets all = new(cascade, 5, null, Sentinels.None);
        some.Grow(500, new CascadeWalks(cascade.Incoming, Workers.All), default);
        all.Grow(500, new CascadeWalks(cascade.Incoming, Workers.All), default);
        for (int v = 0; v < 300; v++)
            Assert.Equal(left[v] ? 0 : all.Counts[v], some.Counts[v]);
    }

    private static int[] SetsOf(ReverseSets sets, int vertex)
    {
        List<int> found = [];
        sets.SetsOf(vertex, found);
        return [.. found];
    }
}
