using Analytics.Graph.Csr;
using Analytics.Graph.Influence;
using Analytics.Graph.Randomness;
using Analytics.Graph.Threads;
using Analytics.Tests.Reference;

namespace Analytics.Tests.Graph.Influence;

public class CreditDistributionTests
{
    /// <summary>1, 2 and 3 look at 0; 3 looks at 1 and 2 too.</summary>
    private static readonly CsrGraph Four =
        RandomGraph.Build([(1, 0, 1f), (2, 0, 1f), (3, 0, 1f), (3, 1, 1f), (3, 2, 1f)], 4);

    [Fact]
    public void Run_Four_SharesEachActAmongThoseWhoActedBefore()
    {
        // On item 7: 0 at 10, 1 and 2 at 20, 3 at 30. On item 8: 3 at 10, 0 at 20. On item 9: 0 at 10, 1 at 99.
        var credit = Run(
            Four, 50,
            (7, 0, -1, 10), (7, 1, -1, 20), (7, 2, -1, 20), (7, 3, -1, 30), (8, 3, -1, 10), (8, 0, -1, 20),
            (9, 0, -1, 10), (9, 1, -1, 99), (7, 3, -1, 40));

        Assert.Equal(
            [(1, 0, 1.0), (2, 0, 1.0), (3, 0, 0.3333333), (3, 1, 0.3333333), (3, 2, 0.3333333)],
            credit.Arcs().Select(arc => (arc.Source, arc.Target, Math.Round(arc.Credit, 7))));
        Assert.Equal([3, 2, 1, 2], credit.Activity.ToArray());

        var (received, influenced) = credit.ReceivedWithin([5, 5, 5, 5]);
        Assert.Equal(7.0 / 3, received[0] / (double)InfluenceCredit.Unit, 9);
        Assert.Equal([3, 1, 1, 0], influenced);
        Assert.Equal([1, 0, 1, 0], credit.ReceivedWithin([5, 5, 6, 6]).Influenced);

        // 0 acted on three items: 1 / (3 + 1).
        CsrGraph learned = credit.Probabilities();
        Assert.Equal([0.25f], learned.Weights(1).ToArray());
        Assert.Equal([1 / 12.0, 1 / 9.0, 1 / 6.0], learned.Weights(3).ToArray().Select(weight => (double)weight),
            (expected, found) => Math.Abs(expected - found) < 1e-6);
    }

    [Fact]
    public void Run_Origin_ActedJustBefore()
    {
        // Nobody knows when 0 wrote the item, but 1 acted on it first, and 0 is its author.
        var credit = Run(Four, 50, (7, 1, 0, 20), (7, 3, 0, 90));

        Assert.Equal([(1, 0, 1.0)], credit.Arcs().Where(arc => arc.Credit > 0));
        Assert.Equal([1, 1, 0, 1], credit.Activity.ToArray());
    }

    [Theory]
    [InlineData(20, 20, 0)]
    [InlineData(20, 21, 1)]
    [InlineData(20, 70, 1)]
    [InlineData(20, 71, 0)]
    [InlineData(20, 19, 0)]
    public void Run_TimeLimit_IsIncludedAndActsAtTheSameTimeAreNoInfluence(long leader, long follower, double credit) =>
        Assert.Equal(credit, Run(Four, 50, (1, 0, -1, leader), (1, 1, -1, follower)).Arcs().First().Credit);

    [Fact]
    public void Run_RandomActs_IsTheTextbooksOnAnyNumberOfWorkers()
    {
        for (ulong seed = 0; seed < 30; seed++)
        {
            Xoshiro256 random = new(seed);
            int n = 3 + random.Below(60);
            var graph = RandomGraph.Build(
                Enumerable.Range(0, random.Below(400)).Select(_ => (random.Below(n), random.Below(n)))
                    .Where(arc => arc.Item1 != arc.Item2).Distinct().Select(arc => (arc.Item1, arc.Item2, 1f)), n);
            var acts = Enumerable.Range(0, 300).Select(_ => ((ulong)random.Below(12), random.Below(n),
                random.Below(n + 3) - 3 is var origin && origin >= 0 && random.Below(4) == 0 ? origin : -1,
                (long)random.Below(100))).ToArray();
            var expected = TextbookCredit.Of(graph, acts, 40);
            foreach (int count in (int[])[1, 2, 3])
            {
                using Workers workers = new(count);
                // Another order of arrival each time.
                var credit = Run(graph, 40, workers, [.. acts.OrderBy(act => act.Item4 % count)]);
                Assert.All(credit.Arcs(), arc => Assert.Equal(
                    expected.GetValueOrDefault((arc.Source, arc.Target)), arc.Credit, 1e-7));
                Assert.Equal(
                    Enumerable.Range(0, n).Select(v => TextbookCredit.FirstActs(acts).Values
                        .Count(item => item.ContainsKey(v))),
                    credit.Activity.ToArray());
            }
        }
    }

    [Fact]
    public void Run_FaultyInput_IsRefused()
    {
        Assert.Throws<ArgumentException>(() => Run(Four, 1, (1, 4, -1, 1)));
        Assert.Throws<ArgumentOutOfRangeException>(() => Run(Four, -1));
        Assert.Throws<ArgumentException>(() => new ItemActions().Add([1], [1], [1], []));
    }

    private static InfluenceCredit Run(CsrGraph graph, long limit, params (ulong, int, int, long)[] acts) =>
        Run(graph, limit, Workers.All, acts);

    private static InfluenceCredit Run(
        CsrGraph graph, long limit, Workers workers, (ulong Item, int Vertex, int Origin, long Time)[] acts)
    {
        ItemActions actions = new();
        actions.Add(
            [.. acts.Select(act => act.Item)], [.. acts.Select(act => act.Vertex)],
            [.. acts.Select(act => act.Origin)], [.. acts.Select(act => act.Time)]);
        Assert.Equal(acts.Length, actions.Count);
        return CreditDistribution.Run(graph, actions, limit, workers);
    }
}
