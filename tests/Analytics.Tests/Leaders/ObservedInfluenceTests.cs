using Analytics.Pipeline.Definition;
using Analytics.Tests.Marts;

namespace Analytics.Tests.Leaders;

public sealed class ObservedInfluenceTests
{
    /// <summary>Everybody follows 1; 3 and 4 follow 2 as well. 11 is in another community and follows 1 too.</summary>
    private static Facts Five() => new Facts().Follow(2, 1).Follow(3, 1).Follow(4, 1).Follow(5, 1).Follow(3, 2)
        .Follow(4, 2).Follow(1, 2).Clique(11, 12, 13, 14, 15).Follow(11, 1);

    [Fact]
    public void Leaders_Hashtags_GiveCreditToWhomeverActedBefore()
    {
        // 1 and 2 use a tag before 3 does; 4 comes eight days after 1, but not after 2; 5 uses another one.
        using var facts = Five().Post(1, 1, ["a"]).Post(2, 2, ["#A"]).Post(3, 3, ["a"]).Post(4, 9, ["a"])
            .Post(5, 9, ["b"]).Post(11, 4, ["a"]);
        facts.Analyse();

        // 2 → 1: 1; 3 → 1 and 2: 1/2 each; 4 → 2: 1; 11 is no member.
        Assert.Equal(
            [[1UL, 2L, 2L, 1.5], [2UL, 2L, 2L, 1.5]],
            facts.Rows(
                """
                SELECT account_id, item_acts, influenced_members, round(influence_credit, 6)
                FROM leaders WHERE account_id IN (1, 2) ORDER BY account_id
                """));
    }

    [Fact]
    public void Leaders_Posts_AuthorsActedFirstEvenOfPostsThatAreNotThere()
    {
        // 2 reposts a post of 1 that no export has; 3 likes it later, so 1 and 2 share the credit.
        using var facts = Five().Interact(2, 1, "repost", 1, post: 77).Interact(3, 1, "like", 2, post: 77)
            .Interact(4, 1, "mention", 3, post: 77).Interact(5, 1, "like", 3).Follow(5, 3).Follow(5, 4);
        facts.Analyse();

        Assert.Equal(
            [[1UL, 1L, 2L, 1.5], [2UL, 1L, 1L, 0.5], [3UL, 1L, 0L, 0.0], [4UL, 0L, null, null]],
            facts.Rows(
                """
                SELECT account_id, item_acts, influenced_members, round(influence_credit, 6)
                FROM leaders WHERE account_id <= 4 ORDER BY account_id
                """));
    }

    [Fact]
    public void Leaders_Domains_AreItemsToo()
    {
        using var facts = Five().Post(1, 1, links: ["Example.org"]).Post(3, 2, links: ["example.org"]);
        facts.Analyse();

        Assert.Equal(1L, facts.Value("SELECT influenced_members FROM leaders WHERE account_id = 1"));
        Assert.Equal(2L, facts.Value("SELECT item_acts FROM leaders WHERE account_id = 1"));
    }

    [Fact]
    public void Leaders_NoActs_InfluenceIsNotKnownAndNotRanked()
    {
        using var facts = Five();
        facts.Analyse();

        Assert.Equal(
            [[0L, null, null, null, null]],
            facts.Rows(
                """
                SELECT item_acts, influenced_members, influence_credit, influence_percentile, influence_contribution
                FROM leaders WHERE account_id = 1
                """));
    }

    [Fact]
    public void Leaders_SmallCell_HidesCountAndCredit()
    {
        using var facts = Five().Post(1, 1, ["a"]).Post(3, 2, ["a"]);
        facts.Analyse(TestDefinition.WithMinGroup(2));

        Assert.Equal(
            [[2L, null, null]],
            facts.Rows("SELECT item_acts, influenced_members, influence_credit FROM leaders WHERE account_id = 1"));
    }

    [Fact]
    public void Leaders_InfluenceLimit_IsThatOfThePipelineFile()
    {
        using var facts = Five().Post(1, 1, ["a"]).Post(3, 2.5, ["a"]);
        facts.Analyse(TestDefinition.Tiny with
        {
            Leaders = TestDefinition.Tiny.Leaders with { InfluenceLimit = TimeSpan.FromDays(1) },
        });

        Assert.Equal(0L, facts.Value("SELECT influenced_members FROM leaders WHERE account_id = 1"));
        Assert.Equal(86_400_000_000L, facts.Value("SELECT influence_limit_us FROM settings"));
    }

    [Fact]
    public void PartnerSets_Learned_SpreadByWhatWasObserved()
    {
        // 2 follows 1 in two of three items (post, a, b), 3 in none: 1 activates 2 with (1 + 1) / (4 + 1).
        using var facts = Five().Post(1, 1, ["a", "b", "c"]).Post(2, 2, ["a"]).Post(2, 3, ["b"]);
        facts.Analyse(TestDefinition.Tiny with
        {
            Briefs =
            [
                new BriefDefinition("b", 1)
                {
                    Method = PartnerMethod.Influence, Probabilities = CascadeProbabilities.Learned, MustInclude = [1],
                },
            ],
        });

        Assert.Equal(
            0.0,
            facts.Number(
                """
                SELECT greatest(0, abs(spread - 1.4) - 5 * spread_error) FROM partner_sets
                JOIN members USING (community_id) WHERE account_id = 1
                """));
        Assert.Equal("learned", facts.Value("SELECT DISTINCT probabilities FROM partner_sets"));
    }
}
