using System.Text;
using Analytics.DuckDb;
using Analytics.Pipeline.Definition;
using Analytics.Pipeline.Marts;

namespace Analytics.Pipeline.Campaigns;

/// <summary>
/// The tables work.partner_sets, work.picks, work.shared_reach and work.rule_costs: plans as they were found, with
/// marks beside the counts that may be shown. The SQL of the marts leaves out what may not.
/// </summary>
internal sealed class PlanTables : IDisposable
{
    private readonly int _minGroup;
    private readonly RowAppender _sets;
    private readonly RowAppender _picks;
    private readonly RowAppender _overlaps;
    private readonly RowAppender _costs;

    public PlanTables(DuckDbConnection connection, int minGroup)
    {
        connection.Execute(
            """
            CREATE TABLE work.partner_sets (
              brief VARCHAR, community_id BIGINT, scope VARCHAR, method VARCHAR, probabilities VARCHAR,
              probability DOUBLE, asked INTEGER, chosen INTEGER, population BIGINT, reach BIGINT, reach_shown BOOLEAN,
              top_reach BIGINT, spread DOUBLE, spread_error DOUBLE, top_spread DOUBLE, guarantee DOUBLE,
              proven_share DOUBLE, epsilon DOUBLE, delta DOUBLE, seed INTEGER, selection_sets BIGINT,
              validation_sets BIGINT, spread_sets BIGINT);
            CREATE TABLE work.picks (
              brief VARCHAR, area_id BIGINT, community_id BIGINT, step INTEGER, vertex INTEGER, required BOOLEAN,
              marginal_reach BIGINT, marginal_shown BOOLEAN, cumulative_reach BIGINT, cumulative_shown BOOLEAN,
              audience BIGINT, population BIGINT, marginal_spread DOUBLE, cumulative_spread DOUBLE);
            CREATE TABLE work.shared_reach (
              brief VARCHAR, community_id BIGINT, step INTEGER, other_step INTEGER, shared BIGINT, shown BOOLEAN);
            CREATE TABLE work.rule_costs (
              brief VARCHAR, community_id BIGINT, rule VARCHAR, leaders BIGINT, reach BIGINT, reach_without BIGINT,
              reach_shown BOOLEAN, spread DOUBLE, spread_without DOUBLE)
            """);
        _minGroup = minGroup;
        _sets = new RowAppender(connection, "work", "partner_sets");
        _picks = new RowAppender(connection, "work", "picks");
        _overlaps = new RowAppender(connection, "work", "shared_reach");
        _costs = new RowAppender(connection, "work", "rule_costs");
    }

    public void Write(PartnerPlan plan)
    {
        var shown = ReachDisclosure.Of(plan.Reach, _minGroup);
        var reach = plan.Reach.LastOrDefault();
        var reachShown = shown.Length == 0 || shown[^1].Cumulative;
        WriteSet(plan, reach, reachShown);
        WritePicks(plan, shown);
        var told = ReachDisclosure.OfOverlaps(
            [.. plan.Choice.Candidates.Select(candidate => plan.Area.Audiences[candidate])], _minGroup);
        foreach (var (step, other, shared) in plan.Overlaps())
        {
            new Row(_overlaps).Text(plan.Brief.Name).Whole(plan.Area.CommunityId).Number(step + 1).Number(other + 1)
                .Whole(shared).Flag(told[other]);
        }

        foreach (var cost in plan.Costs)
        {
            new Row(_costs).Text(plan.Brief.Name).Whole(plan.Area.CommunityId).Text(cost.Rule).Whole(cost.Leaders)
                .Whole(reach).Whole(cost.Reach).Flag(reachShown).Real(plan.Spread.Total).Real(cost.Spread);
        }
    }

    public void Complete()
    {
        _sets.Complete();
        _picks.Complete();
        _overlaps.Complete();
        _costs.Complete();
    }

    public void Dispose()
    {
        _sets.Dispose();
        _picks.Dispose();
        _overlaps.Dispose();
        _costs.Dispose();
    }

    private void WriteSet(PartnerPlan plan, long reach, bool reachShown)
    {
        var (brief, search) = (plan.Brief, plan.Choice.Search);
        new Row(_sets).Text(brief.Name).Whole(plan.Area.CommunityId).Text(NameOf(brief.Scope))
            .Text(NameOf(brief.Method)).Text(NameOf(brief.Probabilities))
            .Real(brief.Probabilities == CascadeProbabilities.Constant
                ? brief.Probability ?? BriefDefinition.DefaultProbability
                : null)
            .Number(brief.Partners).Number(plan.Choice.Candidates.Count).Whole(plan.Area.Population)
            .Whole(reach).Flag(reachShown).Whole(plan.TopReach)
            .Real(plan.Spread.Total).Real(plan.Spread.StandardError).Real(plan.TopSpread)
            .Real(plan.Choice.Guarantee).Real(plan.Choice.ProvenShare).Real(search?.Epsilon).Real(plan.Choice.Delta)
            .Number(plan.Seed).Whole(search?.SelectionSets).Whole(search?.ValidationSets).Whole(plan.Spread.Sets);
    }

    private void WritePicks(PartnerPlan plan, (bool Cumulative, bool Marginal)[] shown)
    {
        for (var i = 0; i < plan.Choice.Candidates.Count; i++)
        {
            var candidate = plan.Choice.Candidates[i];
            var leader = plan.Area.Candidates[candidate];
            new Row(_picks).Text(plan.Brief.Name).Whole(plan.Area.CommunityId).Whole(leader.CommunityId).Number(i + 1)
                .Number(leader.Vertex).Flag(i < plan.Choice.Required)
                .Whole(plan.Reach[i] - (i > 0 ? plan.Reach[i - 1] : 0)).Flag(shown[i].Marginal)
                .Whole(plan.Reach[i]).Flag(shown[i].Cumulative)
                .Whole(plan.Area.Audiences[candidate].Length).Whole(plan.Area.Population)
                .Real(plan.Spread.Marginal[i]).Real(plan.Spread.Cumulative[i]);
        }
    }

    private static string NameOf(PlanScope scope) => scope == PlanScope.Campaign ? "campaign" : "community";

    private static string NameOf(PartnerMethod method) =>
        method == PartnerMethod.Influence ? "influence" : "coverage";

    private static string NameOf(CascadeProbabilities probabilities) => probabilities switch
    {
        CascadeProbabilities.WeightedCascade => "weighted_cascade",
        CascadeProbabilities.Learned => "learned",
        CascadeProbabilities.Constant => "constant",
        _ => throw new ArgumentOutOfRangeException(nameof(probabilities), probabilities, "Not known."),
    };

    /// <summary>A row that is written from its first column on.</summary>
    private sealed class Row(RowAppender table)
    {
        private readonly int _row = table.Next();
        private int _column;

        public Row Text(string text)
        {
            table[_column++].SetUtf8(_row, Encoding.UTF8.GetBytes(text));
            return this;
        }

        public Row Whole(long? value) => Put(value);

        public Row Number(int value) => Put<int>(value);

        public Row Real(double? value) => Put(value);

        public Row Flag(bool value) => Put<bool>(value);

        private Row Put<T>(T? value)
            where T : unmanaged
        {
            if (value is { } known) table[_column].Values<T>()[_row] = known;
            else table[_column].SetNull(_row);
            _column++;
            return this;
        }
    }
}
