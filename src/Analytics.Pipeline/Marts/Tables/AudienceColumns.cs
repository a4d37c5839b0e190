using static Analytics.Pipeline.Marts.MartColumn;

namespace Analytics.Pipeline.Marts.Tables;

/// <summary>Who is behind the figures of a leader: credible engagement, and signs in the audience.</summary>
internal static class AudienceColumns
{
    private const string Hidden = " NULL where it, or what is left of the whole, is a small cell.";

    /// <summary>Everything but the share that is a component of the score.</summary>
    public static IReadOnlyList<MartColumn> Credibility { get; } =
    [
        Count("credible_engaged",
            "Accounts anywhere that interacted with the leader in the window and are not flagged. NULL where it is a "
            + "small cell, or would lead to one: those of them outside the community, or the rest of the audience; and "
            + "where it is above observed_audience.",
            nullable: true),
        new MartColumn("reach_credibility", "DOUBLE",
            "credible_engaged / claimed_followers; NULL where either is missing or nobody is claimed.")
        { Nullable = true, Range = (0, double.MaxValue) },
    ];

    /// <summary>Quality of the observed audience, and how many show each sign.</summary>
    public static IReadOnlyList<MartColumn> Quality { get; } =
    [
        Count("observed_audience",
            "Accounts anywhere that follow the leader or interacted with it in the window; without members that only "
            + "follow and without accounts outside the community, where these are a small cell."),
        Count("flagged_audience", "Of these, flagged: several signs in signs." + Hidden, nullable: true),
        Share("audience_quality",
            "1 − flagged_audience / observed_audience; NULL below 30 observed (insufficient data) and where "
            + "flagged_audience is NULL.", nullable: true),
        Share("audience_quality_low",
            "Lower end of its 95 % interval (Wilson 1927), for every count that NULL may hide; NULL below 30 observed.",
            nullable: true),
        Share("audience_quality_high", "Upper end of the same interval.", nullable: true),
        Sign("no_posts"),
        Sign("following_ratio"),
        Sign("mass_following"),
        Sign("young_account"),
        Sign("follow_burst"),
        Sign("identical_timing"),
        Sign("coordinated"),
    ];

    /// <summary>The accounts behind these counts; stays in the lake.</summary>
    public static MartTable Signs { get; } = new(
        "signs",
        TableKind.Mart,
        "One row per account, in a community or not, with a sign that it may not be a person who listens. No sign is a "
            + "proof, and each alone is common among real people. This table does not leave the lake.",
        ["account_id"],
        "account_id",
        [
            Required("run_id", "VARCHAR", RunTables.RunId),
            Required("account_id", "UBIGINT", "Pseudonym of the account."),
            Optional("no_posts", "BOOLEAN", "Its profile counts 0 posts and none came; NULL where no profile says."),
            Optional("following_ratio", "BOOLEAN",
                "By its profile it follows at least ten accounts, and ten times as many as follow it; NULL where the "
                + "profile does not say."),
            Optional("mass_following", "BOOLEAN",
                "It follows more than five times the median, and beyond the outer fence of the logarithm (Tukey 1977); "
                + "by its profile, else as observed; NULL without both."),
            Optional("young_account", "BOOLEAN",
                "Opened within the 365 days before settings.state_as_of; NULL where no profile says."),
            Optional("follow_burst", "BOOLEAN",
                "It followed ten accounts or more within the same five minutes; NULL where no source knows when."),
            Optional("identical_timing", "BOOLEAN",
                "Three times or more among at least four accounts that turned to the same target in the same second, "
                + "far more than usual there; NULL without interactions."),
            Optional("coordinated", "BOOLEAN",
                "In a group whose accounts turned to the same targets within ten seconds, three times or more; NULL "
                + "without interactions."),
            Optional("coordination_group", "INTEGER", "Number of that group in coordination; NULL without."),
            new MartColumn("signs", "INTEGER", "Number of signs that are true.") { Range = (1, 7) },
            Required("flagged", "BOOLEAN",
                "At least two signs, one of them of timing (the last three), or all of the first four."),
        ]);

    /// <summary>Groups that act together.</summary>
    public static MartTable Coordination { get; } = new(
        "coordination",
        TableKind.Mart,
        "One row per group of accounts that turned to the same targets within ten seconds, three times or more, and "
            + "community in which min_group of them are or more. That they act together says nothing about why.",
        ["community_id", "group_number"],
        "community_id, group_number",
        [
            Required("run_id", "VARCHAR", RunTables.RunId),
            Required("community_id", "BIGINT", "Community.").To("communities"),
            Required("group_number", "INTEGER", "Number of the group in this run; signs.coordination_group."),
            Count("accounts", "Members that belong to it. NULL where the other members are a small cell.",
                nullable: true),
            Count("moments", "Times that two of them or more turned to the same target within the same ten seconds."),
            Count("targets", "Accounts that they turned to then; NULL where that is a small cell.", nullable: true),
            Count("spread", "Median over these times of the seconds between the first and the last.", "INTEGER"),
        ]);

    private static MartColumn Sign(string sign) =>
        Count($"audience_{sign}", $"Accounts of observed_audience with the sign {sign}.{Hidden}", nullable: true);
}
