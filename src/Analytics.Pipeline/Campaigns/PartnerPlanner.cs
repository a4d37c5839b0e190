using System.Text;
using Analytics.DuckDb;
using Analytics.Graph.Influence;
using Analytics.Pipeline.Definition;
using Analytics.Pipeline.Marts;

namespace Analytics.Pipeline.Campaigns;

/// <summary>
/// Chooses partners: per brief and community the leaders who together cover most of the engaged audience, by plain
/// maximum coverage (<see cref="MaximumCoverage"/>: at least 63 % of the best possible). Whoever would add fewer
/// accounts than the smallest cell is not worth asking, and saying how many would single people out: the set ends
/// there.
/// </summary>
internal sealed class PartnerPlanner
{
    /// <summary>What is planned where the pipeline file has no brief.</summary>
    public static BriefDefinition DefaultBrief { get; } = new("default", 5, null, []);

    private readonly IReadOnlyList<BriefDefinition> _briefs;
    private readonly int _minGroup;
    private readonly RowAppender _rows;
    private readonly CancellationToken _cancel;

    private PartnerPlanner(
        IReadOnlyList<BriefDefinition> briefs, int minGroup, RowAppender rows, CancellationToken cancel)
    {
        (_briefs, _minGroup, _rows, _cancel) = (briefs.Count > 0 ? briefs : [DefaultBrief], minGroup, rows, cancel);
    }

    /// <summary>Reads work.scores and work.audiences, writes work.picks.</summary>
    public static void Plan(
        DuckDbConnection connection, IReadOnlyList<BriefDefinition> briefs, int minGroup, CancellationToken cancel)
    {
        connection.Execute(
            """
            CREATE TABLE work.picks (
              brief VARCHAR, community_id BIGINT, step INTEGER, vertex INTEGER,
              marginal_reach BIGINT, cumulative_reach BIGINT, audience BIGINT)
            """, cancel);
        using RowAppender rows = new(connection, "work", "picks");
        PartnerPlanner planner = new(briefs, minGroup, rows, cancel);
        foreach (var community in CommunityAudience.Read(connection, cancel))
            planner.Plan(community);
        rows.Complete();
    }

    private void Plan(CommunityAudience community)
    {
        foreach (var brief in _briefs)
        {
            var candidates = community.Candidates(
                leader => !brief.Exclude.Contains(leader.AccountId)
                    && !(leader.SponsoredShare > brief.MaxSponsoredShare));
            var picks = MaximumCoverage.Run(
                community.Coverage(candidates), brief.Partners, cancel: _cancel);
            var step = 0;
            foreach (var pick in picks.TakeWhile(pick => pick.MarginalGain >= _minGroup))
                Write(brief, community, candidates[pick.Candidate], ++step, pick);
        }
    }

    private void Write(BriefDefinition brief, CommunityAudience community, int leader, int step, CoveragePick pick)
    {
        var row = _rows.Next();
        _rows[0].SetUtf8(row, Encoding.UTF8.GetBytes(brief.Name));
        _rows[1].Values<long>()[row] = community.CommunityId;
        _rows[2].Values<int>()[row] = step;
        _rows[3].Values<int>()[row] = community.Leaders[leader].Vertex;
        _rows[4].Values<long>()[row] = (long)pick.MarginalGain;
        _rows[5].Values<long>()[row] = (long)pick.CumulativeGain;
        _rows[6].Values<long>()[row] = community.Leaders[leader].Audience;
    }
}
