using Analytics.Pipeline.Gates;

namespace Analytics.Tests.Gates;

public sealed class TotalVariationTests
{
    [Fact]
    public void Between_SameSizes_IsNothing() =>
        Assert.Equal(0, TotalVariation.Between(Shares(5, (1, 30), (2, 70)), Shares(10, (2, 140), (1, 60))), 12);

    [Fact]
    public void Between_NoCommunityInCommon_IsAll() =>
        Assert.Equal(1, TotalVariation.Between(Shares(0, (1, 30), (2, 70)), Shares(0, (3, 100))), 12);

    /// <summary>Of 100 accounts ten go from one community to another, ten fall out.</summary>
    [Fact]
    public void Between_KnownMoves_IsTheShareThatMoved() =>
        Assert.Equal(0.2, TotalVariation.Between(Shares(0, (1, 60), (2, 40)), Shares(10, (1, 40), (2, 50))), 12);

    [Fact]
    public void Between_NobodyIsLeft_IsAll()
    {
        Assert.Equal(1, TotalVariation.Between(Shares(0, (1, 60)), Shares(0)));
        Assert.Empty(Shares(0));
    }

    /// <summary>The other definition: the largest difference that any set of communities shows.</summary>
    [Fact]
    public void Between_RandomSizes_IsTheLargestDifferenceOfAnySet()
    {
        for (var seed = 0; seed < 200; seed++)
        {
            Random random = new(seed);
            var (before, now) = (Drawn(random), Drawn(random));
            var ids = before.Keys.Union(now.Keys).ToList();
            var largest = Enumerable.Range(0, 1 << ids.Count).Max(set => ids.Where((_, i) => (set >> i & 1) == 1)
                .Sum(id => now.GetValueOrDefault(id) - before.GetValueOrDefault(id)));

            Assert.Equal(largest, TotalVariation.Between(before, now), 12);
            Assert.Equal(TotalVariation.Between(now, before), TotalVariation.Between(before, now), 12);
        }
    }

    private static Dictionary<long, double> Drawn(Random random) => TotalVariation.Shares(
        Enumerable.Range(1, 8).Where(_ => random.Next(3) > 0).Select(id => ((long)id, (long)random.Next(1, 500))),
        random.Next(1, 100));

    private static Dictionary<long, double> Shares(long residual, params (long Id, long Accounts)[] communities) =>
        TotalVariation.Shares(communities, residual);
}
