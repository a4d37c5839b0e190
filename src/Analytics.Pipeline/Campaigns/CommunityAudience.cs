using Analytics.DuckDb;
using Analytics.Graph.Influence;

namespace Analytics.Pipeline.Campaigns;

/// <summary>A leader as a candidate for partner sets.</summary>
/// <param name="Vertex">Vertex of the leader.</param>
/// <param name="AccountId">Its pseudonym.</param>
/// <param name="SponsoredShare">Sponsored posts / posts; null without posts.</param>
/// <param name="Audience">Members that it engaged.</param>
internal readonly record struct Candidate(int Vertex, ulong AccountId, double? SponsoredShare, int Audience);

/// <summary>The leaders of one community, best first, and the members that each engaged.</summary>
internal sealed class CommunityAudience(long communityId)
{
    private readonly List<Candidate> _leaders = [];
    private readonly List<int[]> _audiences = [];

    public long CommunityId { get; } = communityId;

    public IReadOnlyList<Candidate> Leaders => _leaders;

    /// <summary>All communities with leaders, one at a time: memory is that of the largest.</summary>
    public static IEnumerable<CommunityAudience> Read(DuckDbConnection connection, CancellationToken cancel)
    {
        using var reader = connection.Query(
            """
            SELECT
              scores.community_id, scores.vertex, scores.account_id, scores.sponsored_share,
              list(audiences.place ORDER BY audiences.place) FILTER (audiences.place IS NOT NULL)
            FROM work.scores AS scores
            LEFT JOIN work.audiences AS audiences ON audiences.leader = scores.vertex
            GROUP BY scores.community_id, scores.rank, scores.vertex, scores.account_id, scores.sponsored_share
            ORDER BY scores.community_id, scores.rank
            """, streaming: false, cancel);
        CommunityAudience? community = null;
        while (reader.TryRead(out var chunk))
        {
            using (chunk)
            {
                for (var row = 0; row < chunk.Count; row++)
                {
                    var id = chunk[0].Values<long>()[row];
                    if (community is not null && community.CommunityId != id)
                        yield return community;
                    if (community?.CommunityId != id)
                        community = new CommunityAudience(id);
                    community.Add(chunk, row);
                }
            }
        }

        if (community is not null)
            yield return community;
    }

    /// <summary>Positions of the leaders that a brief admits, best first.</summary>
    public List<int> Candidates(Func<Candidate, bool> admitted) =>
        [.. Enumerable.Range(0, _leaders.Count).Where(i => admitted(_leaders[i]))];

    /// <summary>What each of these candidates covers. Elements are the members' places in the community.</summary>
    public CoverageSets Coverage(IReadOnlyList<int> candidates)
    {
        var offsets = new long[candidates.Count + 1];
        for (var i = 0; i < candidates.Count; i++)
            offsets[i + 1] = offsets[i] + _audiences[candidates[i]].Length;
        var elements = new int[offsets[^1]];
        for (var i = 0; i < candidates.Count; i++)
            _audiences[candidates[i]].CopyTo(elements, (int)offsets[i]);
        return new CoverageSets(offsets, elements, elements.Length == 0 ? 0 : elements.Max() + 1);
    }

    private void Add(DataChunk chunk, int row)
    {
        int[] audience = [];
        if (chunk[4].IsValid(row))
        {
            var entry = chunk[4].ListEntries[row];
            audience = chunk[4].ListChild.Values<int>().Slice((int)entry.Offset, (int)entry.Length).ToArray();
        }

        _leaders.Add(new Candidate(
            chunk[1].Values<int>()[row],
            chunk[2].Values<ulong>()[row],
            chunk[3].IsValid(row) ? chunk[3].Values<double>()[row] : null,
            audience.Length));
        _audiences.Add(audience);
    }
}
