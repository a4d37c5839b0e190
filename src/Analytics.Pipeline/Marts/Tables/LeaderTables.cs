using Analytics.Pipeline.Leaders;
using static Analytics.Pipeline.Marts.MartColumn;

namespace Analytics.Pipeline.Marts.Tables;

/// <summary>Opinion leaders with every figure that their score is made of.</summary>
internal static class LeaderTables
{
    private const string SmallCell = " NULL where it, or what it leaves of a count beside it, is a small cell.";

    private const string NoActs = " NULL where item_acts is 0.";

    private static readonly MartTable Leaders = new(
        "leaders",
        TableKind.Mart,
        "One row per opinion leader of a community, best first: public multipliers that reach min_group members "
            + "or more. score = Σ contributions; contribution = percentile × weight / Σ |weights| of the known "
            + "components.",
        ["community_id", "rank"],
        "community_id, rank",
        [
            Required("run_id", "VARCHAR", RunTables.RunId),
            Required("community_id", "BIGINT", "Community.").To("communities"),
            new MartColumn("rank", "INTEGER", "1 is best; equal scores by account_id.") { Range = (1, 20_000) },
            Required("account_id", "UBIGINT", "Pseudonym of the leader.").To("members"),
            new MartColumn("rank_low", "INTEGER",
                "Best rank of the 90 % interval over settings.replicates rankings drawn anew; NULL without replicates.")
            { Nullable = true, Range = (1, 20_000) },
            new MartColumn("rank_high", "INTEGER", "Worst rank of that interval; NULL without replicates.")
            { Nullable = true, Range = (1, 20_000) },
            Share("top_k_probability",
                "Share of these rankings in which the leader is among the first settings.top_k; NULL without.",
                nullable: true),
            Choice("rank_interval",
                "wide: rank_high is above 2 × rank_low + 5, so do not rely on the rank; else narrow. NULL without.",
                "narrow", "wide") with
            { Nullable = true },
            new MartColumn("score", "DOUBLE", "Weighted mean of the percentile ranks below.") { Range = (-1, 1) },
            Amount("steady_attention",
                "Attention of members that keeps coming: each follow by its weight, and for each two-hundredth of the "
                + "observed window the weightiest interaction in it."),
            .. Ranked("steady_attention"),
            Amount("recent_attention",
                "Attention of members of late: each follow by its weight, each interaction by its weight, halved after "
                + "each settings.recent_half_life_us."),
            .. Ranked("recent_attention"),
            Share("pagerank", "PageRank (d = 0.85) on the attention inside the community."),
            .. Ranked("pagerank"),
            Count("engaged_members",
                "Members that interacted with the leader in the window." + SmallCell, nullable: true),
            Count("community_size", "Members of the community.", "INTEGER"),
            Share("engaged_share", "engaged_members / community_size." + SmallCell, nullable: true),
            .. Ranked("engaged_share"),
            new MartColumn("recent_engaged", "DOUBLE",
                "Members that interacted with the leader, each by the age of its newest interaction: 1 just now, half "
                + "after each settings.recent_half_life_us." + SmallCell)
            { Nullable = true, Range = (0, 20_000) },
            .. Ranked("recent_engaged"),
            Count("reach",
                "Members that follow the leader or interacted with it in the window. Those that only follow are left "
                + "out where they are a small cell beside engaged_members."),
            .. Ranked("reach"),
            Count("coreness", "Largest k such that the leader is in the k-core of its community.", "INTEGER"),
            .. Ranked("coreness"),
            Count("engagement_posts",
                "Posts in the window with known counts and followers: denominator of engagement_rate."),
            new MartColumn("engagement_rate", "DOUBLE",
                "Mean over these posts of (likes + replies + reposts + quotes) / followers at posting; else NULL.")
            { Nullable = true, Range = (0, double.MaxValue) },
            new MartColumn("engagement_rate_median", "DOUBLE", "Median of the same ratio; NULL without any.")
            { Nullable = true, Range = (0, double.MaxValue) },
            .. Ranked("engagement_rate"),
            Count("posts", "Posts in the window: denominator of sponsored_share."),
            Count("sponsored_posts", "Of these, with the platform's paid label or a disclosure marker."),
            Share("sponsored_share", "sponsored_posts / posts; NULL without posts.", nullable: true),
            .. Ranked("sponsored_share"),
            Count("item_acts", "Posts, hashtags and linked domains that the leader acted on in the window."),
            Count("influenced_members",
                "Members who pay attention to the leader and acted on one of them after it did, within "
                + "settings.influence_limit_us." + SmallCell + NoActs + " NULL where it is above reach, too.",
                nullable: true),
            new MartColumn("influence_credit", "DOUBLE",
                "Their acts, each shared equally among all accounts that acted before and that the member pays "
                + "attention to." + SmallCell + NoActs)
            { Nullable = true, Range = (0, double.MaxValue) },
            .. Ranked("influence"),
            Count("reposting_members", "Members that reposted the leader in the window." + SmallCell, nullable: true),
            Count("mentioning_members", "Members that mentioned the leader in the window." + SmallCell, nullable: true),
            Count("observed_followers",
                "Followers in the exports, inside and outside the community." + SmallCell
                + " NULL, too, where they are more than observed_audience, which leaves out small parts.",
                nullable: true),
            Count("claimed_followers",
                "Followers according to the newest profile; NULL where not delivered.", nullable: true),
            Count("credible_members",
                "Of engaged_members, those that are not flagged. NULL where it or the rest of them is a small cell.",
                nullable: true),
            Share("credible_share", "credible_members / community_size; NULL where that is.", nullable: true),
            .. Ranked("credible_share"),
            .. AudienceColumns.Credibility,
            .. AudienceColumns.Quality,
            .. Ranked("audience_quality"),
            .. BehaviourColumns.Position,
            .. BehaviourColumns.Topic,
            .. BehaviourColumns.Own,
            Choice("tier",
                "By claimed followers, else by observed ones: nano below 1,000, micro below 10,000, mid below 100,000, "
                + "macro below 1,000,000, mega from there on.",
                "nano", "micro", "mid", "macro", "mega"),
        ]);

    private static readonly MartTable Rankings = new(
        "rankings",
        TableKind.Mart,
        "One row per profile and listed member of a community, best first: leaders.score under the weights of profiles "
            + "for other tasks. The profile 'multiplier' is the ranking of leaders; others list members of whom a "
            + "component that weighs most there is known.",
        ["profile", "community_id", "rank"],
        "profile, community_id, rank",
        [
            Required("run_id", "VARCHAR", RunTables.RunId),
            Required("profile", "VARCHAR", "Name of the profile."),
            Required("community_id", "BIGINT", "Community.").To("communities"),
            new MartColumn("rank", "INTEGER", "1 is best; equal scores by account_id.") { Range = (1, 20_000) },
            Required("account_id", "UBIGINT", "Pseudonym of the member.").To("members"),
            new MartColumn("score", "DOUBLE", "Weighted mean of percentile ranks; sum of the contributions.")
            {
                Range = (-1, 1),
            },
            .. LeaderComponents.All.Select(
                component => Contribution(component.Name, component.UnknownWhere)),
        ]);

    private static readonly MartTable Profiles = new(
        "profiles",
        TableKind.Mart,
        "One row per profile and component: the weights of rankings. Percentiles and known components are those of "
            + "leaders.",
        ["profile", "component"],
        "profile, component",
        [
            Required("run_id", "VARCHAR", RunTables.RunId),
            Required("profile", "VARCHAR", "Name of the profile; 'multiplier' is that of leaders."),
            Choice("component", "Component of the score.", [.. LeaderComponents.All.Select(one => one.Name)]),
            Required("weight", "DOUBLE", "Its weight; 0 where the profile leaves it out, negative where it costs."),
        ]);

    public static IReadOnlyList<MartTable> All { get; } =
        [Leaders, Rankings, Profiles, AudienceColumns.Signs, AudienceColumns.Coordination];

    /// <summary>Percentile and contribution of a component.</summary>
    internal static MartColumn[] Ranked(string component)
    {
        var unknownWhere = LeaderComponents.All[LeaderComponents.IndexOf(component)].UnknownWhere;
        return
        [
            Share($"{component}_percentile",
                $"Share of the other members with a known value that have a lower {component}.{When(unknownWhere)}",
                nullable: unknownWhere is not null),
            Contribution(component, unknownWhere),
        ];
    }

    private static MartColumn Contribution(string component, string? unknownWhere) =>
        new($"{component}_contribution", "DOUBLE", $"What {component} adds to the score.{When(unknownWhere)}")
        {
            Range = (-1, 1),
            Nullable = unknownWhere is not null,
        };

    private static string When(string? unknownWhere) => unknownWhere is null ? "" : $" NULL where {unknownWhere}.";
}
