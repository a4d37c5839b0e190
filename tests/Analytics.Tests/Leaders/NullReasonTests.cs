using Analytics.Tests.Marts;

namespace Analytics.Tests.Leaders;

/// <summary>Figures that stay empty, each for one reason, beside the same figure where it is gone.</summary>
public sealed class NullReasonTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Rates_OfPaidAndOtherPosts_AreEmptyWithoutSuchPosts(bool paid)
    {
        using var facts = new Facts().Clique(1, 2, 3, 4).Account(1, followers: 100)
            .Post(1, 1, likes: 5, sponsored: paid);
        facts.Analyse();

        var rates = Leader(facts, "engagement_rate_sponsored, engagement_rate_organic");
        Assert.Equal(0.05, (double)rates[paid ? 0 : 1]!, 6);
        Assert.Null(rates[paid ? 1 : 0]);
    }

    [Fact]
    public void ResponseRate_OfOneReply_IsToldAndNotRanked()
    {
        using var facts = new Facts().Clique(1, 2, 3, 4).Interact(2, 1, "reply", 1).Interact(1, 2, "reply", 2);
        facts.Analyse();

        Assert.Equal(
            [1L, 1L, 1.0, null],
            Leader(facts, "replies_received, replies_answered, response_rate, response_rate_percentile"));
    }

    [Fact]
    public void SimilarSize_OfRates_RanksThoseWithThreeMeasuredPosts()
    {
        using var facts = new Facts();
        for (var i = 1UL; i <= 31; i++)
        {
            facts.Follow(i, (i % 31) + 1).Follow((i % 31) + 1, i).Account(i, followers: 20);
            for (var day = i == 31 ? 2 : 1; day <= 3; day++) facts.Post(i, day, likes: (long)i);
        }

        foreach (var target in (ulong[])[1, 30, 31])
            facts.Interact(2, target, "like", 1).Interact(3, target, "like", 1).Interact(4, target, "like", 1);
        facts.Analyse();

        Assert.Equal(
            [[1UL, 0.0], [30UL, 1.0], [31UL, null]],
            facts.Rows(
                """
                SELECT account_id, engagement_rate_percentile_similar FROM leaders
                WHERE account_id IN (1, 30, 31) ORDER BY account_id
                """));
    }

    private static object?[] Leader(Facts facts, string columns) =>
        Assert.Single(facts.Rows($"SELECT {columns} FROM leaders WHERE account_id = 1"));
}
