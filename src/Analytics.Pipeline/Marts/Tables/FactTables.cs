using static Analytics.Pipeline.Marts.MartColumn;

namespace Analytics.Pipeline.Marts.Tables;

/// <summary>Cleaned input: what people did in public, under keyed pseudonyms, times in UTC.</summary>
internal static class FactTables
{
    private const string Source = "Name of the source in the pipeline file that delivered the row first.";

    private static readonly MartTable Follows = new(
        "follows",
        TableKind.Fact,
        "One row per follow: a pair of accounts, and the time from when on one followed the other. Taken up again "
        + "after its end it is another row; at most one row of a pair is open. Partitioned by month of the first_seen "
        + "that was delivered first.",
        ["follower_id", "followee_id", "first_seen"],
        "follower_id, followee_id, first_seen",
        [
            Required("follower_id", "UBIGINT", "Pseudonym of the account that follows."),
            Required("followee_id", "UBIGINT", "Pseudonym of the account that is followed."),
            Required("first_seen", "TIMESTAMP",
                "When the follow began, or when an export first showed it: the earliest that any tells (UTC)."),
            Required("last_seen", "TIMESTAMP",
                "When the export showed it that delivered the row first, or a later one that changed it (UTC)."),
            Optional("ended_at", "TIMESTAMP",
                "When it ended, or was found missing on a whole list (UTC); NULL while it holds."),
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
            Optional("ended_at", "TIMESTAMP",
                "When it was taken back, its post deleted, or one of the two accounts closed (UTC); NULL while it "
                + "stands.") with
            { IsSettled = true },
            Required("source", "VARCHAR", Source),
        ]);

    private static readonly MartTable Posts = new(
        "posts",
        TableKind.Fact,
        "One row per post. Its text is not kept unless the pipeline file says privacy.keep_text. Partitioned by month "
        + "of at.",
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
            Optional("text", "VARCHAR",
                "The text as delivered, names of people in it included; NULL unless privacy.keep_text asked for it "
                + "when the post was ingested.") with
            { AddedLater = true },
            Optional("ended_at", "TIMESTAMP",
                "When it was deleted or its author's account closed (UTC); NULL while it stands.") with
            { IsSettled = true },
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

    private static readonly MartTable Retractions = new(
        "retractions",
        TableKind.Fact,
        "One row per thing that ended: a follow taken back, a post deleted, an account closed. Partitioned by month of "
        + "at.",
        [],
        "\"at\", what, actor_id, target_id, post_id, record_id",
        [
            Choice("what", "What ended; return means that a closed account is back, record that the platform names "
                + "the act by a key.", "follow", "interaction", "post", "account", "return", "record"),
            Required("at", "TIMESTAMP", "When (UTC), or when an export first no longer showed it."),
            Optional("actor_id", "UBIGINT", "Pseudonym of the account that had acted; NULL where not delivered."),
            Optional("target_id", "UBIGINT", "Pseudonym of the account that it had acted on; NULL where not."),
            Optional("post_id", "UBIGINT", "Pseudonym of the post; NULL where none or not delivered."),
            Optional("record_id", "UBIGINT", "Pseudonym of the key by which the platform names the act; else NULL."),
            Required("source", "VARCHAR", Source),
        ]);

    private static readonly MartTable RecordKeys = new(
        "record_keys",
        TableKind.Fact,
        "One row per act that a platform names by a key, so that a deletion by key finds it. Partitioned by month of "
        + "at.",
        [],
        "record_id, \"at\", actor_id, target_id, post_id, what",
        [
            Required("record_id", "UBIGINT", "Pseudonym of the key."),
            Choice("what", "What the key names.", "follow", "interaction", "post", "account", "return", "record"),
            Required("at", "TIMESTAMP", "When the act happened (UTC)."),
            Required("actor_id", "UBIGINT", "Pseudonym of the account that acted."),
            Optional("target_id", "UBIGINT", "Pseudonym of the account that it acted on; NULL where none."),
            Optional("post_id", "UBIGINT", "Pseudonym of the post that it acted on; NULL where none."),
            Required("source", "VARCHAR", Source),
        ]);

    private static readonly MartTable Unaddressed = new(
        "unaddressed",
        TableKind.Fact,
        "One row per interaction of which only the post is known that it acts on. Where posts tell its author, the "
        + "row stands in interactions too. Partitioned by month of at.",
        [],
        "post_id, \"at\", actor_id, kind",
        [
            Required("actor_id", "UBIGINT", "Pseudonym of the account that acted."),
            Required("post_id", "UBIGINT", "Pseudonym of the post that it acted on."),
            Choice("kind", "What it did.", "like", "reply", "repost", "mention", "quote"),
            Required("at", "TIMESTAMP", "When (UTC)."),
            Required("source", "VARCHAR", Source),
        ]);

    private static readonly MartTable FollowLists = new(
        "follow_lists",
        TableKind.Fact,
        "One row per list of followers or followed accounts that was delivered whole. Partitioned by month of "
        + "observed_at.",
        [],
        "owner_id, observed_at, direction, entries",
        [
            Required("owner_id", "UBIGINT", "Pseudonym of the account whose list it is."),
            Choice("direction", "Who is on it: its followers, or those whom it follows.", "followers", "following"),
            Count("entries", "Entries of the list."),
            Required("observed_at", "TIMESTAMP", "When the list was taken (UTC)."),
            Required("source", "VARCHAR", Source),
        ]);

    private static readonly MartTable Sightings = new(
        "sightings",
        TableKind.Fact,
        "One row per delivery that told a known follow again and otherwise than before: other times, an end, a later "
        + "list. What becomes of it stands in follows. Partitioned by month of first_seen.",
        [],
        "follower_id, followee_id, first_seen, last_seen, ended_at",
        [
            Required("follower_id", "UBIGINT", "Pseudonym of the account that follows."),
            Required("followee_id", "UBIGINT", "Pseudonym of the account that is followed."),
            Required("first_seen", "TIMESTAMP", "When the follow began, as this delivery tells it (UTC)."),
            Required("last_seen", "TIMESTAMP", "When this delivery showed it (UTC)."),
            Optional("ended_at", "TIMESTAMP", "When it ended, as this delivery tells it (UTC); else NULL."),
            Required("source", "VARCHAR", "Name of the source in the pipeline file that delivered it."),
        ]);

    public static IReadOnlyList<MartTable> All { get; } =
        [Follows, Interactions, Posts, Accounts, Retractions, RecordKeys, Unaddressed, FollowLists, Sightings];
}
