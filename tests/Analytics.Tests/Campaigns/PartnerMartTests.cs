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
            new BriefDefinition("one", 1, null, []),
            new BriefDefinition("without", 5, null, [1]),
            new BriefDefinition("organic", 5, 0.2, [])));

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

    private static PipelineDefinition With(params BriefDefinition[] briefs) =>
        TestDefinition.Tiny with { Briefs = briefs };
}
