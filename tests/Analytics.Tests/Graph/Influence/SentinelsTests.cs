using Analytics.Graph.Influence;
using Analytics.Graph.Threads;
using Analytics.Tests.Reference;

namespace Analytics.Tests.Graph.Influence;

public class SentinelsTests
{
    private static readonly SeedConstraints Anyone = new();

    [Fact]
    public void Find_InfluenceRunsFar_TakesFewWhoHitNearlyAll()
    {
        ReverseSets pilot = Pilot(0.15);
        Sentinels sentinels = Sentinels.Find(pilot, 20, Anyone);
        Assert.InRange(sentinels.Vertices.Length, 1, 3);
        Assert.Equal(1, sentinels.Shares[^1]);
        Assert.Equal(sentinels.Shares.Order(), sentinels.Shares);
        List<int> found = [];
        HashSet<int> hit = [];
        foreach (int vertex in sentinels.Vertices)
        {
            pilot.SetsOf(vertex, found);
            hit.UnionWith(found);
        }

        long all = Enumerable.Range(0, pilot.Count).Sum(set => (long)pilot.SizeOf(set));
        Assert.InRange(hit.Sum(set => (long)pilot.SizeOf(set)), all / 2, all);
        Assert.Single(Sentinels.Find(pilot, 8, Anyone).Vertices);
        Assert.Empty(Sentinels.Find(pilot, 7, Anyone).Vertices);
    }

    [Fact]
    public void Find_InfluenceEndsSoon_FindsNone() =>
        Assert.Empty(Sentinels.Find(Pilot(0.01), 20, Anyone).Vertices);

    [Fact]
    public void Find_Constraints_AreKept()
    {
        ReverseSets pilot = Pilot(0.15);
        Assert.Equal([5, 6], Sentinels.Find(pilot, 20, new(Required: [5, 6])).Vertices[..2]);
        int[] groups = new int[pilot.VertexCount];
        Assert.Empty(Sentinels.Find(pilot, 20, new(Groups: groups, MostPerGroup: 2)).Vertices);
    }

    private static ReverseSets Pilot(double probability)
    {
        IndependentCascade cascade = IndependentCascade.Constant(PlantedGraph.Create(3000, 0.3, 7).Graph, probability);
        ReverseSets pilot = new(cascade, 1, null, Sentinels.None, 3);
        pilot.Grow(32, new CascadeWalks(cascade.Incoming, Workers.All), default);
        return pilot;
    }
}
