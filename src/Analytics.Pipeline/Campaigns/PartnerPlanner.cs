using System.Globalization;
using Analytics.DuckDb;
using Analytics.Graph.Csr;
using Analytics.Graph.Threads;
using Analytics.Pipeline.Communities;
using Analytics.Pipeline.Definition;

namespace Analytics.Pipeline.Campaigns;

/// <summary>
/// Plans all briefs: for each community, or once for a campaign, the leaders to ask together, what each adds, and what
/// the limits cost. Communities are independent of each other and each is planned by one thread, so the result does not
/// depend on the number of threads.
/// </summary>
internal sealed class PartnerPlanner
{
    /// <summary>What is planned where the pipeline file has no brief.</summary>
    public static BriefDefinition DefaultBrief { get; } = new("default", 5);

    private readonly PipelineDefinition _definition;
    private readonly IReadOnlyList<BriefDefinition> _briefs;
    private readonly IReadOnlyList<Candidate> _candidates;
    private readonly CommunityMembers _members;
    private readonly CsrGraph _attention;
    private readonly CsrGraph? _learned;
    private readonly Workers _workers;
    private readonly CancellationToken _cancel;

    private PartnerPlanner(
        DuckDbConnection connection, AttentionPairs pairs, (CsrGraph Attention, CsrGraph? Learned) graphs,
        PipelineDefinition definition, Workers workers, CancellationToken cancel)
    {
        (_definition, _workers, _cancel) = (definition, workers, cancel);
        _briefs = BriefsOf(definition);
        _candidates = Candidate.ReadAll(connection, pairs, cancel);
        _members = CommunityMembers.Read(connection, pairs.AccountIds.Length, cancel);
        (_attention, _learned) = graphs;
    }

    public static IReadOnlyList<BriefDefinition> BriefsOf(PipelineDefinition definition) =>
        definition.Briefs.Count > 0 ? definition.Briefs : [DefaultBrief];

    /// <summary>Reads work.scores and work.positions, writes the tables of <see cref="PlanTables"/>.</summary>
    /// <param name="graphs">Attention, and the same arcs with learned probabilities where a brief needs them.</param>
    /// <param name="progress">Told the share of communities planned; from any thread.</param>
    /// <returns>Number of partners chosen, and what the user should know.</returns>
    /// <exception cref="UserException">More accounts must be included than there are places.</exception>
    public static (long Partners, IReadOnlyList<string> Warnings) Plan(
        DuckDbConnection connection, AttentionPairs pairs, (CsrGraph Attention, CsrGraph? Learned) graphs,
        PipelineDefinition definition, Workers workers, Action<double> progress, CancellationToken cancel)
    {
        PartnerPlanner planner = new(connection, pairs, graphs, definition, workers, cancel);
        List<PartnerPlan> plans = [.. planner.OfCommunities(progress), .. planner.OfCampaigns()];
        using PlanTables tables = new(connection, definition.Privacy.MinGroup);
        foreach (var plan in plans) tables.Write(plan);
        tables.Complete();
        return (
            plans.Sum(plan => (long)plan.Choice.Candidates.Count),
            BriefAccounts.NotListed(definition, planner._candidates));
    }

    private IEnumerable<PartnerPlan> OfCommunities(Action<double> progress)
    {
        var briefs = _briefs.Where(brief => brief.Scope == PlanScope.Community).ToList();
        var communities = briefs.Count == 0
            ? []
            : _candidates.GroupBy(leader => leader.CommunityId).Select(group => group.ToList()).ToList();
        foreach (var community in communities) Check(briefs, community);
        var plans = new List<PartnerPlan>[communities.Count];
        var cuts = new (InducedSubgraph? Attention, InducedSubgraph? Learned)[_workers.Count];
        using Workers alone = new(1);
        var done = 0;
        _workers.For(communities.Count, (community, worker) =>
        {
            ref var cut = ref cuts[worker];
            cut.Attention ??= new InducedSubgraph(_attention, alone);
            if (_learned is not null) cut.Learned ??= new InducedSubgraph(_learned, alone);
            var area = PlanArea.OfCommunity(communities[community], _members, cut.Attention, cut.Learned, _cancel);
            plans[community] = briefs.ConvertAll(brief => PlanOf(area, brief, alone));
            progress((double)Interlocked.Increment(ref done) / communities.Count);
        });
        return plans.SelectMany(plan => plan);
    }

    private IEnumerable<PartnerPlan> OfCampaigns()
    {
        var briefs = _briefs.Where(brief => brief.Scope == PlanScope.Campaign).ToList();
        if (briefs.Count == 0 || _candidates.Count == 0) return [];
        foreach (var community in _candidates.GroupBy(leader => leader.CommunityId))
            Check(briefs, [.. community]);
        var area = PlanArea.OfCampaign(_candidates, _attention, _learned);
        return briefs.ConvertAll(brief => PlanOf(area, brief, _workers));
    }

    private PartnerPlan PlanOf(PlanArea area, BriefDefinition brief, Workers workers) => PartnerPlan.Of(
        area, brief, _definition.Privacy.MinGroup, brief.Seed ?? _definition.Communities.Seed, workers, _cancel);

    /// <summary>Which community an account is in is known only now.</summary>
    private void Check(List<BriefDefinition> briefs, List<Candidate> community)
    {
        foreach (var brief in briefs)
        {
            var places = Math.Min(brief.Partners, brief.PerCommunity ?? int.MaxValue);
            var required = community.Count(leader => brief.MustInclude.Contains(leader.AccountId));
            if (required <= places) continue;
            throw new UserException(new Problem(
                _definition.FilePath, brief.Line, brief.Line == 0 ? 0 : 1, $"briefs ({brief.Name}).must_include",
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{required} leaders of community {community[0].CommunityId}"),
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"at most {places} of one community (partners, per_community)"),
                "Name fewer of them, or raise the number"));
        }
    }
}
