using Analytics.Graph.Influence;
using Analytics.Graph.Randomness;
using Analytics.Graph.Threads;
using Analytics.Pipeline.Definition;

namespace Analytics.Pipeline.Campaigns;

/// <summary>The partners of one brief in one area, and all that is published of them.</summary>
/// <param name="Brief">What was asked for.</param>
/// <param name="Area">Where.</param>
/// <param name="Seed">Of the brief; every area has random numbers of its own that follow from it.</param>
/// <param name="Choice">Who was chosen.</param>
/// <param name="Reach">Accounts engaged by the partners up to each.</param>
/// <param name="Spread">Accounts that a cascade from the partners reaches.</param>
/// <param name="TopReach">Accounts engaged by as many leaders taken from the top of the ranking.</param>
/// <param name="TopSpread">Accounts that a cascade from those reaches.</param>
/// <param name="Costs">What each limit of the brief costs.</param>
internal sealed record PartnerPlan(
    BriefDefinition Brief, PlanArea Area, int Seed, PartnerChoice Choice, long[] Reach, SeedSpread Spread,
    long TopReach, double TopSpread, IReadOnlyList<RuleCost> Costs)
{
    /// <summary>Reverse reachable sets by which spreads are judged; the spread of seeds that reach a tenth of all is
    /// known to 3 %.</summary>
    private const int SpreadSets = 1 << 15;

    private const ulong SearchPart = 0, SpreadPart = 1;

    /// <summary>Chooses, chooses again without each limit, and judges all choices by the same random sets.</summary>
    public static PartnerPlan Of(
        PlanArea area, BriefDefinition brief, int minGroup, int seed, Workers workers, CancellationToken cancel)
    {
        var own = Xoshiro256.Derive((ulong)seed, (ulong)(area.CommunityId ?? 0));
        var choice = Choose(brief);
        var top = PartnerChoice.TopRanked(area, brief, choice.Candidates.Count);
        var rules = PartnerRule.Of(brief)
            .Select(rule => (Rule: rule, Leaders: area.Candidates.Count(rule.Concerns)))
            .Where(pair => pair.Leaders > 0).ToList();
        var relaxed = rules.ConvertAll(pair => Choose(pair.Rule.Without).Candidates);
        var spreads = SpreadComparison.Run(
            area.Cascade(brief),
            [VerticesOf(choice.Candidates), VerticesOf(top), .. relaxed.Select(VerticesOf)],
            SpreadSets, Xoshiro256.Derive(own, SpreadPart), workers, cancel);
        var better = choice.OrTop(top, spreads[0], spreads[1]);
        return new PartnerPlan(
            brief, area, seed, better, area.ReachOf(better.Candidates), better == choice ? spreads[0] : spreads[1],
            area.ReachOf(top).LastOrDefault(), spreads[1].Total,
            [.. rules.Select((pair, i) => new RuleCost(
                pair.Rule.Name, pair.Leaders, area.ReachOf(relaxed[i]).LastOrDefault(), spreads[i + 2].Total))]);

        PartnerChoice Choose(BriefDefinition asked) =>
            PartnerChoice.Of(area, asked, minGroup, Xoshiro256.Derive(own, SearchPart), workers, cancel);

        int[] VerticesOf(IReadOnlyList<int> candidates) =>
            [.. candidates.Select(candidate => area.Vertices[candidate])];
    }

    /// <summary>Of each pair of partners the accounts that both engaged, the later partner second.</summary>
    public IEnumerable<(int Step, int OtherStep, int Shared)> Overlaps()
    {
        for (var step = 0; step < Choice.Candidates.Count; step++)
        {
            HashSet<int> engaged = [.. Area.Audiences[Choice.Candidates[step]]];
            for (var other = step + 1; other < Choice.Candidates.Count; other++)
                yield return (step, other, Area.Audiences[Choice.Candidates[other]].Count(engaged.Contains));
        }
    }
}

/// <summary>What partners could be chosen for without one limit of the brief.</summary>
/// <param name="Rule">Key of the limit.</param>
/// <param name="Leaders">Leaders that it bars, requires or counts.</param>
/// <param name="Reach">Accounts engaged by the partners chosen without it.</param>
/// <param name="Spread">Accounts that a cascade from those reaches.</param>
internal sealed record RuleCost(string Rule, int Leaders, long Reach, double Spread);
