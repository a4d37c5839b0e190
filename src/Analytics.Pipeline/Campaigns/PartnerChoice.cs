using Analytics.Graph.Influence;
using Analytics.Graph.Threads;
using Analytics.Pipeline.Definition;

namespace Analytics.Pipeline.Campaigns;

/// <summary>Chosen partners, and how good the choice is.</summary>
/// <param name="Candidates">Positions among the candidates of the area, in the order of choice.</param>
/// <param name="Required">So many at the beginning are required.</param>
/// <param name="Guarantee">Share of the best possible that the method promises whatever the data.</param>
/// <param name="ProvenShare">Share of the best possible that bounds from these data prove.</param>
internal sealed record PartnerChoice(
    IReadOnlyList<int> Candidates, int Required, double Guarantee, double ProvenShare)
{
    /// <summary>Sets that the search for influence chooses by at least: cheap, and makes the choice steady.</summary>
    private const int LeastSets = 1 << 14;

    /// <summary>The search for influence, if that was the method.</summary>
    public InfluenceResult? Search { get; init; }

    /// <summary>Probability that the guarantee fails; null where it cannot.</summary>
    public double? Delta => 2 * Search?.Delta;

    /// <summary>
    /// The best-ranked leaders instead, if they spread further and are proven to keep the guarantee: the choice is
    /// never behind them.
    /// </summary>
    public PartnerChoice OrTop(IReadOnlyList<int> top, SeedSpread own, SeedSpread topSpread)
    {
        if (Search is null || top.Count != Candidates.Count || topSpread.Total <= own.Total) return this;
        var proven = Math.Min(1, topSpread.LowerBound(Search.Delta) / Search.UpperBound);
        return proven < Guarantee ? this : this with { Candidates = top, ProvenShare = proven };
    }

    /// <summary>Chooses by the method and within the limits of a brief.</summary>
    /// <param name="minGroup">By coverage, whoever would add fewer accounts is not worth asking, and saying how many
    /// would single people out: the set ends there.</param>
    /// <param name="seed">Decides all random sets.</param>
    public static PartnerChoice Of(
        PlanArea area, BriefDefinition brief, int minGroup, ulong seed, Workers workers, CancellationToken cancel)
    {
        var admitted = new List<int>();
        for (var i = 0; i < area.Candidates.Count; i++)
        {
            if (PartnerRule.Admits(brief, area.Candidates[i])) admitted.Add(i);
        }

        if (admitted.Count == 0) return new PartnerChoice([], 0, 1, 1);
        int[] required = [.. admitted.Where(i => brief.MustInclude.Contains(area.Candidates[i].AccountId))];
        return brief.Method == PartnerMethod.Coverage
            ? ByCoverage(area, brief, admitted, required, minGroup, cancel)
            : ByInfluence(area, brief, admitted, required, seed, workers, cancel);
    }

    /// <summary>The best-ranked leaders within the same limits: what partners are compared with.</summary>
    public static IReadOnlyList<int> TopRanked(PlanArea area, BriefDefinition brief, int count)
    {
        List<int> taken = [];
        var perCommunity = new Dictionary<long, int>();
        var order = Enumerable.Range(0, area.Candidates.Count)
            .Where(i => PartnerRule.Admits(brief, area.Candidates[i]))
            .OrderByDescending(i => brief.MustInclude.Contains(area.Candidates[i].AccountId))
            .ThenByDescending(i => area.Candidates[i].Score)
            .ThenBy(i => area.Candidates[i].AccountId);
        foreach (var candidate in order)
        {
            if (taken.Count == count) break;
            var community = area.Candidates[candidate].CommunityId;
            if (perCommunity.GetValueOrDefault(community) >= brief.PerCommunity) continue;
            perCommunity[community] = perCommunity.GetValueOrDefault(community) + 1;
            taken.Add(candidate);
        }

        return taken;
    }

    private static PartnerChoice ByCoverage(
        PlanArea area, BriefDefinition brief, List<int> admitted, int[] required, int minGroup,
        CancellationToken cancel)
    {
        SeedConstraints constraints = new(
            [.. Enumerable.Range(0, area.Candidates.Count).Except(admitted)],
            required,
            brief.PerCommunity is null ? null : [.. area.Candidates.Select(GroupOf)],
            brief.PerCommunity ?? int.MaxValue);
        var picks = MaximumCoverage.Run(area.Coverage, brief.Partners, constraints: constraints, cancel: cancel);
        int[] chosen =
        [
            .. picks.Take(required.Length).Concat(
                picks.Skip(required.Length).TakeWhile(pick => pick.MarginalGain >= minGroup))
                .Select(pick => pick.Candidate),
        ];
        var reach = chosen.Length == 0 ? 0 : (long)picks[chosen.Length - 1].CumulativeGain;
        var bound = CoverageBound.Of(area.Coverage, chosen, chosen.Length, constraints);
        var guarantee = brief.PerCommunity is null ? 1 - 1 / Math.E : 0.5;
        return new PartnerChoice(
            chosen, required.Length, guarantee, bound == 0 ? 1 : Math.Max(guarantee, (double)reach / bound));
    }

    private static PartnerChoice ByInfluence(
        PlanArea area, BriefDefinition brief, List<int> admitted, int[] required, ulong seed, Workers workers,
        CancellationToken cancel)
    {
        var candidateAt = admitted.ToDictionary(candidate => area.Vertices[candidate]);
        int[]? groups = null;
        if (brief.PerCommunity is not null)
        {
            groups = new int[area.Population];
            Array.Fill(groups, -1);
            foreach (var candidate in admitted) groups[area.Vertices[candidate]] = GroupOf(area.Candidates[candidate]);
        }

        SeedConstraints constraints = new(
            [.. Enumerable.Range(0, area.Population).Where(vertex => !candidateAt.ContainsKey(vertex))],
            [.. required.Select(candidate => area.Vertices[candidate])],
            groups,
            brief.PerCommunity ?? int.MaxValue);
        var epsilon = brief.Epsilon ?? BriefDefinition.DefaultEpsilon;
        // Small communities would else be promised something with nearly no certainty. One half is for the search, the
        // other for the bound of the best-ranked leaders.
        var delta = Math.Min(0.01, 1.0 / area.Population);
        InfluenceOptions options = new(brief.Partners, epsilon, delta / 2, seed, constraints, LeastSets);
        var search = InfluenceMaximization.Run(area.Cascade(brief), options, workers, cancel: cancel);
        return new PartnerChoice(
            [.. search.Seeds.Select(partner => candidateAt[partner.Vertex])],
            required.Length,
            (brief.PerCommunity is null ? 1 - 1 / Math.E : 0.5) - epsilon,
            Math.Min(1, search.Ratio))
        { Search = search };
    }

    private static int GroupOf(Candidate candidate) => checked((int)candidate.CommunityId);
}
