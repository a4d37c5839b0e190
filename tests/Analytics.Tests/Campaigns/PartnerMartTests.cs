using Analytics.Pipeline;
using Analytics.Pipeline.Definition;
using Analytics.Tests.Marts;

namespace Analytics.Tests.Campaigns;

public sealed class PartnerMartTests
{
    /// <summary>A clique of eight; 4, 5, 6, 7 like 1; 4, 5, 6 like 2; 7, 8 like 3.</summary>
    private static Facts Eight()
    {
        var facts = new Facts().Clique(1, 2, 3, 4, 5, 6, 7, 8);
        foreach (var (actor, target) in new (ulong, ulong)[]
            { (4, 1), (5, 1), (6, 1), (7, 1), (4, 2), (5, 2), (6, 2), (7, 3), (8, 3) })
            facts.Interact(actor, target, "like", 0);
        return facts;
    }

    [Fact]
    public void Partners_Eight_EachStepAddsTheMostThatIsNotCovered()
    {
        using var facts = Eight();
        facts.Analyse();

        // 2 reaches nobody whom 1 does not reach.
        Assert.Equal(
            [["default", 1, 1UL, 4L, 4L, 0.5, 0.0], ["default", 2, 3UL, 1L, 5L, 0.625, 0.5]],
            facts.Rows(
                """
                SELECT brief, step, account_id, marginal_reach, cumulative_reach, cumulative_share, overlap
                FROM partners
                """));
    }

    [Fact]
    public void Partners_AddingASmallCell_EndsTheSet()
    {
        using var facts = Eight();
        facts.Analyse(TestDefinition.WithMinGroup(2));

        Assert.Equal([[1, 1UL]], facts.Rows("SELECT step, account_id FROM partners"));
    }

    [Fact]
    public void Partners_SmallOverlap_IsNotPublished()
    {
        // 3 is also liked by 2: it adds 2 and 8, and shares 7 alone with account 1.
        using var facts = Eight().Interact(2, 3, "like", 0);
        facts.Analyse(TestDefinition.WithMinGroup(2));

        Assert.Equal([[1, 0.0], [2, null]], facts.Rows("SELECT step, overlap FROM partners"));
    }

    [Fact]
    public void Partners_SeveralBriefs_EachHasItsOwnSet()
    {
        using var facts = Eight().Post(1, 0, sponsored: true).Post(3, 0, sponsored: false);
        facts.Analyse(With(
            new BriefDefinition("one", 1),
            new BriefDefinition("without", 5) { Exclude = [1] },
            new BriefDefinition("organic", 5) { MaxSponsoredShare = 0.2 }));

        Assert.Equal(
            [
                ["one", 1, 1UL, 4L],
                // 2 has no posts: its share is not known and so not above the limit.
                ["organic", 1, 2UL, 3L], ["organic", 2, 3UL, 2L],
                ["without", 1, 2UL, 3L], ["without", 2, 3UL, 2L],
            ],
            facts.Rows("SELECT brief, step, account_id, marginal_reach FROM partners"));
    }

    [Fact]
    public void Partners_FollowersWhoNeverEngaged_AreNoAudience()
    {
        using var facts = new Facts().Clique(1, 2, 3, 4);
        facts.Analyse();

        Assert.Empty(facts.Rows("FROM partners"));
    }

    [Fact]
    public void Partners_TwoCommunities_ArePlannedApart()
    {
        using var facts = Eight().Clique(11, 12, 13, 14).Interact(12, 11, "reply", 0).Interact(12, 1, "reply", 0);
        facts.Analyse();

        Assert.Equal(
            [[1L, 1, 1UL, 4L], [1L, 2, 3UL, 1L], [2L, 1, 11UL, 1L]],
            facts.Rows("SELECT community_id, step, account_id, marginal_reach FROM partners"));
    }

    [Fact]
    public void Partners_MustInclude_ComesFirstWhateverItAddsAndWhateverTheLimitsSay()
    {
        using var facts = Eight().Post(2, 0, sponsored: true);
        facts.Analyse(With(new BriefDefinition("b", 2) { MustInclude = [2], MaxSponsoredShare = 0 }));

        Assert.Equal(
            [[1, 2UL, true, 3L, 3L], [2, 3UL, false, 2L, 5L]],
            facts.Rows("SELECT step, account_id, required, marginal_reach, cumulative_reach FROM partners"));
        // 1 would cover 4 and 3 one more: the requirement costs nothing.
        Assert.Equal(
            [["must_include", 1L, 5L, 5L, 0L]],
            facts.Rows("SELECT rule, leaders, reach, reach_without, reach_cost FROM constraint_costs"));
    }

    [Fact]
    public void ConstraintCosts_Exclude_SayWhatTheBestWouldHaveAdded()
    {
        using var facts = Eight();
        facts.Analyse(With(
            new BriefDefinition("b", 1) { Exclude = [1, 99] }, new BriefDefinition("c", 1) { Exclude = [99] }));

        Assert.Equal(
            [["b", "exclude", 1L, 3L, 4L, 1L]],
            facts.Rows("SELECT brief, rule, leaders, reach, reach_without, reach_cost FROM constraint_costs"));
    }

    [Fact]
    public void ConstraintCosts_SmallDifference_IsNotPublished()
    {
        using var facts = Eight();
        facts.Analyse(TestDefinition.WithMinGroup(2) with { Briefs = [new BriefDefinition("b", 1) { Exclude = [1] }] });

        Assert.Equal(
            [[3L, null, null]], facts.Rows("SELECT reach, reach_without, reach_cost FROM constraint_costs"));
    }

    [Fact]
    public void Partners_RequiredThatAddASmallCell_HideReachUntilItIsNone()
    {
        // 2 adds nothing to 1, 3 adds 8 alone, 4 adds 1, 2 and 3.
        using var facts = Eight().Interact(1, 4, "like", 0).Interact(2, 4, "like", 0).Interact(3, 4, "like", 0);
        facts.Analyse(TestDefinition.WithMinGroup(2) with
        {
            Briefs = [new BriefDefinition("b", 4) { MustInclude = [1, 2, 3] }],
        });

        Assert.Equal(
            [
                [1UL, 4L, 4L, 0.0, true], [3UL, null, null, null, true], [2UL, null, null, null, true],
                [4UL, null, 8L, null, false],
            ],
            facts.Rows(
                "SELECT account_id, marginal_reach, cumulative_reach, overlap, required FROM partners ORDER BY step"));
        Assert.Equal(8L, facts.Value("SELECT reach FROM partner_sets"));
    }

    [Fact]
    public void Overlaps_Eight_ShareOfThoseWhoEngagedWithEither()
    {
        using var facts = Eight();
        facts.Analyse(With(new BriefDefinition("b", 3) { MustInclude = [1, 2, 3] }));

        Assert.Equal(
            [
                [1UL, 3UL, 1L, 5L, 0.2],
                [1UL, 2UL, 3L, 4L, 0.75],
                [3UL, 2UL, 0L, 5L, 0.0],
            ],
            facts.Rows(
                """
                SELECT account_id, other_id, shared_reach, joint_reach, jaccard
                FROM partner_overlaps ORDER BY step, other_step
                """));
    }

    [Fact]
    public void Overlaps_SmallCells_AreNotPublished()
    {
        using var facts = Eight();
        facts.Analyse(TestDefinition.WithMinGroup(2) with
        {
            Briefs = [new BriefDefinition("b", 3) { MustInclude = [1, 2, 3] }],
        });

        // 1 and 3 share one account; 1 and 2 differ by one; what 2 and 3 share would tell what 2 adds.
        Assert.Equal(
            [[null, null, null], [null, null, null], [null, null, null]],
            facts.Rows("SELECT shared_reach, joint_reach, jaccard FROM partner_overlaps"));
    }

    [Fact]
    public void PartnerSets_Star_SpreadIsTheMeanOfTheCascade()
    {
        // 2, 3 and 4 look at 1 alone: each is activated with probability 1/2.
        using var facts = new Facts().Interact(2, 1, "like", 0).Interact(3, 1, "like", 0).Interact(4, 1, "like", 0);
        facts.Analyse(With(
            new BriefDefinition("half", 1)
            {
                Method = PartnerMethod.Influence, Probabilities = CascadeProbabilities.Constant, Probability = 0.5,
            },
            new BriefDefinition("weighted", 1)));

        Assert.Equal(1UL, facts.Value("SELECT account_id FROM partners WHERE brief = 'half'"));
        Assert.True(facts.Number("SELECT abs(spread - 2.5) / spread_error FROM partner_sets WHERE brief = 'half'") < 5);
        Assert.Equal(
            [["weighted", "coverage", 4.0, null, null, null, 3L, 4L]],
            facts.Rows(
                """
                SELECT brief, method, spread, epsilon, delta, selection_sets, reach, population
                FROM partner_sets WHERE brief = 'weighted'
                """));
        var promise = facts.Rows("SELECT guarantee, epsilon, delta, seed FROM partner_sets WHERE brief = 'half'")[0];
        Assert.Equal([1 - 1 / Math.E - 0.1, 0.1, 0.01, 42], promise);
    }

    [Fact]
    public void PartnerSets_Synthetic_SpreadAtLeastAsFarAsTheTopRanked()
    {
        using var facts = SyntheticFacts.Fill(new Facts(), 2000, 12);
        facts.Analyse(TestDefinition.Defaults with
        {
            Briefs = [new BriefDefinition("b", 10) { Method = PartnerMethod.Influence }],
        });

        Assert.True(facts.Number("SELECT count(*) FROM partner_sets WHERE partners = 10") >= 8);
        Assert.Empty(facts.Rows("SELECT * FROM partner_sets WHERE spread < top_spread OR proven_share < 0.532"));
    }

    [Fact]
    public void Partners_Campaign_TakesLeadersOfAnyCommunityAndCountsAllAccounts()
    {
        // 12 engages with 1 too, which is in another community, and 20 is in none.
        using var facts = Eight().Clique(11, 12, 13, 14).Interact(12, 11, "reply", 0).Interact(12, 1, "reply", 0)
            .Interact(13, 11, "reply", 0);
        facts.Analyse(With(
            new BriefDefinition("all", 2) { Scope = PlanScope.Campaign },
            new BriefDefinition("each", 2) { Scope = PlanScope.Campaign, PerCommunity = 1 }));

        Assert.Equal(
            [
                ["all", 1L, 1, 1UL, 5L, 12L], ["all", 1L, 2, 3UL, 1L, 12L],
                ["each", 1L, 1, 1UL, 5L, 12L], ["each", 2L, 2, 11UL, 1L, 12L],
            ],
            facts.Rows(
                "SELECT brief, community_id, step, account_id, marginal_reach, population FROM partners ORDER BY ALL"));
        Assert.Equal(
            [["all", null, 1 - 1 / Math.E, 6L], ["each", null, 0.5, 6L]],
            facts.Rows("SELECT brief, community_id, guarantee, reach FROM partner_sets ORDER BY brief"));
    }

    [Fact]
    public void Briefs_UnknownAccounts_AreReported()
    {
        using var facts = Eight();
        var refusal = Assert.Throws<UserException>(
            () => facts.Analyse(With(new BriefDefinition("b", 2) { MustInclude = [99], Line = 7 })));
        Assert.Equal(
            "/nowhere/test.yaml:7:1: briefs (b).must_include: found 99, which no export names; expected a pseudonym "
            + "(account_id) as the leaders table shows it. Correct or remove it.",
            refusal.Message);

        var summary = facts.Analyse(TestDefinition.Tiny with
        {
            Leaders = TestDefinition.Tiny.Leaders with { Top = 3 },
            Briefs = [new BriefDefinition("b", 2) { MustInclude = [8], Exclude = [99] }],
        });
        Assert.Equal(2, summary.Warnings.Count);
        Assert.Contains("excludes 99, which no export names", summary.Warnings[0]);
        Assert.Contains("8 must be included but is no listed leader", summary.Warnings[1]);
    }

    [Fact]
    public void Briefs_MoreRequiredThanPlaces_AreRefused()
    {
        using var facts = Eight();
        var refusal = Assert.Throws<UserException>(
            () => facts.Analyse(With(new BriefDefinition("b", 1) { MustInclude = [1, 2] })));
        Assert.Contains("found 2 leaders of community 1; expected at most 1 of one community", refusal.Message);
    }

    private static PipelineDefinition With(params BriefDefinition[] briefs) =>
        TestDefinition.Tiny with { Briefs = briefs };
}
