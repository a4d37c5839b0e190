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

    [Theory]
    [InlineData(9, false)]
    [InlineData(10, true)]
    public void OfOverlaps_ThreePartners_TellNoSmallPart(int inAllThree, bool expected)
    {
        // Each pair shares twenty accounts beside those of all three, and each partner has twenty alone.
        int[] all = [.. Enumerable.Range(0, inAllThree)];
        int[][] audiences =
        [
            [.. all, .. Enumerable.Range(100, 20), .. Enumerable.Range(200, 20), .. Enumerable.Range(300, 20)],
            [.. all, .. Enumerable.Range(100, 20), .. Enumerable.Range(400, 20), .. Enumerable.Range(500, 20)],
            [.. all, .. Enumerable.Range(200, 20), .. Enumerable.Range(400, 20), .. Enumerable.Range(600, 20)],
        ];

        Assert.Equal([true, true, expected], ReachDisclosure.OfOverlaps(audiences, 10));
    }

    [Fact]
    public void OfOverlaps_FewSharedByTwoAlone_AreNotTold()
    {
        // 25 engaged with all three, and 5 more with the first two.
        int[] all = [.. Enumerable.Range(0, 25)];

        var shown = ReachDisclosure.OfOverlaps(
            [[.. all, .. Enumerable.Range(100, 5)], [.. all, .. Enumerable.Range(100, 5)], all], 10);

        Assert.Equal([true, true, false], shown);
    }

    [Fact]
    public void OfOverlaps_FourthPartner_TellsNotHowFewHadTwoBefore()
    {
        int[] shared = [.. Enumerable.Range(0, 30)];
        int[] fourth = [.. Enumerable.Range(27, 40)];

        // Three of its accounts engaged with two of those before it.
        var shown = ReachDisclosure.OfOverlaps([shared, shared, [.. Enumerable.Range(300, 20)], fourth], 10);

        Assert.Equal([true, true, true, false], shown);
    }
}
