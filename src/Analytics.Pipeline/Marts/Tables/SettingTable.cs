using Analytics.Pipeline.Leaders;
using static Analytics.Pipeline.Marts.MartColumn;

namespace Analytics.Pipeline.Marts.Tables;

/// <summary>The constants of the analysis, published so that every figure can be computed again.</summary>
internal static class SettingTable
{
    public static MartTable Settings { get; } = new(
        "settings",
        TableKind.Mart,
        "One row: every constant of the run that a published figure depends on.",
        ["run_id"],
        "run_id",
        [
            Required("run_id", "VARCHAR", RunTables.RunId),
            Optional("as_of", "TIMESTAMP", "End of the window: acts up to here count (UTC). NULL without any fact."),
            Optional("state_as_of", "TIMESTAMP", "Follows and profiles seen up to here count (UTC)."),
            Optional("window_start", "TIMESTAMP", "Acts after this moment count (UTC)."),
            Optional("midpoint", "TIMESTAMP",
                "Middle of the observed part of the window (UTC): earlier and later half."),
            Optional("expires_at", "TIMESTAMP", "When the snapshot must be gone: as_of + retention (UTC)."),
            Optional("window_us", "BIGINT", "Length of the window in microseconds; NULL means all acts."),
            Optional("half_life_us", "BIGINT",
                "Age in microseconds at which an act counts half; NULL: age is no matter."),
            Optional("recent_half_life_us", "BIGINT",
                "A tenth of the observed window in microseconds: age at which an engaged member counts half in "
                + "leaders.recent_engaged."),
            Required("follow_weight", "DOUBLE", "Attention that a follow is worth."),
            Required("like_weight", "DOUBLE", "Attention that a fresh like is worth."),
            Required("reply_weight", "DOUBLE", "Attention that a fresh reply is worth."),
            Required("mention_weight", "DOUBLE", "Attention that a fresh mention is worth."),
            Required("repost_weight", "DOUBLE", "Attention that a fresh repost is worth."),
            Required("quote_weight", "DOUBLE", "Attention that a fresh quote is worth."),
            .. LeaderComponents.All.Select(component => Required(
                $"{component.Name}_weight", "DOUBLE",
                $"Weight in the score of leaders: {component.Title}"
                    + (component.MayCost ? "; negative means that it costs." : "."))),
            Count("influence_limit_us",
                "Microseconds within which an act on the same item counts as led to, in leaders.influence_credit."),
            Optional("leader_topics", "VARCHAR[]",
                "Topics of leaders.topic_attention, lower case, without #; NULL: those of topics, by community."),
            Count("leaders_top", "Leaders listed per community at most.", "INTEGER"),
            Count("replicates", "Rankings drawn anew for leaders.rank_low and rank_high; 0 for none.", "INTEGER"),
            Count("top_k", "The k of leaders.top_k_probability.", "INTEGER"),
            Count("min_group", "Smallest cell: what rests on fewer accounts is not published.", "INTEGER"),
            Count("max_size", "Largest community in accounts.", "INTEGER"),
            Count("min_size", "Smallest community in accounts; never below min_group.", "INTEGER"),
            Required("resolution", "DOUBLE", "Resolution of the clustering; higher gives smaller communities."),
            Choice("objective", "What the clustering optimises.", "modularity", "cpm"),
            Required("seed", "INTEGER", "Seed of everything random."),
        ]);
}
