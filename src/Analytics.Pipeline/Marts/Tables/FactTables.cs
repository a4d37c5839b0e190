using static Analytics.Pipeline.Marts.MartColumn;

namespace Analytics.Pipeline.Marts.Tables;

/// <summary>Cleaned input: what people did in public, under keyed pseudonyms, times in UTC.</summary>
internal static class FactTables
{
    private const string Source = "Name of the source in the pipeline file that delivered the row first.";

    private static readonly MartTable Follows = new(
        "follows",
        TableKind.Fact,
        "One row per pair of accounts of which one follows or followed the other. Partitioned by month of first_seen.",
        ["follower_id", "followee_id"],
        "follower_id, followee_id",
        [
            Required("follower_id", "UBIGINT", "Pseudonym of the account that follows."),
            Required("followee_id", "UBIGINT", "Pseudonym of the account that is followed."),
            Required("first_seen", "TIMESTAMP", "When the follow began, or when an export first showed it (UTC)."),
            Required("last_seen", "TIMESTAMP", "When an export last showed it (UTC)."),
            Optional("ended_at", "TIMESTAMP", "When it ended (UTC); NULL while it holds."),
            Required("source", "VARCHAR", Source),
        ]);

    private static readonly MartTable Interactions = new(
        "interactions",
        TableKind.Fact,
        "One row per act of one account towards another: actor to target. Partitioned by month of at.",
        [],
        "actor_id, target_id, \"at\", kind, post_id",
        [
            Required("actor_id", "UBIGINT", "Pseudonym of the account that acted."),
            Required("target_id", "UBIGINT", "Pseudonym of the account that it acted on."),
            Choice("kind", "What it did.", "like", "reply", "repost", "mention", "quote"),
            Optional("post_id", "UBIGINT", "Pseudonym of the post that it acted on; NULL where not delivered."),
            Required("at", "TIMESTAMP", "When (UTC)."),
            Required("source", "VARCHAR", Source),
        ]);

    private static readonly MartTable Posts = new(
        "posts",
        TableKind.Fact,
        "One row per post. The text itself is not kept. Partitioned by month of at.",
        ["post_id"],
        "author_id, \"at\", post_id",
        [
            Required("post_id", "UBIGINT", "Pseudonym of the post."),
            Required("author_id", "UBIGINT", "Pseudonym of the account that wrote it."),
            Required("at", "TIMESTAMP", "When (UTC)."),
            Optional("language", "VARCHAR", "Language as delivered; NULL where not."),
            Optional("hashtags", "VARCHAR[]", "Hashtags without #; NULL where neither text nor hashtags came."),
            Optional("links", "VARCHAR[]", "Domains linked to, never whole addresses; NULL where not delivered."),
            Optional("place", "VARCHAR", "Place as delivered; NULL where not."),
            Optional("sponsored", "BOOLEAN", "The platform's paid label; NULL where it does not deliver one."),
            Optional("disclosure", "VARCHAR", "Marker of paid content found in the text (Werbung, #ad, …); else NULL."),
            Optional("likes", "BIGINT", "Likes as delivered; NULL where not."),
            Optional("replies", "BIGINT", "Replies as delivered; NULL where not."),
            Optional("reposts", "BIGINT", "Reposts as delivered; NULL where not."),
            Optional("quotes", "BIGINT", "Quotes as delivered; NULL where not."),
            Optional("views", "BIGINT", "Views as delivered; NULL where not."),
            Optional("reach", "BIGINT",
                "Accounts that saw the post, as delivered (the platform's insights); NULL where not.") with
            { AddedLater = true },
            Optional("in_reply_to_author", "UBIGINT", "Pseudonym of the account that the post answers; else NULL."),
            Optional("disclosure_up_front", "BOOLEAN",
                "Whether the text begins with the marker in disclosure; NULL without one, or where it is not from the "
                + "text.") with
            { AddedLater = true },
            Required("source", "VARCHAR", Source),
        ]);

    private static readonly MartTable Accounts = new(
        "accounts",
        TableKind.Fact,
        "One row per account and moment at which its profile was seen. Partitioned by month of observed_at.",
        ["account_id", "observed_at"],
        "account_id, observed_at",
        [
            Required("account_id", "UBIGINT", "Pseudonym of the account."),
            Required("platform", "VARCHAR", "Platform as named in the pipeline file."),
            Optional("claimed_followers", "BIGINT", "Followers according to the profile; NULL where not delivered."),
            Optional("claimed_following", "BIGINT", "Accounts followed according to the profile; NULL where not."),
            Optional("claimed_posts", "BIGINT", "Posts according to the profile; NULL where not delivered."),
            Optional("created_at", "TIMESTAMP", "When the account was opened (UTC); NULL where not delivered."),
            Optional("language", "VARCHAR", "Language of the profile; NULL where not delivered."),
            Optional("place", "VARCHAR", "Place of the profile; NULL where not delivered."),
            Optional("profile_tags", "VARCHAR[]", "Hashtags of the profile; NULL where not delivered."),
            Required("observed_at", "TIMESTAMP", "When the profile was seen (UTC)."),
            Required("source", "VARCHAR", Source),
        ]);

    public static IReadOnlyList<MartTable> All { get; } = [Follows, Interactions, Posts, Accounts];
}
