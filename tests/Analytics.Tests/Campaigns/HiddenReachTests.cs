using Analytics.Pipeline.Definition;
using Analytics.Pipeline.Leaders;
using Analytics.Tests.Marts;

namespace Analytics.Tests.Campaigns;

/// <summary>
/// What partner sets do not tell, each for one reason, beside an example where the reason is gone. Leaders 1 to 4 have
/// the listeners named; one account is a small cell, two are none.
/// </summary>
public sealed class HiddenReachTests
{
    private static readonly ulong[] None = [];

    /// <summary>The listeners of 1, 2, 3 and 4, the partners required, and what is told of the set.</summary>
    public static TheoryData<ulong[][], ulong[], string, object?[]> Sets { get; } = new()
    {
        // 2 adds one account, or two.
        { [[20, 21, 22], [20, 21, 23]], [1, 2], Told, [null, null, null, null] },
        { [[20, 21, 22], [20, 23, 24]], [1, 2], Told, [5L, 5 / 20.0, 5L, 1.0] },
    };

    /// <summary>… and the overlap of two of the partners.</summary>
    public static TheoryData<ulong[][], ulong[], (ulong, ulong), object?[]> Overlaps { get; } = new()
    {
        { [[20, 21, 22, 23], [22, 23, 24, 25]], [1, 2], (1, 2), [2L, 6L, 2 / 6.0] },
        // One engaged with both.
        { [[20, 21, 22], [22, 24, 25]], [1, 2], (1, 2), [null, null, null] },
        // One engaged with 1 alone, as all who engaged with 2 did with 1.
        { [[20, 21, 22], [21, 22]], [1, 2], (1, 2), [null, null, null] },
        // One who engaged with 4 did not with 1; two did not.
        { [[20, 21, 22, 23], [24, 25, 26], [30, 31], [20, 21, 24]], [1, 2, 3, 4], (1, 4), [null, null, null] },
        { [[20, 21, 22, 23], [24, 25, 26], [30, 31], [20, 21, 24, 25]], [1, 2, 3, 4], (1, 4), [2L, 6L, 2 / 6.0] },
        // One engaged with all three; two did. Two more with each pair.
        {
            [[20, 21, 22, 23, 26, 27, 30], [22, 23, 24, 25, 28, 29, 30], [26, 27, 28, 29, 30, 31, 32]], [1, 2, 3],
            (1, 3), [null, null, null]
        },
        {
            [[20, 21, 22, 23, 26, 27, 30, 33], [22, 23, 24, 25, 28, 29, 30, 33], [26, 27, 28, 29, 30, 31, 32, 33]],
            [1, 2, 3], (1, 3), [4L, 12L, 4 / 12.0]
        },
        // What 3 adds is hidden, as 2 adds one account before it; it adds none.
        { [[20, 21, 22, 23], [20, 21, 24], [30, 31, 32]], [1, 2], (1, 3), [null, null, null] },
        { [[20, 21, 22, 23], [20, 21], [30, 31, 32]], [1, 2], (1, 3), [0L, 7L, 0.0] },
        // Nobody engaged with either.
        { [None, None, [20, 21]], [1, 2], (1, 2), [0L, 0L, null] },
    };

    private const string Told = "reach, reach_share, top_reach, round(proven_share, 9)";

    [Theory]
    [MemberData(nameof(Sets))]
    public void PartnerSets_RequiredPartnersAddFew_HideWhatTheyReach(
        ulong[][] listeners, ulong[] required, string columns, object?[] told)
    {
        using var facts = Analysed(listeners, new BriefDefinition("b", 2) { MustInclude = required });

        Assert.Equal([told], facts.Rows($"SELECT {columns} FROM partner_sets"));
        Assert.Equal(
            [[told[0], told[1]]],
            facts.Rows("SELECT cumulative_reach, cumulative_share FROM partners WHERE step = 2"));
    }

    [Theory]
    [MemberData(nameof(Overlaps))]
    public void PartnerOverlaps_ThatTellFew_AreHidden(
        ulong[][] listeners, ulong[] required, (ulong One, ulong Other) pair, object?[] told)
    {
        using var facts = Analysed(listeners, new BriefDefinition("b", listeners.Length) { MustInclude = required });

        Assert.Equal([told], facts.Rows(
            $"""
            SELECT shared_reach, joint_reach, jaccard FROM partner_overlaps
            WHERE {pair.One} IN (account_id, other_id) AND {pair.Other} IN (account_id, other_id)
            """));
    }

    [Fact]
    public void Partners_NobodyEngaged_HaveNoOverlap()
    {
        using var facts = Analysed([None, [20, 21]], new BriefDefinition("b", 2) { MustInclude = [1, 2] });

        Assert.Equal(
            [[2UL, 2L, 0.0], [1UL, 0L, null]],
            facts.Rows("SELECT account_id, marginal_reach, overlap FROM partners ORDER BY step"));
    }

    [Theory]
    // The first of the ranking engaged one account, three of the four that the partner did, or two.
    [InlineData(1, null)]
    [InlineData(3, null)]
    [InlineData(2, 2L)]
    public void PartnerSets_TopRankedReachFew_OrNearlyAsMany_HideThat(int engaged, long? told)
    {
        using var facts = Written([[], [20, 21, 22, 23]]);
        for (ulong listener = 20; listener < 36; listener++) facts.Follow(listener, 1);
        for (var i = 0; i < engaged; i++) facts.Interact(20 + (ulong)i, 1, "like", 0);
        facts.Analyse(With(new BriefDefinition("b", 1)));

        Assert.Equal([[4L, told]], facts.Rows("SELECT reach, top_reach FROM partner_sets"));
    }

    [Fact]
    public void PartnerSets_ByInfluence_TellWhatIsProvenWhereReachIsHidden()
    {
        using var facts = Analysed(
            [[20, 21, 22], [20, 21, 23]],
            new BriefDefinition("constant", 2)
            {
                MustInclude = [1, 2], Method = PartnerMethod.Influence,
                Probabilities = CascadeProbabilities.Constant, Probability = 0.25,
            },
            new BriefDefinition("weighted", 2) { MustInclude = [1, 2] });

        Assert.Equal(
            [["constant", null, true, 0.25, true, true], ["weighted", null, false, null, false, false]],
            facts.Rows(
                """
                SELECT brief, reach, proven_share IS NOT NULL, probability, selection_sets > 0 IS TRUE,
                  validation_sets > 0 IS TRUE
                FROM partner_sets ORDER BY brief
                """));
    }

    [Theory]
    // Without the limit 1 is chosen, whom one account or two engaged.
    [InlineData(1, 0L, null, null)]
    [InlineData(2, 0L, 2L, 2L)]
    public void ConstraintCosts_FewReachedWithoutTheLimit_AreHidden(int engaged, long reach, long? without, long? cost)
    {
        using var facts = Written([[]]);
        for (ulong listener = 20; listener < 36; listener++) facts.Follow(listener, 1);
        for (var i = 0; i < engaged; i++) facts.Interact(20 + (ulong)i, 1, "like", 0);
        facts.Analyse(With(new BriefDefinition("b", 1) { Exclude = [1], Method = PartnerMethod.Influence }));

        Assert.Equal(
            [[reach, without, cost]], facts.Rows("SELECT reach, reach_without, reach_cost FROM constraint_costs"));
    }

    [Fact]
    public void ConstraintCosts_ReachIsHidden_AreHiddenWithIt()
    {
        using var facts = Analysed(
            [[20, 21, 22, 23], [20, 21, 24]], new BriefDefinition("b", 2) { MustInclude = [1, 2] });

        // 2 adds one account to 1.
        Assert.Equal(
            [[null, null, null]], facts.Rows("SELECT reach, reach_without, reach_cost FROM constraint_costs"));
    }

    private static Facts Analysed(ulong[][] listeners, params BriefDefinition[] briefs)
    {
        var facts = Written(listeners);
        facts.Analyse(With(briefs));
        return facts;
    }

    /// <summary>Twenty accounts: four leaders in a clique, whose listeners follow 4.</summary>
    private static Facts Written(ulong[][] listeners)
    {
        var facts = new Facts().Clique(1, 2, 3, 4);
        for (ulong listener = 20; listener < 36; listener++) facts.Follow(listener, 4);
        for (var leader = 0; leader < listeners.Length; leader++)
        {
            foreach (var listener in listeners[leader]) facts.Interact(listener, (ulong)leader + 1, "like", 0);
        }

        return facts;
    }

    private static PipelineDefinition With(params BriefDefinition[] briefs) => TestDefinition.WithMinGroup(2) with
    {
        Communities = TestDefinition.Tiny.Communities with { Resolution = 1e-9 },
        Leaders = TestDefinition.Tiny.Leaders with { Weights = LeaderWeights.Only(("reach", 1)) },
        Briefs = briefs,
    };
}
