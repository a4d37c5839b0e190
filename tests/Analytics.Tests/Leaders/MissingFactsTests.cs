using Analytics.Pipeline.Definition;
using Analytics.Pipeline.Marts;
using Analytics.Tests.Marts;

namespace Analytics.Tests.Leaders;

/// <summary>
/// A leader of whom every figure is known, and which of them are empty when one thing is missing. What is hidden as a
/// small cell is in <see cref="SmallCellTests"/>; together they leave out no column that may be NULL.
/// </summary>
public sealed class MissingFactsTests
{
    /// <summary>Account 1 leads 39 others who follow it; 51 to 54 are next door.</summary>
    private const string Everything =
        """
        INSERT INTO main.follows BY NAME
        SELECT a AS follower_id, b AS followee_id, TIMESTAMP '2024-01-01' AS first_seen,
          TIMESTAMP '2024-01-01' AS last_seen, 'test' AS source
        FROM (
          SELECT a, 1 AS b FROM range(2, 41) AS members(a)
          UNION ALL SELECT 1, 2
          UNION ALL SELECT a, b FROM range(51, 55) AS one(a), range(51, 55) AS other(b) WHERE a <> b
        );
        -- Eight like a post and two of them repost another, two mention, two answer, two next door like.
        INSERT INTO main.interactions BY NAME
        SELECT actor_id, target_id, kind, post_id, TIMESTAMP '2024-01-01' + to_days(day) AS "at", 'test' AS source
        FROM (
          SELECT a AS actor_id, 1 AS target_id, 'like' AS kind, 1 AS post_id, 8 AS day FROM range(2, 10) AS members(a)
          UNION ALL FROM (VALUES (2, 1, 'repost', 2, 8), (3, 1, 'repost', 2, 8), (4, 1, 'mention', NULL, 8),
            (5, 1, 'mention', NULL, 8), (6, 1, 'reply', 3, 7), (6, 1, 'reply', 3, 8), (7, 1, 'reply', 3, 8),
            (51, 1, 'like', 1, 8), (52, 1, 'like', 1, 8), (1, 6, 'reply', 9000, 9), (1, 2, 'repost', 9001, 9))
        );
        -- Three posts of the leader, three of each of thirty others; 2 and 3 take up the topic.
        INSERT INTO main.posts BY NAME
        SELECT post_id, author_id, TIMESTAMP '2024-01-01' + to_days(day) AS "at", tags AS hashtags, paid AS sponsored,
          'de' AS language, 10 AS likes, 100 AS views, 50 AS reach, 'test' AS source
        FROM (
          SELECT i AS post_id, 1 AS author_id, 5 AS day, ['radweg'] AS tags, i = 3 AS paid FROM range(1, 4) AS t(i)
          UNION ALL SELECT i, i // 3, 6, [], false FROM range(6, 96) AS t(i)
          UNION ALL FROM (VALUES (100, 2, 9, ['radweg'], false), (101, 3, 9, ['radweg'], false))
        );
        INSERT INTO main.accounts BY NAME
        SELECT i AS account_id, 'test' AS platform, 100 AS claimed_followers, TIMESTAMP '2024-01-01' AS observed_at,
          'test' AS source
        FROM range(1, 32) AS t(i)
        """;

    private const string Rate = "engagement_rate, engagement_rate_median, engagement_rate_percentile, "
        + "engagement_rate_contribution, engagement_rate_percentile_similar";

    private const string RateRanks =
        "engagement_rate_percentile, engagement_rate_contribution, engagement_rate_percentile_similar";

    private const string PaidRates = "engagement_rate_sponsored, engagement_rate_organic, paid_post_performance";
    private const string Reached = "engagement_rate_reach, engagement_rate_reach_median";
    private const string Viewed = "engagement_rate_views, engagement_rate_views_median";
    private const string Sponsored = "sponsored_share, sponsored_share_percentile, sponsored_share_contribution";
    private const string Attention = "topic_attention, topic_attention_percentile, topic_attention_contribution";
    private const string Topic = "posts_on_topic, topic_share, " + Attention;
    private const string NoPosts =
        $"{Rate}, {PaidRates}, {Reached}, {Viewed}, {Sponsored}, {Topic}, label_adequacy";

    private const string Original = "originality, originality_percentile, originality_contribution";
    private const string Influence =
        "influenced_members, influence_credit, influence_percentile, influence_contribution";

    private const string Response = "response_rate_percentile, response_rate_contribution";
    private const string Quality = "audience_quality, audience_quality_low, audience_quality_high, "
        + "audience_quality_percentile, audience_quality_contribution";

    private const string Similar = "reach_credibility_percentile_similar, engagement_rate_percentile_similar";
    private const string Claimed = $"{Rate}, {PaidRates}, reach_credibility, size_band, {Similar}";

    private static readonly PipelineDefinition Definition = Circle.Definition with
    {
        Communities = TestDefinition.Tiny.Communities with { Resolution = 1e-9 },
        Leaders = TestDefinition.Tiny.Leaders with { Replicates = 20, Topics = ["radweg"] },
    };

    /// <summary>What is missing, how the facts lose it, and the columns that are empty then.</summary>
    public static TheoryData<string, string, string> Reasons { get; } = new()
    {
        { "nothing", "", "" },
        {
            "no post in the window",
            """
            UPDATE posts SET "at" = "at" - INTERVAL 300 DAY WHERE author_id = 1
            """,
            NoPosts
        },
        { "no post at any time", "DELETE FROM posts WHERE author_id = 1", $"{NoPosts}, {Original}" },
        {
            "neither posts nor reposts in the window",
            """
            UPDATE posts SET "at" = "at" - INTERVAL 300 DAY WHERE author_id = 1;
            DELETE FROM interactions WHERE actor_id = 1 AND kind = 'repost'
            """,
            $"{NoPosts}, {Original}"
        },
        {
            "acts on nothing",
            """
            UPDATE posts SET "at" = "at" - INTERVAL 300 DAY WHERE author_id = 1;
            UPDATE interactions SET post_id = NULL WHERE 1 IN (actor_id, target_id)
            """,
            $"{NoPosts}, {Influence}"
        },
        { "counts under posts", "UPDATE posts SET likes = NULL WHERE author_id = 1",
            $"{Rate}, {PaidRates}, {Reached}, {Viewed}" },
        { "a third measured post", "UPDATE posts SET likes = NULL WHERE post_id = 2", RateRanks },
        { "claimed followers", "UPDATE accounts SET claimed_followers = NULL WHERE account_id = 1",
            $"{Claimed}, claimed_followers" },
        { "claimed followers above 0", "UPDATE accounts SET claimed_followers = 0 WHERE account_id = 1", Claimed },
        { "thirty of similar size", "UPDATE accounts SET claimed_followers = 9 WHERE account_id IN (2, 3)", Similar },
        { "thirty measured of similar size", "UPDATE posts SET likes = NULL WHERE author_id IN (4, 5)",
            "engagement_rate_percentile_similar" },
        { "paid posts", "UPDATE posts SET sponsored = NULL WHERE author_id = 1",
            "engagement_rate_sponsored, paid_post_performance, label_adequacy" },
        { "other posts", "UPDATE posts SET sponsored = true WHERE author_id = 1",
            "engagement_rate_organic, paid_post_performance" },
        { "reactions to other posts", "UPDATE posts SET likes = 0 WHERE post_id < 3", "paid_post_performance" },
        { "views", "UPDATE posts SET views = NULL WHERE author_id = 1", Viewed },
        { "views above 0", "UPDATE posts SET views = 0 WHERE author_id = 1", Viewed },
        { "reach of posts", "UPDATE posts SET reach = NULL WHERE author_id = 1", Reached },
        { "reach of posts above 0", "UPDATE posts SET reach = 0 WHERE author_id = 1", Reached },
        { "a language with a known rule", "UPDATE posts SET language = 'en' WHERE author_id = 1", "label_adequacy" },
        {
            "the place of the marker",
            "UPDATE posts SET sponsored = NULL, disclosure = 'werbung' WHERE post_id = 3",
            "label_adequacy"
        },
        { "hashtags", "UPDATE posts SET hashtags = NULL WHERE author_id = 1", Topic },
        { "the posts that are acted on", "UPDATE interactions SET post_id = NULL", Attention },
        { "those of the leader", "UPDATE interactions SET post_id = NULL WHERE target_id = 1", Attention },
        { "replies", "DELETE FROM interactions WHERE target_id = 1 AND kind = 'reply'", $"response_rate, {Response}" },
        { "a third reply", "DELETE FROM interactions WHERE actor_id = 6 AND day(\"at\") = 9", Response },
        { "a second account that replies", "UPDATE interactions SET actor_id = 6 WHERE kind = 'reply' AND actor_id = 7",
            "replies_received, replies_answered, response_rate" },
        { "attention that the leader pays", "DELETE FROM follows WHERE follower_id = 1", "one_of_us" },
        { "thirty observed", "UPDATE follows SET followee_id = 2 WHERE followee_id = 1 AND follower_id > 28", Quality },
        {
            "differences in degree",
            """
            INSERT INTO main.follows BY NAME
            SELECT a AS follower_id, b AS followee_id, TIMESTAMP '2024-01-01' AS first_seen,
              TIMESTAMP '2024-01-01' AS last_seen, 'test' AS source
            FROM range(1, 41) AS one(a), range(2, 41) AS other(b) WHERE a <> b AND (a, b) <> (1, 2)
            """,
            "within_module_z"
        },
    };

    [Theory]
    [MemberData(nameof(Reasons))]
    public void Leaders_OneThingMissing_LeavesNoOtherFigureEmpty(string missing, string change, string columns)
    {
        using var facts = Write(change);
        facts.Analyse(Definition);

        Assert.Equal(Ordered(columns), Empty(facts));
        // The ranking by the same weights lacks the same contributions.
        Assert.Equal(
            Ordered(columns).Where(column => column.EndsWith("_contribution", StringComparison.Ordinal)),
            Empty(facts, "rankings"));
        Assert.NotEmpty(missing);
    }

    [Fact]
    public void Leaders_NoReplicates_HaveNoIntervals()
    {
        using var facts = Write("");
        facts.Analyse(Definition with { Leaders = Definition.Leaders with { Replicates = 0 } });

        Assert.Equal(["rank_high", "rank_interval", "rank_low", "top_k_probability"], Empty(facts));
    }

    [Fact]
    public void Leaders_NoTopics_HaveNoneOnTopic()
    {
        using var facts = Write("UPDATE posts SET hashtags = [] WHERE author_id <> 1");
        facts.Analyse(Definition with { Leaders = Definition.Leaders with { Topics = [] } });

        Assert.Equal([[0L]], facts.Rows("SELECT count(*) FROM topics"));
        Assert.Equal(Ordered(Topic), Empty(facts));
    }

    [Fact]
    public void Leaders_EveryColumnThatMayBeNull_IsEmptyForAReasonHereOrAsASmallCell()
    {
        var shown = Reasons.SelectMany(reason => Ordered(reason.Data.Item3))
            .Concat(["rank_high", "rank_interval", "rank_low", "top_k_probability"])
            .Concat(SmallCellTests.Hidden);

        Assert.Equal(
            MartCatalog.Table("leaders").Columns.Where(column => column.Nullable).Select(column => column.Name)
                .Order(StringComparer.Ordinal),
            shown.Distinct().Order(StringComparer.Ordinal));
    }

    private static Facts Write(string change)
    {
        Facts facts = new();
        facts.Connection.Execute($"SET search_path = 'main'; {Everything}; {change}");
        return facts;
    }

    private static string[] Ordered(string columns) =>
        [.. columns.Split(", ", StringSplitOptions.RemoveEmptyEntries).Distinct().Order(StringComparer.Ordinal)];

    /// <summary>The columns that are NULL for account 1.</summary>
    private static string[] Empty(Facts facts, string table = "leaders")
    {
        var columns = MartCatalog.Table(table).Columns.Select(column => column.Name).ToList();
        var row = Assert.Single(facts.Rows($"SELECT {string.Join(", ", columns)} FROM {table} WHERE account_id = 1"));
        return [.. columns.Where((_, i) => row[i] is null).Order(StringComparer.Ordinal)];
    }
}
