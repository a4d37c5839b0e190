using Analytics.Pipeline.Campaigns;
using static Analytics.Pipeline.Marts.MartColumn;

namespace Analytics.Pipeline.Marts.Tables;

/// <summary>Whom to ask together, what that reaches, and what the limits of a brief cost.</summary>
internal static class PartnerTables
{
    private const string Brief = "Name of the brief; 'default' where the pipeline file has none.";
    private const string Area = "Community; NULL for a campaign, which is planned for all accounts.";
    private const string Hidden = " NULL where it would tell a small cell.";

    private static readonly MartTable Sets = new(
        "partner_sets",
        TableKind.Mart,
        "One row per brief and community with leaders, or per campaign: how partners were chosen, how good the choice "
            + "is, and what it reaches. A spread is a mean over random cascades of the model, no count of people.",
        ["brief", "community_id"],
        "brief, community_id",
        [
            Required("run_id", "VARCHAR", RunTables.RunId),
            Required("brief", "VARCHAR", Brief),
            Optional("community_id", "BIGINT", Area).To("communities"),
            Choice("scope", "For whom the set is.", "community", "campaign"),
            Choice("method",
                "coverage: most accounts engaged by at least one partner; influence: largest spread.",
                "coverage", "influence"),
            Choice("probabilities",
                "How likely an account is activated by one that it pays attention to; weighted_cascade: the share of "
                    + "its attention that goes there; learned: from who acted on the same items after whom.",
                "weighted_cascade", "learned", "constant"),
            Share("probability", "The constant probability; NULL for others.", nullable: true),
            Count("partners_asked", "Partners asked for.", "INTEGER"),
            Count("partners", "Partners chosen; fewer where no more are admitted or would add enough.", "INTEGER"),
            Count("population", "Members of the community, or accounts of all data for a campaign."),
            Count("reach", "Of these, engaged by at least one partner in the window." + Hidden, nullable: true),
            Share("reach_share", "reach / population." + Hidden, nullable: true),
            Count("top_reach", "Reach of as many leaders from the top of the ranking, within the same limits." + Hidden,
                nullable: true),
            Spread("spread", "Accounts of the population that a cascade from the partners reaches in the mean."),
            Spread("spread_error", "Standard error of spread."),
            Spread("top_spread", "Spread of the leaders of top_reach, by the same random sets."),
            Share("guarantee", "Share of the best possible set of so many partners that the method promises: 1 − 1/e "
                + "(less ε for influence), 1/2 (less ε) where partners per community are limited."),
            Share("proven_share", "Share of the best possible that bounds from these data prove, with probability "
                + "1 − delta for influence; never below guarantee. NULL where it would tell a hidden reach.",
                nullable: true),
            Optional("epsilon", "DOUBLE", "ε of the guarantee; NULL for coverage."),
            Optional("delta", "DOUBLE", "Probability that the guarantee fails; NULL for coverage, where it cannot."),
            Required("seed", "INTEGER", "Seed of all random sets."),
            Count("selection_sets", "Reverse reachable sets that partners were chosen by; NULL for coverage.",
                nullable: true),
            Count("validation_sets", "Fresh sets that the choice was judged by; NULL for coverage.", nullable: true),
            Count("spread_sets", "Further sets that the spreads here and in partners were measured with."),
        ]);

    private static readonly MartTable Partners = new(
        "partners",
        TableKind.Mart,
        "One row per leader chosen for a brief, in the order of choice: required ones first, then who adds most.",
        ["brief", "community_id", "step"],
        "brief, community_id, step",
        [
            Required("run_id", "VARCHAR", RunTables.RunId),
            Required("brief", "VARCHAR", Brief),
            Required("community_id", "BIGINT", "Community of the leader.").To("communities"),
            new MartColumn("step", "INTEGER", "Order of choice from 1, over all communities of a campaign.")
            { Range = (1, 20_000) },
            Required("account_id", "UBIGINT", "Pseudonym of the leader.").To("members"),
            Required("required", "BOOLEAN", "Whether the brief says that it must be included."),
            Count("marginal_reach", "Engaged accounts that nobody chosen before covers." + Hidden, nullable: true),
            Count("cumulative_reach", "Engaged accounts covered so far." + Hidden, nullable: true),
            Count("population", "Members of the community, or accounts of all data for a campaign: denominator of "
                + "cumulative_share."),
            Share("cumulative_share", "cumulative_reach / population." + Hidden, nullable: true),
            Share("overlap", "Share of the leader's engaged accounts that were covered before. NULL for a small cell "
                + "or without engaged accounts.", nullable: true),
            Spread("marginal_spread",
                "Accounts that a cascade from the leader reaches in the mean and none from those before it does."),
            Spread("cumulative_spread", "Accounts that a cascade from the leaders so far reaches in the mean."),
        ]);

    private static readonly MartTable Overlaps = new(
        "partner_overlaps",
        TableKind.Mart,
        "One row per two partners of a set: how far they engage the same accounts.",
        ["brief", "community_id", "step", "other_step"],
        "brief, community_id, step, other_step",
        [
            Required("run_id", "VARCHAR", RunTables.RunId),
            Required("brief", "VARCHAR", Brief),
            Optional("community_id", "BIGINT", Area).To("communities"),
            new MartColumn("step", "INTEGER", "Step of the one partner.") { Range = (1, 20_000) },
            new MartColumn("other_step", "INTEGER", "Step of the other, later one.") { Range = (1, 20_000) },
            Required("account_id", "UBIGINT", "Pseudonym of the one.").To("members"),
            Required("other_id", "UBIGINT", "Pseudonym of the other.").To("members", "account_id"),
            Count("shared_reach", "Accounts that engaged with both." + Hidden, nullable: true),
            Count("joint_reach", "Accounts that engaged with either." + Hidden, nullable: true),
            Share("jaccard", "shared_reach / joint_reach; NULL where that is hidden or 0.", nullable: true),
        ]);

    private static readonly MartTable Costs = new(
        "constraint_costs",
        TableKind.Mart,
        "One row per limit of a brief that concerns a leader there: what could be reached without it. Greedy choice is "
            + "not perfect, so a cost may be slightly negative.",
        ["brief", "community_id", "rule"],
        "brief, community_id, rule",
        [
            Required("run_id", "VARCHAR", RunTables.RunId),
            Required("brief", "VARCHAR", Brief),
            Optional("community_id", "BIGINT", Area).To("communities"),
            Choice("rule", "Key of the limit in the pipeline file.", [.. PartnerRule.Names]),
            Count("leaders", "Listed leaders that the limit bars, requires or counts."),
            Count("reach", "Engaged accounts with all limits." + Hidden, nullable: true),
            Count("reach_without", "The same without this one." + Hidden, nullable: true),
            Optional("reach_cost", "BIGINT", "reach_without − reach." + Hidden),
            Spread("spread", "Spread with all limits."),
            Spread("spread_without", "The same without this one, by the same random sets."),
            Required("spread_cost", "DOUBLE", "spread_without − spread."),
        ]);

    public static IReadOnlyList<MartTable> All { get; } = [Sets, Partners, Overlaps, Costs];

    private static MartColumn Spread(string name, string meaning) =>
        new(name, "DOUBLE", meaning) { Range = (0, double.MaxValue) };
}
