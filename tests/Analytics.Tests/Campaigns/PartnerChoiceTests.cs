using Analytics.Graph.Csr;
using Analytics.Graph.Randomness;
using Analytics.Graph.Threads;
using Analytics.Pipeline.Campaigns;
using Analytics.Pipeline.Definition;
using Analytics.Tests.Reference;

namespace Analytics.Tests.Campaigns;

/// <summary>Chosen partners against every choice that the brief allows, on areas of a few accounts.</summary>
public sealed class PartnerChoiceTests : IDisposable
{
    private readonly Workers _workers = new(2);

    public void Dispose() => _workers.Dispose();

    [Fact]
    public void Of_Influence_KeepsItsGuaranteeAgainstEverySubset() => ForAll((area, attention, brief, seed) =>
    {
        brief = brief with { Method = PartnerMethod.Influence };
        var choice = PartnerChoice.Of(area, brief, 1, seed, _workers, TestContext.Current.CancellationToken);
        TextbookCascade exact = brief.Probabilities == CascadeProbabilities.Constant
            ? new(attention.Reverse(), (_, _) => BriefDefinition.DefaultProbability)
            : new(attention.Reverse(), (from, to) =>
                attention.Weights(to)[attention.Targets(to).IndexOf(from)] / attention.OutWeight(to));
        Check(area, brief, choice, candidates => exact.Spread([.. candidates.Select(i => area.Vertices[i])]));
    });

    [Fact]
    public void Of_Coverage_KeepsItsGuaranteeAgainstEverySubset() => ForAll((area, _, brief, seed) =>
    {
        var choice = PartnerChoice.Of(area, brief, 1, seed, _workers, TestContext.Current.CancellationToken);
        Check(area, brief, choice, candidates => area.ReachOf(candidates).LastOrDefault());
    });

    [Fact]
    public void Of_AnyNumberOfThreads_IsTheSame()
    {
        var attention = PlantedGraph.Create(600, 0.3, 3).Graph;
        var area = AreaOf(attention, [.. Enumerable.Range(0, 40)], v => v % 4 + 1);
        BriefDefinition brief = new("b", 6)
        {
            Method = PartnerMethod.Influence, Scope = PlanScope.Campaign, PerCommunity = 2, Exclude = [3, 4],
        };
        var plans = ((int[])[1, 2, 3]).Select(count =>
        {
            using Workers workers = new(count);
            return PartnerPlan.Of(area, brief, 10, 7, workers, TestContext.Current.CancellationToken);
        }).ToList();

        foreach (var plan in plans.Skip(1))
        {
            Assert.Equal(plans[0].Choice.Candidates, plan.Choice.Candidates);
            Assert.Equal(plans[0].Choice.ProvenShare, plan.Choice.ProvenShare);
            Assert.Equal(plans[0].Spread.Marginal, plan.Spread.Marginal);
            Assert.Equal(plans[0].Costs, plan.Costs);
        }

        Assert.Equal(["exclude", "per_community"], plans[0].Costs.Select(cost => cost.Rule));
        Assert.True(plans[0].Spread.Total >= plans[0].TopSpread);
        Assert.Equal(
            plans[0].Reach[^1],
            plans[0].Choice.Candidates.SelectMany(i => area.Audiences[i]).Distinct().Count());
    }

    /// <summary>The choice keeps the limits, and its share of the best within them is what it says.</summary>
    private static void Check(
        PlanArea area, BriefDefinition brief, PartnerChoice choice, Func<IReadOnlyList<int>, double> value)
    {
        var required = area.Candidates.Count(leader => brief.MustInclude.Contains(leader.AccountId));
        Assert.True(IsAllowed(area, brief, choice.Candidates));
        Assert.Equal(required, choice.Required);
        Assert.All(choice.Candidates.Take(required),
            i => Assert.Contains(area.Candidates[i].AccountId, brief.MustInclude));
        var best = Enumerable.Range(0, 1 << area.Candidates.Count)
            .Select(bits => (int[])[.. Enumerable.Range(0, area.Candidates.Count).Where(i => (bits >> i & 1) == 1)])
            .Where(subset => subset.Length <= choice.Candidates.Count && IsAllowed(area, brief, subset)
                && subset.Count(i => brief.MustInclude.Contains(area.Candidates[i].AccountId)) == required)
            .Max(value);
        Assert.InRange(choice.ProvenShare, choice.Guarantee, 1);
        Assert.True(value(choice.Candidates) >= choice.ProvenShare * best - 1e-9);
    }

    private static bool IsAllowed(PlanArea area, BriefDefinition brief, IReadOnlyList<int> candidates) =>
        candidates.Count <= brief.Partners
        && candidates.All(i => brief.MustInclude.Contains(area.Candidates[i].AccountId)
            || (!brief.Exclude.Contains(area.Candidates[i].AccountId)
                && !(area.Candidates[i].SponsoredShare > brief.MaxSponsoredShare)
                && (brief.MinAudienceQuality is null
                    || area.Candidates[i].AudienceQuality >= brief.MinAudienceQuality)))
        && candidates.GroupBy(i => area.Candidates[i].CommunityId)
            .All(group => group.Count() <= (brief.PerCommunity ?? int.MaxValue));

    private static void ForAll(Action<PlanArea, CsrGraph, BriefDefinition, ulong> check)
    {
        for (ulong seed = 0; seed < 40; seed++)
        {
            Xoshiro256 random = new(seed);
            var n = 4 + random.Below(4);
            var attention = RandomGraph.Build(
                Enumerable.Range(0, 4 + random.Below(6)).Select(_ => (random.Below(n), random.Below(n)))
                    .Where(arc => arc.Item1 != arc.Item2).Distinct()
                    .Select(arc => (arc.Item1, arc.Item2, 1f + random.Below(3))), n);
            int[] order = new int[n];
            random.Permutation(order);
            var area = AreaOf(attention, order[..3], v => v % 2 + 1);
            ulong[] accounts = [.. area.Candidates.Select(candidate => candidate.AccountId)];
            BriefDefinition brief = new("b", 2)
            {
                Probabilities = seed % 2 == 0 ? CascadeProbabilities.WeightedCascade : CascadeProbabilities.Constant,
            };
            check(area, attention, brief, seed);
            check(area, attention, brief with { Exclude = [accounts[0]] }, seed);
            check(area, attention, brief with { MustInclude = [accounts[2]], MaxSponsoredShare = 0.25 }, seed);
            check(area, attention, brief with { MinAudienceQuality = 0.5 }, seed);
            check(area, attention, brief with { Scope = PlanScope.Campaign, PerCommunity = 1 }, seed);
        }
    }

    /// <summary>Accounts are vertices + 1; every third has no posts, the others a share of theirs is sponsored.
    /// </summary>
    private static PlanArea AreaOf(CsrGraph attention, int[] leaders, Func<int, long> community)
    {
        var incoming = attention.Reverse();
        return PlanArea.OfCampaign(
            [.. leaders.Select((vertex, i) => new Candidate(
                vertex, (ulong)vertex + 1, community(vertex), 1 - i / 100.0, vertex % 3 == 0 ? null : vertex % 3 / 4.0,
                vertex % 4 == 0 ? null : vertex % 4 / 4.0)
            { Audience = incoming.Targets(vertex).ToArray() })],
            attention);
    }
}
