using Analytics.Tests.Marts;

namespace Analytics.Tests.Leaders;

public sealed class BehaviourTests
{
    private static Facts Four() => new Facts().Clique(1, 2, 3, 4);

    [Fact]
    public void ResponseRate_AnswersToTheSameAccountLater_Count()
    {
        // 2 replies twice before the answer and once after it, 3 is never answered, 4 is answered too early only.
        using var facts = Four()
            .Interact(2, 1, "reply", 1).Interact(2, 1, "reply", 2).Interact(1, 2, "reply", 3).Interact(2, 1, "reply", 4)
            .Interact(3, 1, "reply", 5).Interact(1, 4, "reply", 6).Interact(4, 1, "reply", 7)
            .Interact(1, 3, "like", 8);
        facts.Analyse();

        Assert.Equal([5L, 2L, 0.4], Leader(facts, "replies_received, replies_answered, response_rate"));
    }

    [Fact]
    public void ResponseRate_WithoutReplies_IsNull()
    {
        using var facts = Four().Interact(2, 1, "like", 1);
        facts.Analyse();

        Assert.Equal(
            [0L, 0L, null, null],
            Leader(facts, "replies_received, replies_answered, response_rate, response_rate_percentile"));
    }

    [Fact]
    public void ResponseRate_FewAccountsReplied_IsHidden()
    {
        using var facts = Four().Interact(2, 1, "reply", 1).Interact(1, 2, "reply", 2);
        facts.Analyse(TestDefinition.WithMinGroup(2));

        Assert.Equal([null, null, null], Leader(facts, "replies_received, replies_answered, response_rate"));
    }

    [Fact]
    public void Originality_OwnPostsAgainstReposts_IsTheShare()
    {
        using var facts = Four().Post(1, 1).Post(1, 2).Post(1, 3).Post(1, 4, ended: 5)
            .Interact(1, 2, "repost", 4).Interact(1, 3, "like", 4);
        facts.Analyse();

        Assert.Equal([1L, 0.75], Leader(facts, "reposts_made, originality"));
    }

    [Theory]
    // No post of it was ever delivered.
    [InlineData(null, true, null)]
    // It posted once, long ago, and reposts now.
    [InlineData(-300.0, true, 0.0)]
    // It neither posts nor reposts now.
    [InlineData(-300.0, false, null)]
    public void Originality_WithoutPostsInTheWindow_DependsOnWhatIsKnown(double? posted, bool reposts, double? expected)
    {
        using var facts = Four().Interact(2, 1, "like", 3);
        if (posted is { } day)
            facts.Post(1, day);
        if (reposts)
            facts.Interact(1, 2, "repost", 4);
        facts.Analyse();

        Assert.Equal([expected], Leader(facts, "originality"));
    }

    [Fact]
    public void OneOfUs_AttentionThatStaysInside_IsTheShare()
    {
        // 1 follows three members, worth 1 each, and replies to an outsider on the last day, worth 3.
        using var facts = Four().Clique(11, 12, 13, 14).Interact(1, 11, "reply", 5);
        facts.Analyse();

        Assert.Equal([6.0, 3.0, 0.5], Leader(facts, "outgoing_attention, inside_attention, one_of_us"));
    }

    [Fact]
    public void OneOfUs_WithoutOwnAttention_IsNull()
    {
        using var facts = new Facts().Clique(2, 3, 4).Follow(2, 1).Follow(3, 1).Follow(4, 1);
        facts.Analyse();

        Assert.Equal([0.0, 0.0, null], Leader(facts, "outgoing_attention, inside_attention, one_of_us"));
    }

    [Fact]
    public void EngagementByViews_IsMeanAndMedianOverViewedPosts()
    {
        using var facts = Four().Post(1, 1, likes: 10, views: 100).Post(1, 2, likes: 40, views: 100)
            .Post(1, 3, likes: 10, replies: 10, views: 200).Post(1, 4, likes: 5).Post(1, 5, views: 5)
            .Post(1, 6, likes: 5, views: 0);
        facts.Analyse();

        // 10/100, 40/100, 20/200; the others lack views or counts.
        var row = Leader(facts, "viewed_posts, engagement_rate_views, engagement_rate_views_median");
        Assert.Equal(3L, row[0]);
        Assert.Equal(0.2, (double)row[1]!, 8);
        Assert.Equal(0.1, (double)row[2]!, 8);
    }

    [Fact]
    public void EngagementByReach_IsMeanAndMedianOverReachedPosts()
    {
        using var facts = Four().Post(1, 1, likes: 10, reach: 50, views: 100).Post(1, 2, likes: 40, reach: 50)
            .Post(1, 3, likes: 5, replies: 5, reposts: 5, quotes: 5, reach: 80).Post(1, 4, likes: 5, views: 10)
            .Post(1, 5, reach: 5).Post(1, 6, likes: 5, reach: 0).Post(2, 7, likes: 9, reach: 9);
        facts.Analyse();

        // 10/50, 40/50, 20/80; the others lack reach or counts. Views are counted by themselves: 10/100, 5/10.
        var row = Leader(
            facts,
            "reached_posts, engagement_rate_reach, engagement_rate_reach_median, viewed_posts, engagement_rate_views");
        Assert.Equal([3L, 2L], [row[0], row[3]]);
        Assert.Equal(1.25 / 3, (double)row[1]!, 8);
        Assert.Equal(0.25, (double)row[2]!, 8);
        Assert.Equal(0.3, (double)row[4]!, 8);
    }

    [Theory]
    // Reach was not delivered, is 0, comes without counts, or belongs to a post before the window; or there is no post.
    [InlineData(1.0, 10L, null)]
    [InlineData(1.0, 10L, 0L)]
    [InlineData(1.0, null, 100L)]
    [InlineData(-300.0, 10L, 100L)]
    [InlineData(null, null, null)]
    public void EngagementByReach_WithoutReachedPosts_IsNull(double? day, long? likes, long? reach)
    {
        using var facts = Four().Interact(2, 1, "like", 3);
        if (day is { } posted)
            facts.Post(1, posted, likes: likes, reach: reach, views: reach);
        facts.Analyse();

        Assert.Equal(
            [0L, null, null], Leader(facts, "reached_posts, engagement_rate_reach, engagement_rate_reach_median"));
    }

    [Fact]
    public void EngagementByViews_WithoutViews_IsNull()
    {
        using var facts = Four().Post(1, 1, likes: 10);
        facts.Analyse();

        Assert.Equal([0L, null], Leader(facts, "viewed_posts, engagement_rate_views"));
    }

    [Fact]
    public void PaidPostPerformance_IsTheRateOfPaidPostsOverThatOfOthers()
    {
        using var facts = Four().Account(1, followers: 100)
            .Post(1, 1, likes: 2, sponsored: true).Post(1, 2, likes: 4, disclosure: "anzeige")
            .Post(1, 3, likes: 5).Post(1, 4, likes: 7, sponsored: false);
        facts.Analyse();

        var row = Leader(
            facts,
            "sponsored_engagement_posts, engagement_rate_sponsored, engagement_rate_organic, paid_post_performance");
        Assert.Equal(2L, row[0]);
        Assert.Equal([0.03, 0.06, 0.5], row[1..].Select(value => Math.Round((double)value!, 6)));
    }

    [Theory]
    // Nothing paid, nothing else, nobody reacts to the rest, no followers known.
    [InlineData(null, 5L, 100L)]
    [InlineData(5L, null, 100L)]
    [InlineData(5L, 0L, 100L)]
    [InlineData(5L, 5L, null)]
    public void PaidPostPerformance_WithoutEitherKind_IsNull(long? paid, long? others, long? followers)
    {
        using var facts = Four().Account(1, followers)
            .Post(1, 1, likes: paid, sponsored: true).Post(1, 2, likes: others);
        facts.Analyse();

        Assert.Equal([null], Leader(facts, "paid_post_performance"));
    }

    [Fact]
    public void SimilarSize_RanksAmongThirtyOrMoreOfTheBand()
    {
        using var facts = new Facts();
        // Thirty accounts of 16 to 63 followers and one of 64; accounts 2 to 4 like the first.
        for (var i = 1UL; i <= 31; i++)
            facts.Follow(i, (i % 31) + 1).Follow((i % 31) + 1, i).Account(i, followers: i == 31 ? 64 : 20);
        facts.Interact(2, 1, "like", 1).Interact(3, 1, "like", 1).Interact(4, 1, "like", 1).Interact(5, 31, "like", 1);
        facts.Analyse();

        Assert.Equal(
            [[1UL, 2, 1.0, null], [31UL, 3, null, null]],
            facts.Rows(
                """
                SELECT account_id, size_band, reach_credibility_percentile_similar, engagement_rate_percentile_similar
                FROM leaders WHERE account_id IN (1, 31) ORDER BY account_id
                """));
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

    [Theory]
    [InlineData(1, null)]
    [InlineData(2, 29 / 30.0)]
    public void SimilarSize_OfAHiddenFigure_IsHiddenWithIt(int engaged, double? percentile)
    {
        // Of 31 accounts of a size 1 has the highest figure, three of 20, and 9 the next: one, or two.
        using var facts = new Facts();
        for (var i = 1UL; i <= 31; i++)
            facts.Follow(i, (i % 31) + 1).Follow((i % 31) + 1, i).Account(i, followers: 20);
        for (var i = 2UL; i <= 4; i++) facts.Interact(i, 1, "like", 1);
        for (var i = 0; i < engaged; i++) facts.Interact(10 + (ulong)i, 9, "like", 1);
        facts.Analyse(TestDefinition.WithMinGroup(2) with
        {
            Communities = TestDefinition.Tiny.Communities with { Resolution = 1e-9 },
        });

        Assert.Equal(
            [[1UL, 1.0], [9UL, percentile]],
            facts.Rows(
                """
                SELECT account_id, reach_credibility_percentile_similar FROM leaders
                WHERE account_id IN (1, 9) ORDER BY account_id
                """));
    }

    [Fact]
    public void SizeBand_OfClaimedFollowers_IsTheWholeLogarithmToTheBaseFour()
    {
        using var facts = new Facts().Clique(1, 2, 3, 4, 5, 6)
            .Account(1, 1).Account(2, 3).Account(3, 4).Account(4, 15).Account(5, 16).Account(6, 1_000_000);
        facts.Analyse();

        // 4^0 ≤ 1, 3 < 4^1 ≤ 4, 15 < 4^2 ≤ 16; 4^9 = 262,144 ≤ 1,000,000 < 4^10.
        Assert.Equal(
            [[0], [0], [1], [1], [2], [9]], facts.Rows("SELECT size_band FROM leaders ORDER BY account_id"));
    }

    [Theory]
    [InlineData(null)]
    [InlineData(0L)]
    public void SimilarSize_WithoutClaim_IsUnknown(long? followers)
    {
        using var facts = Four().Account(1, followers);
        facts.Analyse();

        Assert.Equal([null, null], Leader(facts, "size_band, reach_credibility_percentile_similar"));
    }

    private static object?[] Leader(Facts facts, string columns) =>
        Assert.Single(facts.Rows($"SELECT {columns} FROM leaders WHERE account_id = 1"));
}
