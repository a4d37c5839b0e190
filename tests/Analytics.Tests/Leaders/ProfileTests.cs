using Analytics.Pipeline.Leaders;
using Analytics.Pipeline.Marts;
using Analytics.Tests.Marts;

namespace Analytics.Tests.Leaders;

public sealed class ProfileTests
{
    /// <summary>Two communities, 1–4 and 11–14.</summary>
    private static Facts TwoCliques() => new Facts().Clique(1, 2, 3, 4).Clique(11, 12, 13, 14);

    [Fact]
    public void NeighbourEngaged_CountsAccountsOfOtherCommunitiesOnce()
    {
        // 11 likes and reposts 1, 12 replies to it, 13 only follows it; 2 is a member; 13 likes 2.
        using var facts = TwoCliques().Follow(13, 1)
            .Interact(11, 1, "like", 1).Interact(11, 1, "repost", 2).Interact(12, 1, "reply", 2)
            .Interact(2, 1, "like", 2).Interact(13, 2, "like", 2);
        facts.Analyse();

        Assert.Equal(
            [[1UL, 2L, 1.0], [2UL, 1L, 2 / 3.0], [3UL, 0L, 0.0], [4UL, 0L, 0.0]],
            facts.Rows(
                """
                SELECT account_id, neighbour_engaged, neighbour_engaged_percentile
                FROM leaders WHERE account_id < 10 ORDER BY account_id
                """));
    }

    [Fact]
    public void NeighbourEngaged_AccountsInNoCommunity_DoNotCount()
    {
        // A like is worth nothing here, so the pair 21 and 22, too small to be a community, has no neighbour to join.
        using var facts = TwoCliques().Follow(21, 22).Interact(21, 1, "like", 1).Interact(11, 1, "reply", 1);
        var definition = TestDefinition.Tiny with
        {
            Communities = TestDefinition.Tiny.Communities with { MinSize = 4 },
            Graph = TestDefinition.Tiny.Graph with { Weights = new(1, 0, 3, 2, 4, 4) },
        };
        facts.Analyse(definition);

        Assert.Equal([[0L]], facts.Rows("SELECT count(*) FROM members WHERE account_id IN (21, 22)"));
        Assert.Equal([[1L, 2L]], Engaged(facts));
    }

    [Fact]
    public void NeighbourEngaged_SmallCell_IsHiddenButRanked()
    {
        using var facts = TwoCliques().Interact(11, 1, "like", 1);
        facts.Analyse(TestDefinition.WithMinGroup(2));

        Assert.Equal(
            [[null, 1.0]],
            facts.Rows(
                "SELECT neighbour_engaged, neighbour_engaged_percentile FROM leaders WHERE account_id = 1"));
    }

    [Fact]
    public void NeighbourEngaged_OneMoreFollowsFromOutside_IsHiddenWithTheDifference()
    {
        // Two neighbours engaged; the audience outside is three, so the count would show that one only follows.
        using var facts = TwoCliques().Follow(13, 1).Interact(11, 1, "like", 1).Interact(12, 1, "like", 1);
        facts.Analyse(TestDefinition.WithMinGroup(2));

        Assert.Equal([[null]], facts.Rows("SELECT neighbour_engaged FROM leaders WHERE account_id = 1"));
        Assert.Empty(DataTests.Run(facts.Connection, DataTests.OfTable(MartCatalog.Table("leaders"))));
    }

    [Fact]
    public void Bridge_HeardNextDoorAndAtHome_IsFirst()
    {
        // 2 is liked by two neighbours, 1 by three members, 3 by nobody.
        using var facts = TwoCliques().Interact(11, 2, "like", 1).Interact(12, 2, "like", 1)
            .Interact(2, 1, "like", 1).Interact(3, 1, "like", 1).Interact(4, 1, "like", 1);
        facts.Analyse(TestDefinition.Tiny with
        {
            Leaders = TestDefinition.Tiny.Leaders with { Profiles = LeaderProfiles.BuiltIn },
        });

        // Percentiles of 2: neighbours 1, participation 1, engaged share 0; of 1: 0, 0, 1.
        Assert.Equal(
            [[1, 2UL, 0.75], [2, 1UL, 0.25]],
            facts.Rows(
                """
                SELECT rank, account_id, score FROM rankings
                WHERE profile = 'bridge' AND account_id < 10 AND rank <= 2 ORDER BY rank
                """));
        Assert.Equal(
            [["engaged_share", 1.0], ["neighbour_engaged", 2.0], ["participation", 1.0]],
            facts.Rows("SELECT component, weight FROM profiles WHERE profile = 'bridge' AND weight <> 0"));
    }

    private static List<object?[]> Engaged(Facts facts) => facts.Rows(
        """
        SELECT neighbour_engaged, (SELECT count(*) FROM attention WHERE target_id = 1 AND kinds & 62 <> 0)
        FROM leaders WHERE account_id = 1
        """);
}
