using static Analytics.Pipeline.Marts.MartColumn;

namespace Analytics.Pipeline.Marts.Tables;

/// <summary>What a campaign needs to know about communities: what about, and where.</summary>
internal static class CampaignTables
{
    private const string Guarded = " NULL where the size of the community would give a small cell away.";

    private static readonly MartTable Topics = new(
        "topics",
        TableKind.Mart,
        "One row per hashtag that sets a community apart (z ≥ 1.96), at most twenty. It describes the community, no "
            + "person.",
        ["community_id", "topic"],
        "community_id, rank",
        [
            Required("run_id", "VARCHAR", RunTables.RunId),
            Required("community_id", "BIGINT", "Community.").To("communities"),
            new MartColumn("rank", "INTEGER", "1 is most distinctive (highest z).") { Range = (1, 20) },
            Required("topic", "VARCHAR", "Hashtag in lower case, without #."),
            Count("accounts", "Members that used it in the window." + Guarded, nullable: true),
            Share("share", "accounts / members." + Guarded, nullable: true),
            Count("uses", "Posts of members that used it in the window." + Guarded, nullable: true),
            Optional("log_odds", "DOUBLE",
                "Log-odds ratio of its use here against everywhere else, with informative Dirichlet prior (Monroe et "
                    + "al. 2008)." + Guarded),
            Optional("z", "DOUBLE", "log_odds / its standard deviation." + Guarded),
        ]);

    private static readonly MartTable Stories = new(
        "stories",
        TableKind.Mart,
        "One row per community and topic: what members know already, since when, and whether interest grows.",
        ["community_id", "topic"],
        "community_id, topic",
        [
            Required("run_id", "VARCHAR", RunTables.RunId),
            Required("community_id", "BIGINT", "Community.").To("communities"),
            Required("topic", "VARCHAR", "Hashtag in lower case, without #."),
            Count("accounts",
                "Members that used it in the window: numerator of prior_knowledge." + Guarded, nullable: true),
            Count("community_size", "Members: denominator of prior_knowledge.", "INTEGER"),
            Share("prior_knowledge", "Share of members that used it in the window." + Guarded, nullable: true),
            Required("first_use", "DATE", "Day of the first use in the window (UTC)."),
            Optional("trend", "DOUBLE",
                "log2 of (members that used it in the later half of the observed window + 1) / (in the earlier half "
                    + "+ 1): 1 = twice as many. NULL where either is a small cell, or all members but a small cell."),
        ]);

    private static readonly MartTable Structures = new(
        "structures",
        TableKind.Mart,
        "One row per channel that min_group members or more of a community use: platforms, and domains that they "
            + "link to.",
        ["community_id", "channel", "name"],
        "community_id, channel, rank",
        [
            Required("run_id", "VARCHAR", RunTables.RunId),
            Required("community_id", "BIGINT", "Community.").To("communities"),
            Choice("channel", "Kind of channel.", "domain", "platform"),
            Required("name", "VARCHAR", "Domain, or platform as named in the pipeline file."),
            Count("accounts", "Members that use it." + Guarded, nullable: true),
            Share("share", "accounts / members." + Guarded, nullable: true),
            Count("uses", "Links to the domain in the window; NULL for platforms.", nullable: true),
            new MartColumn("rank", "INTEGER", "1 is the most used of its kind in the community.") { Range = (1, 50) },
        ]);

    private static readonly MartTable Bridges = new(
        "bridges",
        TableKind.Mart,
        "One row per community and neighbour with attention between them, from both ends; small cells are left out.",
        ["community_id", "other_id"],
        "community_id, other_id",
        [
            Required("run_id", "VARCHAR", RunTables.RunId),
            Required("community_id", "BIGINT", "Community.").To("communities"),
            Required("other_id", "BIGINT", "The other community.").To("communities", "community_id"),
            Required("weight", "DOUBLE", "Attention between the two, both directions added."),
            Count("accounts", "Members of community_id that take part."),
            Count("other_accounts", "Members of other_id that take part."),
        ]);

    public static IReadOnlyList<MartTable> All { get; } = [Topics, Stories, Structures, Bridges];
}
