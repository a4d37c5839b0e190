using Analytics.DuckDb;

namespace Analytics.Pipeline.Validation.Planted;

/// <summary>
/// Where the marts put an account: its community as a number from 0 on, its rank among the community's leaders
/// (0: not listed), and the rank that followers alone would give it.
/// </summary>
public readonly record struct FoundAccount(ulong Account, int Community, int LeaderRank, int FollowerRank);

/// <summary>Reads communities and rankings from a catalog.</summary>
public static class FoundLeaders
{
    private const string Sql = """
        WITH followers AS (
            SELECT followee_id AS account_id, count(DISTINCT follower_id) AS followers
            FROM follows
            GROUP BY followee_id
        ),
        final AS (
            SELECT
                m.account_id::UBIGINT AS account_id,
                dense_rank() OVER (ORDER BY m.community_id)::INTEGER - 1 AS community,
                coalesce(l.rank, 0)::INTEGER AS leader_rank,
                row_number() OVER (
                    PARTITION BY m.community_id ORDER BY coalesce(f.followers, 0) DESC, m.account_id
                )::INTEGER AS follower_rank
            FROM members AS m
            LEFT JOIN leaders AS l ON l.community_id = m.community_id AND l.account_id = m.account_id
            LEFT JOIN followers AS f ON f.account_id = m.account_id
        )
        SELECT account_id, community, leader_rank, follower_rank FROM final
        """;

    /// <param name="catalog">
    /// A connection with the views <c>members(community_id, account_id)</c>, <c>leaders(community_id, rank,
    /// account_id)</c> and <c>follows(follower_id, followee_id)</c>.
    /// </param>
    /// <param name="cancellation">Interrupts the query.</param>
    /// <exception cref="DuckDbException">A view is not there.</exception>
    public static IReadOnlyList<FoundAccount> Read(DuckDbConnection catalog, CancellationToken cancellation = default)
    {
        List<FoundAccount> found = [];
        using var reader = catalog.Query(Sql, streaming: true, cancellation);
        while (reader.TryRead(out var chunk))
        {
            using (chunk)
            {
                var accounts = chunk[0].Values<ulong>();
                var communities = chunk[1].Values<int>();
                var leaderRanks = chunk[2].Values<int>();
                var followerRanks = chunk[3].Values<int>();
                for (var i = 0; i < chunk.Count; i++)
                    found.Add(new FoundAccount(accounts[i], communities[i], leaderRanks[i], followerRanks[i]));
            }
        }

        return found;
    }
}
