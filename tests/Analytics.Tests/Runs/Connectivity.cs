using Analytics.DuckDb;

namespace Analytics.Tests.Runs;

/// <summary>
/// Whether published communities hang together, from published facts and members alone: who can be reached from a
/// community's first member over follows and interactions inside it, in either direction.
/// </summary>
internal static class Connectivity
{
    /// <summary>Asserts that each member of each community is reached.</summary>
    /// <returns>The sizes of all communities.</returns>
    public static IReadOnlyList<int> Check(string lake)
    {
        using var connection = LakeContents.Open(lake);
        connection.Execute(
            """
            CREATE TEMP TABLE seen AS
              SELECT follower_id AS one, followee_id AS other FROM follows
              WHERE ended_at IS NULL AND first_seen <= (SELECT state_as_of FROM settings)
              UNION
              SELECT actor_id, target_id FROM interactions AS i, settings
              WHERE i.at > window_start AND i.at <= as_of;
            CREATE TEMP TABLE outgoing AS
              SELECT one, other, community_id FROM seen JOIN members ON account_id = one;
            CREATE TEMP TABLE inside AS
              SELECT one, other FROM outgoing
              JOIN members ON account_id = other AND members.community_id = outgoing.community_id;
            CREATE TEMP TABLE ties AS SELECT one, other FROM inside UNION SELECT other, one FROM inside;
            """);
        var communities = LakeContents.Query(
            connection,
            """
            WITH RECURSIVE reached AS (
              SELECT min(account_id) AS account_id FROM members GROUP BY community_id
              UNION
              SELECT other FROM reached JOIN ties ON one = account_id
            )
            SELECT count(*), count(reached.account_id)
            FROM members LEFT JOIN reached USING (account_id) GROUP BY community_id
            """);
        Assert.NotEmpty(communities);
        Assert.All(communities, community => Assert.Equal(community.Split('\t')[0], community.Split('\t')[1]));
        return [.. communities.Select(community => int.Parse(community.Split('\t')[0]))];
    }
}
