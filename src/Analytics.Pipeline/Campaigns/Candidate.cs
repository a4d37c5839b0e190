using Analytics.DuckDb;
using Analytics.Pipeline.Communities;

namespace Analytics.Pipeline.Campaigns;

/// <summary>A listed leader as a candidate for partner sets.</summary>
/// <param name="Vertex">Vertex of the leader.</param>
/// <param name="AccountId">Its pseudonym.</param>
/// <param name="CommunityId">Its community.</param>
/// <param name="Score">By which leaders are ranked.</param>
/// <param name="SponsoredShare">Sponsored posts / posts; null without posts.</param>
/// <param name="AudienceQuality">As it is published: where it is hidden the lower end of its interval, null where the
/// data do not say.</param>
internal sealed record Candidate(
    int Vertex, ulong AccountId, long CommunityId, double Score, double? SponsoredShare, double? AudienceQuality)
{
    /// <summary>Accounts anywhere in the data that interacted with the leader in the window: ascending vertices.
    /// </summary>
    public required int[] Audience { get; init; }

    /// <summary>All leaders of work.scores, by community and rank, with the audiences that the pairs hold.</summary>
    public static IReadOnlyList<Candidate> ReadAll(
        DuckDbConnection connection, AttentionPairs pairs, CancellationToken cancel)
    {
        List<Candidate> candidates = [];
        using var reader = connection.Query(
            """
            SELECT scores.vertex, scores.account_id, scores.community_id, scores.score, scores.sponsored_share,
              coalesce(audience.audience_quality, audience.audience_quality_low)
            FROM work.scores AS scores
            JOIN work.leader_audiences AS audience ON audience.vertex = scores.vertex
            ORDER BY scores.community_id, scores.rank
            """, streaming: false, cancel);
        while (reader.TryRead(out var chunk))
        {
            using (chunk)
            {
                for (var row = 0; row < chunk.Count; row++)
                {
                    candidates.Add(new Candidate(
                        chunk[0].Values<int>()[row],
                        chunk[1].Values<ulong>()[row],
                        chunk[2].Values<long>()[row],
                        chunk[3].Values<double>()[row],
                        chunk[4].IsValid(row) ? chunk[4].Values<double>()[row] : null,
                        chunk[5].IsValid(row) ? chunk[5].Values<double>()[row] : null)
                    { Audience = [] });
                }
            }
        }

        return WithAudiences(candidates, pairs, cancel);
    }

    private static IReadOnlyList<Candidate> WithAudiences(
        List<Candidate> candidates, AttentionPairs pairs, CancellationToken cancel)
    {
        var numbers = new int[pairs.AccountIds.Length];
        for (var i = 0; i < candidates.Count; i++) numbers[candidates[i].Vertex] = i + 1;
        var audiences = candidates.ConvertAll(_ => new List<int>());
        // Pairs are in the order of their actors, so audiences ascend.
        foreach (var part in pairs.Parts)
        {
            cancel.ThrowIfCancellationRequested();
            for (var i = 0; i < part.Targets.Length; i++)
            {
                if (numbers[part.Targets[i]] is var number && number > 0
                    && (part.Kinds[i] & AttentionPairs.AnyInteraction) != 0)
                    audiences[number - 1].Add(part.Actors[i]);
            }
        }

        return [.. candidates.Select((candidate, i) => candidate with { Audience = [.. audiences[i]] })];
    }
}
