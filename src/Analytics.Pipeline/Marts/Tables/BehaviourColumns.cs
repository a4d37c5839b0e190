using static Analytics.Pipeline.Marts.MartColumn;

namespace Analytics.Pipeline.Marts.Tables;

/// <summary>Where a leader stands in the network, and how it behaves itself.</summary>
internal static class BehaviourColumns
{
    /// <summary>Network roles of Guimerà and Amaral 2005.</summary>
    public static IReadOnlyList<string> Roles { get; } =
    [
        "ultra-peripheral", "peripheral", "connector", "kinless", "provincial hub", "connector hub", "kinless hub",
    ];

    public static IReadOnlyList<MartColumn> Position { get; } =
    [
        Share("betweenness",
            "Share of the pairs of other members that the leader lies between, pairs with several shortest paths by "
            + "parts; on the graph of the community without directions and weights (Brandes 2001)."),
        Share("betweenness_error",
            "With probability 0.99 no betweenness of the community is further off; 0 where it is exact."),
        .. LeaderTables.Ranked("betweenness"),
        Count("neighbour_degree_sum", "Degrees of the leader's neighbours inside the community, added up."),
        Optional("within_module_z", "DOUBLE",
            "Neighbours inside the community as z-score (Guimerà & Amaral 2005); NULL where all members are equal."),
        Share("participation",
            "How evenly its neighbours are spread over communities (Guimerà & Amaral 2005); 0 = all in one."),
        .. LeaderTables.Ranked("participation"),
        Choice("role", "Role after Guimerà & Amaral 2005, from within_module_z and participation.", [.. Roles]),
        Count("neighbour_engaged",
            "Members of other communities that interacted with the leader in the window. NULL where the count is a "
            + "small cell, or what the counts beside it leave.", nullable: true),
        .. LeaderTables.Ranked("neighbour_engaged"),
    ];

    public static IReadOnlyList<MartColumn> Topic { get; } =
    [
        Count("posts_on_topic",
            "Of posts, those that carry a topic: one of settings.leader_topics, else of the community's own in topics. "
            + "NULL where the community has none, or no post in the window tells its hashtags.", nullable: true),
        Share("topic_share", "posts_on_topic / posts; NULL where that is.", nullable: true),
        Count("topic_attention",
            "Members that liked, answered, reposted or quoted these posts in the window. NULL where that is, where "
            + "interactions do not name posts, and where it or the rest of engaged_members is a small cell.",
            nullable: true),
        .. LeaderTables.Ranked("topic_attention"),
    ];

    public static IReadOnlyList<MartColumn> Own { get; } =
    [
        Count("reached_posts", "Posts in the window with known counts and reach: denominator of the next."),
        Ratio("engagement_rate_reach",
            "Mean over these posts of (likes + replies + reposts + quotes) / posts.reach; NULL without any."),
        Ratio("engagement_rate_reach_median", "Median of the same ratio; NULL without any."),
        Count("viewed_posts", "Posts in the window with known counts and views: denominator of the next."),
        Ratio("engagement_rate_views",
            "Mean over these posts of (likes + replies + reposts + quotes) / views; NULL without any."),
        Ratio("engagement_rate_views_median", "Median of the same ratio; NULL without any."),
        Count("sponsored_engagement_posts", "Of engagement_posts, those that are sponsored."),
        Ratio("engagement_rate_sponsored", "engagement_rate of the sponsored posts alone; NULL without any."),
        Ratio("engagement_rate_organic", "engagement_rate of all other posts; NULL without any."),
        Ratio("paid_post_performance",
            "engagement_rate_sponsored / engagement_rate_organic: 1 = paid posts do as well as others; NULL where "
            + "either is missing or the latter is 0."),
        Count("labelled_posts",
            "Of sponsored_posts, those under a known rule (posts in German) whose label is known, its place included."),
        Count("adequate_posts",
            "Of these, those with the platform's paid label, or that begin with Werbung or Anzeige."),
        Share("label_adequacy",
            "adequate_posts / labelled_posts: describes labels, judges nobody; NULL without labelled_posts.",
            nullable: true),
        Count("replies_received",
            "Replies to the leader in the window; NULL where fewer than min_group accounts replied, but some.",
            nullable: true),
        Count("replies_answered",
            "Of these, those after which the leader replied to the same account, inside the window; NULL as before.",
            nullable: true),
        Share("response_rate", "replies_answered / replies_received; NULL without replies, and as before.",
            nullable: true),
        .. LeaderTables.Ranked("response_rate"),
        Count("reposts_made", "Reposts that the leader made in the window."),
        Share("originality",
            "posts / (posts + reposts_made); NULL where no post of the leader was ever delivered, or nothing counts.",
            nullable: true),
        .. LeaderTables.Ranked("originality"),
        Amount("outgoing_attention", "Attention that the leader pays to anybody."),
        Amount("inside_attention", "Of this, to members of its community."),
        Share("one_of_us", "inside_attention / outgoing_attention; NULL where it pays none.", nullable: true),
        new MartColumn("size_band", "INTEGER",
            "Size by claimed followers n: ⌊log₄ n⌋, so a band spans a factor of four; NULL where none are claimed.")
        { Nullable = true, Range = (0, 31) },
        Share("reach_credibility_percentile_similar",
            "Share of the other members of all communities in the same size_band that have a lower reach_credibility; "
            + "NULL where fewer than 30 are in it, and where reach_credibility is.", nullable: true),
        Share("engagement_rate_percentile_similar",
            "The same for engagement_rate, among members with three measured posts or more.", nullable: true),
    ];

    private static MartColumn Ratio(string name, string meaning) =>
        new(name, "DOUBLE", meaning) { Nullable = true, Range = (0, double.MaxValue) };
}
