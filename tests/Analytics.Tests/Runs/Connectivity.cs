using Analytics.DuckDb;

namespace Analytics.Tests.Runs;

/// <summary>
/// Whether published communities hang together, from published facts and members alone: every member begins with its
/// own id as mark and takes the smallest mark of its neighbours inside the community until nothing changes.
/// </summary>
internal static class Connectivity
{
    /// <summary>Asserts that each community ends with one mark.</summary>
    /// <returns>The sizes of all communities.</returns>
    public static IReadOnlyList<int> Check(string lake)
    {
        using var connection = LakeContents.Open(lake);
        connection.Execute(
            """
            CREATE TEMP TABLE ties AS
            WITH seen AS (
              SELECT follower_id AS one, followee_id AS other FROM follows
              WHERE ended_at IS NULL AND first_seen <= (SELECT state_as_of FROM settings)
              UNION
              SELECT actor_id, target_id FROM interactions AS i, settings
              WHERE i.at > window_start AND i.at <= as_of
            ),
            inside AS (
              SELECT one, other
              FROM seen JOIN members AS a ON a.account_id = one JOIN members AS b ON b.account_id = other
              WHERE a.community_id = b.community_id
            )
            SELECT one, other FROM inside UNION SELECT other, one FROM inside;
            CREATE TEMP TABLE marks AS SELECT account_id, account_id AS mark FROM members;
            """);
        while (Spread(connection) > 0)
        {
            // Each round carries the smallest mark one step further.
        }

        var communities = LakeContents.Query(connection,
            "SELECT count(DISTINCT mark), count(*) FROM members JOIN marks USING (account_id) GROUP BY community_id");
        Assert.NotEmpty(communities);
        Assert.All(communities, community => Assert.StartsWith("1\t", community));
        return [.. communities.Select(community => int.Parse(community.Split('\t')[1]))];
    }

    private static long Spread(DuckDbConnection connection) => connection.Execute(
        """
        UPDATE marks SET mark = smaller.mark
        FROM (SELECT one, min(mark) AS mark FROM ties JOIN marks ON account_id = other GROUP BY one) AS smaller
        WHERE smaller.one = marks.account_id AND smaller.mark < marks.mark
        """);
}
