using static Analytics.Pipeline.Marts.MartColumn;

namespace Analytics.Pipeline.Marts.Tables;

/// <summary>Communities, who is in them, and what became of earlier ones.</summary>
internal static class CommunityTables
{
    private static readonly MartTable Members = new(
        "members",
        TableKind.Mart,
        "One row per account in a community. Accounts of the residual are in none and have no row. This table does "
            + "not leave the lake.",
        ["account_id"],
        "community_id, account_id",
        [
            Required("run_id", "VARCHAR", RunTables.RunId),
            Required("community_id", "BIGINT", "Community of the account.").To("communities"),
            Required("account_id", "UBIGINT", "Pseudonym of the account."),
            Count("internal_degree", "Members of the same community with attention to or from the account.", "INTEGER"),
            Optional("within_module_z", "DOUBLE",
                "internal_degree as z-score within the community (Guimerà & Amaral 2005); NULL where all are equal."),
            Share("participation",
                "1 − Σ (k_s / k)² over communities s (Guimerà & Amaral 2005), k_s = neighbours in s, k = all "
                    + "neighbours, the residual one more community: 0 = all in one, towards 1 = spread evenly."),
            Choice("role",
                "Role after Guimerà & Amaral 2005, from within_module_z (hub from 2.5 on) and participation.",
                [.. BehaviourColumns.Roles]),
            Share("pagerank", "PageRank (d = 0.85) on the attention inside the community; sums to 1 over its members."),
            Count("coreness", "Largest k such that the account is in the k-core of its community.", "INTEGER"),
            Share("betweenness",
                "Share of the pairs of other members that the account lies between, on the graph of the community "
                    + "without directions and weights; leaders.betweenness_error says how exact."),
            Count("neighbour_degree_sum", "Degrees of its neighbours inside the community, added up."),
        ]);

    private static readonly MartTable Communities = new(
        "communities",
        TableKind.Mart,
        "One row per community: connected, at most max_size and at least min_size accounts.",
        ["community_id"],
        "community_id",
        [
            Required("run_id", "VARCHAR", RunTables.RunId),
            Required("community_id", "BIGINT",
                "Number that stays the same while the community goes on, and is never used again."),
            Required("label", "VARCHAR",
                "Most distinctive hashtag and most common place; 'Community <id>' without both."),
            new MartColumn("size", "INTEGER", "Members.") { Range = (2, 20_000) },
            Share("density", "Pairs of members with attention in either direction / all pairs of members."),
            Share("conductance",
                "Attention that crosses the border / the smaller of the attention that touches members and the "
                    + "attention that touches others; NULL where there is nobody outside.", nullable: true),
            Required("internal_weight", "DOUBLE", "Attention between members, both directions added."),
            Optional("agreement", "DOUBLE",
                "Mean adjusted mutual information of the whole partition with partitions from other seeds; see "
                    + "agreement_note."),
            Share("stability",
                "Mean over other seeds of the best Jaccard overlap of this community with one of theirs; see "
                    + "agreement_note.",
                nullable: true),
            Optional("agreement_note", "VARCHAR", "Why agreement and stability are NULL; NULL where they are not."),
            Choice("event", "What happened since the previous snapshot (Greene et al. 2010).",
                "birth", "continue", "merge", "split"),
            Optional("previous_id", "BIGINT",
                "Community of the previous snapshot that it goes on from; NULL for a birth."),
            Required("top_hashtags", "VARCHAR[]",
                "Up to five most distinctive hashtags, each used by min_group members or more."),
            Required("top_places", "VARCHAR[]",
                "Up to five most common places, each named by min_group members or more."),
            Required("languages", "VARCHAR[]", "Up to five most common languages, each of min_group members or more."),
            Required("as_of", "TIMESTAMP", "End of the window (UTC)."),
            Required("expires_at", "TIMESTAMP", "When the row must be gone: as_of + retention (UTC)."),
        ]);

    private static readonly MartTable Lineage = new(
        "lineage",
        TableKind.Mart,
        "One row per pair of a community and an earlier one that share min_group members or more, and one per "
            + "community of the previous snapshot that nothing goes on from.",
        [],
        "previous_id, relation, community_id",
        [
            Required("run_id", "VARCHAR", RunTables.RunId),
            Choice("relation",
                "overlap: shared members; death: no community carries the number previous_id on.", "overlap", "death"),
            Optional("community_id", "BIGINT",
                "Community of this snapshot; for a death the one that resembles it most, NULL without any.")
                .To("communities"),
            Required("previous_id", "BIGINT", "Community of the previous snapshot."),
            Count("shared_members", "Accounts in both; NULL for a death.", nullable: true),
            Share("jaccard", "Accounts in both / accounts in either; NULL for a death.", nullable: true),
        ]);

    public static IReadOnlyList<MartTable> All { get; } = [Communities, Members, Lineage];
}
