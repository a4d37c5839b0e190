using Analytics.Graph.Randomness;
using Analytics.Pipeline.Campaigns;

namespace Analytics.Tests.Campaigns;

public sealed class ReachDisclosureTests
{
    [Fact]
    public void Of_StepsThatAddLittle_HidesThemUntilTheyAreAFullCell()
    {
        // Adds 20, 3, 0, 20, 10, 0, 9, 2 accounts.
        var shown = ReachDisclosure.Of([20, 23, 23, 43, 53, 53, 62, 64], 10);

        Assert.Equal([true, false, false, true, true, true, false, true], shown.Select(step => step.Cumulative));
        Assert.Equal([true, false, false, false, true, true, false, false], shown.Select(step => step.Marginal));
    }

    [Fact]
    public void Of_AnySteps_NothingShownLeadsToASmallCell()
    {
        for (ulong seed = 0; seed < 500; seed++)
        {
            Xoshiro256 random = new(seed);
            var added = Enumerable.Range(0, 10).Select(_ => (long)random.Below(15)).ToList();
            long[] cumulative = [.. added.Select((_, i) => added.Take(i + 1).Sum())];
            var shown = ReachDisclosure.Of(cumulative, 5);

            long[] sums = [0, .. cumulative.Where((_, i) => shown[i].Cumulative)];
            for (var i = 1; i < sums.Length; i++) Assert.True(sums[i] == sums[i - 1] || sums[i] - sums[i - 1] >= 5);
            for (var i = 0; i < 10; i++)
            {
                if (!shown[i].Marginal) continue;
                Assert.True(added[i] == 0 || added[i] >= 5);
                Assert.True(shown[i].Cumulative && (i == 0 || shown[i - 1].Cumulative));
            }
        }
    }
}
