using Analytics.Pipeline.Definition;
using Analytics.Pipeline.Leaders;
using Analytics.Pipeline.Marts;
using Analytics.Tests.Marts;

namespace Analytics.Tests.Leaders;

public sealed class LeaderMartTests
{
    /// <summary>
    /// One community of five. Follows: 2, 3, 4, 5 → 1; 3 → 2; 1 → 2. On the last day 2 reposts 1, 3 likes 1 and 3
    /// replies to 2.
    /// </summary>
    private static Facts Five() => new Facts()
        .Follow(2, 1).Follow(3, 1).Follow(4, 1).Follow(5, 1).Follow(3, 2).Follow(1, 2)
        .Interact(2, 1, "repost", 100).Interact(3, 1, "like", 100).Interact(3, 2, "reply", 100);

    [Fact]
    public void Leaders_Five_ReachEngagementAndFollowersByHand()
    {
        using var facts = Five();
        facts.Analyse();

        Assert.Equal(
            [
                [1, 1UL, 4L, 2L, 5, 0.4, 1L, 0L, 4L, 2],
                [2, 2UL, 2L, 1L, 5, 0.2, 0L, 0L, 2L, 2],
            ],
            facts.Rows(
                """
                SELECT rank, account_id, reach, engaged_members, community_size, engaged_share, reposting_members,
                  mentioning_members, observed_followers, coreness
                FROM leaders
                """));
    }

    [Fact]
    public void Leaders_Five_PageRankIsTheFixedPointOfItsEquation()
    {
        using var facts = Five();
        facts.Analyse();

        // Attention from → to: weight, by the kinds above.
        (int From, int To, double Weight)[] arcs =
            [(1, 2, 1), (2, 1, 5), (3, 1, 2), (3, 2, 4), (4, 1, 1), (5, 1, 1)];
        var expected = SlowPageRank(arcs, 5);

        var found = facts.Rows("SELECT pagerank FROM members ORDER BY account_id").Select(row => (double)row[0]!);
        Assert.All(expected.Zip(found), pair => Assert.Equal(pair.First, pair.Second, 1e-9));
    }

    [Fact]
    public void Leaders_Five_ScoreIsTheWeightedMeanOfPercentiles()
    {
        using var facts = Five();
        facts.Analyse();

        // Percentiles of account 1: highest in all but coreness, which three of five share: (3 − 1) / (5 − 1).
        // Account 2: second of five in PageRank, engagement and reach. Nobody has posts, so 3 + 3 + 2 + 1 weigh.
        Assert.Equal((3 * 1 + 3 * 1 + 2 * 1 + 1 * 0.5) / 9, Score(facts, 1), 12);
        Assert.Equal((3 * 0.75 + 3 * 0.75 + 2 * 0.75 + 1 * 0.5) / 9, Score(facts, 2), 12);
        Assert.Equal(
            [[1.0 / 3, 1.0 / 3, 2.0 / 9, 0.5 / 9, null, null]],
            facts.Rows(
                """
                SELECT pagerank_contribution, engaged_share_contribution, reach_contribution, coreness_contribution,
                  engagement_rate_contribution, sponsored_share_contribution
                FROM leaders WHERE account_id = 1
                """));
    }

    [Fact]
    public void Leaders_RecentEngagement_CountsEachMemberByTheAgeOfItsNewestAct()
    {
        // Observed from day 0 to day 100: what is 10 days old counts half, what is 20 days old a quarter.
        using var facts = Five().Interact(4, 2, "like", 0).Interact(4, 1, "like", 90).Interact(4, 1, "like", 40)
            .Interact(5, 1, "like", 80);
        facts.Analyse();

        Assert.Equal(2.75, facts.Number("SELECT recent_engaged FROM leaders WHERE account_id = 1"), 4);
        Assert.Equal(1 + 1.0 / 1024, facts.Number("SELECT recent_engaged FROM leaders WHERE account_id = 2"), 4);
        Assert.Equal([[864_000_000_000L]], facts.Rows("SELECT recent_half_life_us FROM settings"));
    }

    [Fact]
    public void Leaders_RecentEngagementWhenAllHappenedAtOnce_IsTheNumberEngaged()
    {
        using var facts = Five();
        facts.Analyse();

        Assert.Equal(
            facts.Rows("SELECT engaged_members::DOUBLE FROM leaders ORDER BY rank"),
            facts.Rows("SELECT recent_engaged FROM leaders ORDER BY rank"));
    }

    [Fact]
    public void Leaders_SteadyAttention_CountsTheWeightiestActOfEachSlot()
    {
        // Observed from day 0 to day 100: a slot is half a day. Of the repost and the like on the last day the repost
        // counts; the like that account 6 pays from another community does not.
        using var facts = Five().Interact(4, 1, "like", 0).Interact(4, 1, "like", 90).Interact(5, 1, "like", 90.2)
            .Clique(6, 7, 8, 9).Interact(6, 1, "like", 50);
        facts.Analyse();

        Assert.Equal(4 + 4 + 1 + 1 + 1, facts.Number("SELECT steady_attention FROM leaders WHERE account_id = 1"));
        Assert.Equal(2 + 3, facts.Number("SELECT steady_attention FROM leaders WHERE account_id = 2"));
    }

    [Fact]
    public void Leaders_RecentAttention_HalvesEachActWithATenthOfTheWindow()
    {
        using var facts = Five().Interact(4, 1, "like", 0).Interact(4, 1, "like", 90).Interact(4, 1, "like", 80);
        facts.Analyse();

        Assert.Equal(
            4 + 4 + 1 + 0.5 + 0.25 + (1.0 / 1024),
            facts.Number("SELECT recent_attention FROM leaders WHERE account_id = 1"));
        Assert.Equal(2 + 3, facts.Number("SELECT recent_attention FROM leaders WHERE account_id = 2"));
    }

    [Fact]
    public void Leaders_EqualScores_AreRankedByAccount()
    {
        using var facts = new Facts().Clique(5, 3, 9);
        facts.Analyse();

        Assert.Equal([[1, 3UL], [2, 5UL], [3, 9UL]], facts.Rows("SELECT rank, account_id FROM leaders"));
    }

    [Fact]
    public void Leaders_Top_LimitsTheList()
    {
        using var facts = Five();
        facts.Analyse(TestDefinition.Tiny with { Leaders = TestDefinition.Tiny.Leaders with { Top = 1 } });

        Assert.Equal([[1UL]], facts.Rows("SELECT account_id FROM leaders"));
    }

    [Fact]
    public void Leaders_EngagementRate_IsMeanAndMedianOverPostsWithKnownParts()
    {
        using var facts = Five().Account(1, followers: 100)
            .Post(1, 10, likes: 10).Post(1, 20, likes: 20, reposts: 10).Post(1, 30, quotes: 5, replies: 0)
            .Post(1, 40);
        facts.Analyse();

        Assert.Equal([0.15, 0.1, 3L], Measures(facts, 1).AsEnumerable(), Close);
    }

    [Fact]
    public void Leaders_EngagementRate_TakesFollowersAtPosting()
    {
        using var facts = Five().Account(1, followers: 100, day: 15).Account(1, followers: 200, day: 50)
            .Post(1, 10, likes: 10).Post(1, 20, likes: 10).Post(1, 60, likes: 10);
        facts.Analyse();

        // Before the first profile the first one counts: 10/100, 10/100, 10/200.
        Assert.Equal([0.25 / 3, 0.1, 3L], Measures(facts, 1).AsEnumerable(), Close);
    }

    [Theory]
    [InlineData(null, 5L)]
    [InlineData(100L, null)]
    [InlineData(0L, 5L)]
    public void Leaders_EngagementRate_WithoutFollowersOrCountsIsNull(long? followers, long? likes)
    {
        using var facts = Five().Account(1, followers).Post(1, 10, likes: likes).Post(1, 11, likes: likes)
            .Post(1, 12, likes: likes);
        facts.Analyse();

        Assert.Equal([null, null, 0L], Measures(facts, 1));
        Assert.Null(facts.Value("SELECT engagement_rate_percentile FROM leaders WHERE account_id = 1"));
    }

    [Fact]
    public void Leaders_EngagementRateOfTwoPosts_IsPublishedButNotRanked()
    {
        using var facts = Five().Account(1, followers: 100).Account(2, followers: 100);
        facts.Post(1, 10, likes: 50).Post(1, 11, likes: 50);
        facts.Post(2, 10, likes: 1).Post(2, 11, likes: 1).Post(2, 12, likes: 1);
        facts.Analyse();

        Assert.Equal(
            [[1UL, 0.5, null, null], [2UL, 0.01, 0.0, 0.0]],
            facts.Rows(
                """
                SELECT account_id, round(engagement_rate, 6), engagement_rate_percentile, engagement_rate_contribution
                FROM leaders ORDER BY account_id
                """));
        // Account 2 has one more known component, which weighs 1 and adds nothing.
        Assert.Equal((3 * 0.75 + 3 * 0.75 + 2 * 0.75 + 1 * 0.5) / 10, Score(facts, 2), 12);
    }

    [Fact]
    public void Leaders_AbsurdCounts_DoNotOverflow()
    {
        using var facts = Five().Account(1, followers: 1);
        for (var post = 0; post < 3; post++)
            facts.Post(1, 10, likes: long.MaxValue, replies: long.MaxValue);
        facts.Analyse();

        Assert.Equal(1, facts.Number("SELECT engagement_rate / 18446744073709551616 FROM leaders WHERE rank = 1"), 9);
    }

    [Fact]
    public void Leaders_NothingKnownThatWeighs_HaveNoScoreAndAreNotListed()
    {
        using var facts = Five().Account(1, followers: 10);
        facts.Post(1, 10, likes: 1).Post(1, 11, likes: 1).Post(1, 12, likes: 1);
        facts.Analyse(TestDefinition.Tiny with
        {
            Leaders = new LeadersDefinition(50, LeaderWeights.Only(("engagement_rate", 1)), []),
        });

        Assert.Equal([[1UL]], facts.Rows("SELECT account_id FROM leaders"));
        Assert.Empty(DataTests.Run(facts.Connection, DataTests.OfTable(MartCatalog.Table("leaders"))));
    }

    [Fact]
    public void Leaders_FractionalWeights_NeverScoreAboveOne()
    {
        using var facts = Five();
        facts.Analyse(TestDefinition.Tiny with
        {
            Leaders = new LeadersDefinition(
                50, LeaderWeights.Only(("pagerank", 0.1), ("engaged_share", 0.2), ("reach", 0.7)), []),
        });

        Assert.Equal(1.0, facts.Number("SELECT score FROM leaders WHERE rank = 1"));
    }

    [Fact]
    public void Rankings_Profiles_RankUnderTheirOwnWeightsAlone()
    {
        using var facts = Five().Interact(4, 2, "like", 100).Interact(5, 2, "like", 100);
        var definition = TestDefinition.Tiny with
        {
            Leaders = new LeadersDefinition(
                2, LeaderWeights.Only(("coreness", 1), ("reach", 3)),
                [new LeaderProfile("engaging", LeaderWeights.Only(("engaged_share", 2)))]),
        };
        facts.Analyse(definition);

        // Account 2 engaged three of five, account 1 two; reach is the other way round.
        Assert.Equal(
            [["engaging", 1, 2UL, 1.0, 0.0, 1.0], ["engaging", 2, 1UL, 0.75, 0.0, 0.75]],
            facts.Rows(
                """
                SELECT profile, rank, account_id, score, reach_contribution, engaged_share_contribution
                FROM rankings WHERE profile <> 'multiplier'
                """));
        Assert.Equal(
            facts.Rows("SELECT rank, account_id, score, reach_contribution FROM leaders"),
            facts.Rows(
                "SELECT rank, account_id, score, reach_contribution FROM rankings WHERE profile = 'multiplier'"));
        Assert.Equal(
            [["engaging", "engaged_share", 2.0], ["multiplier", "coreness", 1.0], ["multiplier", "reach", 3.0]],
            facts.Rows("SELECT profile, component, weight FROM profiles WHERE weight <> 0"));
    }

    [Fact]
    public void Leaders_SponsoredShare_CountsLabelsAndDisclosures()
    {
        using var facts = Five()
            .Post(1, 10, sponsored: true).Post(1, 11, disclosure: "Werbung").Post(1, 12, sponsored: false).Post(1, 13);
        facts.Analyse();

        Assert.Equal(
            [[1UL, 4L, 2L, 0.5], [2UL, 0L, 0L, null]],
            facts.Rows("SELECT account_id, posts, sponsored_posts, sponsored_share FROM leaders ORDER BY account_id"));
    }

    [Fact]
    public void Leaders_NegativeWeight_MakesSponsoredPostsCost()
    {
        using var facts = Five().Post(1, 10, sponsored: true).Post(2, 10);
        var weights = TestDefinition.Weights.With("sponsored_share", -9);
        facts.Analyse(TestDefinition.Tiny with { Leaders = new LeadersDefinition(50, weights, []) });

        // Only 1 and 2 have posts: percentile 1 for the one whose post is paid, at weight −9 of 9 + 9.
        Assert.Equal(-0.5, facts.Number("SELECT sponsored_share_contribution FROM leaders WHERE account_id = 1"), 12);
        Assert.Equal([[2UL]], facts.Rows("SELECT account_id FROM leaders WHERE rank = 1"));
    }

    [Fact]
    public void Leaders_PostsOutsideTheWindow_DoNotCount()
    {
        using var facts = Five().Interact(3, 1, "like", 300).Post(1, 100, sponsored: true).Post(1, 200);
        facts.Analyse();

        Assert.Equal([[1L, 0.0]], facts.Rows("SELECT posts, sponsored_share FROM leaders WHERE account_id = 1"));
    }

    [Fact]
    public void Leaders_SmallCells_AreSuppressedWithWhatRestsOnThem()
    {
        using var facts = Five();
        facts.Analyse(TestDefinition.WithMinGroup(2));

        // One member reposted account 1, one member engaged with account 2: neither number is published.
        Assert.Equal(
            [[1UL, 2L, 0.4, null], [2UL, null, null, 0L]],
            facts.Rows("SELECT account_id, engaged_members, engaged_share, reposting_members FROM leaders"));
        Assert.Equal(0.75, facts.Number("SELECT engaged_share_percentile FROM leaders WHERE account_id = 2"));
    }

    [Fact]
    public void Leaders_ReachBelowTheSmallestCell_IsNoLeader()
    {
        using var facts = Five();
        facts.Analyse(TestDefinition.WithMinGroup(3));

        Assert.Equal([[1UL]], facts.Rows("SELECT account_id FROM leaders"));
    }

    [Theory]
    [InlineData(999, "nano")]
    [InlineData(1000, "micro")]
    [InlineData(9999, "micro")]
    [InlineData(10000, "mid")]
    [InlineData(100000, "macro")]
    [InlineData(1000000, "mega")]
    public void Leaders_Tier_FollowsTheNewestProfile(long followers, string tier)
    {
        using var facts = Five().Account(1, 5).Account(1, followers, day: 3).Account(1, null, day: 4);
        facts.Analyse();

        Assert.Equal(
            [[1UL, followers, tier], [2UL, null, "nano"]],
            facts.Rows("SELECT account_id, claimed_followers, tier FROM leaders ORDER BY account_id"));
    }

    [Fact]
    public void Leaders_FollowersOutsideTheCommunity_AreObservedButNotReached()
    {
        using var facts = Five().Clique(11, 12, 13, 14).Follow(11, 1);
        facts.Analyse();

        Assert.Equal(
            [[5L, 4L]], facts.Rows("SELECT observed_followers, reach FROM leaders WHERE account_id = 1"));
    }

    private static double Score(Facts facts, int account) =>
        facts.Number($"SELECT score FROM leaders WHERE account_id = {account}");

    private static object?[] Measures(Facts facts, int account) => Assert.Single(facts.Rows(
        $"""
        SELECT engagement_rate, engagement_rate_median, engagement_posts FROM leaders WHERE account_id = {account}
        """));

    // Rates are summed in steps of 2^-32.
    private static bool Close(object? one, object? other) =>
        one is double x && other is double y ? Math.Abs(x - y) < 1e-9 : Equals(one, other);

    private static double[] SlowPageRank((int From, int To, double Weight)[] arcs, int n)
    {
        var rank = Enumerable.Repeat(1.0 / n, n).ToArray();
        for (var iteration = 0; iteration < 2000; iteration++)
        {
            var next = Enumerable.Repeat(0.15 / n, n).ToArray();
            for (var u = 1; u <= n; u++)
            {
                var outgoing = arcs.Where(arc => arc.From == u).ToArray();
                var total = outgoing.Sum(arc => arc.Weight);
                for (var v = 1; v <= n; v++)
                {
                    next[v - 1] += 0.85 * rank[u - 1] * (total > 0
                        ? outgoing.Where(arc => arc.To == v).Sum(arc => arc.Weight) / total
                        : 1.0 / n);
                }
            }

            rank = next;
        }

        return rank;
    }
}
