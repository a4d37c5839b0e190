using Analytics.Graph.Csr;
using Analytics.Graph.Influence;
using Analytics.Graph.Threads;
using Analytics.Tests.Reference;

namespace Analytics.Tests.Graph.Influence;

public class SeedSelectionTests
{
    [Theory]
    [InlineData(0.02)]
    [InlineData(0.3)]
    public void Of_RandomSets_IsThePlainGreedyChoice(double probability)
    {
        CsrGraph graph = PlantedGraph.Create(200, 0.3, 7).Graph;
        IndependentCascade cascade = IndependentCascade.Constant(graph, probability);
        ReverseSets sets = new(cascade, 1, null, Sentinels.None);
        sets.Grow(512, new CascadeWalks(cascade.Incoming, Workers.All), default);
        SeedSelection selection = SeedSelection.Of(sets, 25, new SeedConstraints());
        HashSet<int>[] setsOf = [.. Enumerable.Range(0, 200).Select(v => SetsOf(sets, v))];
        HashSet<int> hit = [];
        for (int i = 0; i < selection.Seeds.Count; i++)
        {
            int pick = selection.Seeds[i];
            int[] gains = [.. setsOf.Select((own, v) =>
                selection.Seeds.Take(i).Contains(v) ? -1 : own.Except(hit).Count())];
            Assert.Equal(gains.Max(), gains[pick]);
            Assert.Equal(
                Enumerable.Range(0, 200).Where(v => gains[v] == gains[pick]).Max(v => cascade.DirectReach[v]),
                cascade.DirectReach[pick]);
            hit.UnionWith(setsOf[pick]);
            Assert.Equal(hit.Count, selection.Covered[i]);
        }

        Assert.Equal(25, selection.Seeds.Count);
    }

    [Fact]
    public void Of_TinyGraphs_BoundsTheBestChoice() => TinyCascades.ForAll((graph, cascade, _, seed) =>
    {
        int n = graph.VertexCount;
        ReverseSets sets = new(cascade, seed, null, Sentinels.None);
        sets.Grow(64, new CascadeWalks(cascade.Incoming, Workers.All), default);
        HashSet<int>[] setsOf = [.. Enumerable.Range(0, n).Select(v => SetsOf(sets, v))];
        int[] halves = [.. Enumerable.Range(0, n).Select(v => v % 2)];
        SeedConstraints[] constraints = [new(), new(Required: [n - 1]), new(Groups: halves, MostPerGroup: 1)];
        foreach (SeedConstraints constraint in constraints)
        {
            SeedSelection selection = SeedSelection.Of(sets, 2, constraint);
            int best = Enumerable.Range(0, n).SelectMany(a => Enumerable.Range(0, n).Select(b => (a, b)))
                .Where(pair => constraint.Required is null || pair.a == n - 1)
                .Where(pair => constraint.Groups is null || pair.a % 2 != pair.b % 2)
                .Max(pair => setsOf[pair.a].Union(setsOf[pair.b]).Count());
            Assert.InRange(selection.Best, best, sets.Count * 2);
            double share = constraint.LimitsGroups ? 0.5 : 1 - 1 / Math.E;
            Assert.InRange(selection.Covered[^1], share * best, best);
        }
    });

    private static HashSet<int> SetsOf(ReverseSets sets, int vertex)
    {
        List<int> found = [];
        sets.SetsOf(vertex, found);
        return [.. found];
    }
}
