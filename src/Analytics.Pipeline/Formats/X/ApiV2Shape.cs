using Analytics.Pipeline.Formats.Records;

namespace Analytics.Pipeline.Formats.X;

/// <summary>
/// The members of all objects that version 2 of the API of X sends: pages and single events, posts, accounts, and
/// events of compliance. One shape serves all of them, because files mix them: flattened, a post holds whole accounts
/// and whole other posts. Source: the data dictionary at docs.x.com/x-api/fundamentals/data-dictionary.
/// </summary>
internal static class ApiV2Shape
{
    // Posts.
    public const int Id = 0;
    public const int Text = 1;
    public const int AuthorId = 2;
    public const int CreatedAt = 3;
    public const int Language = 4;
    public const int RepliedUser = 5;
    public const int References = 6;
    public const int Versions = 7;
    public const int Hashtags = 8;
    public const int Mentions = 9;
    public const int Urls = 10;
    public const int Reposts = 11;
    public const int Replies = 12;
    public const int Likes = 13;
    public const int Quotes = 14;
    public const int Views = 15;
    public const int PlaceId = 16;
    public const int PlaceName = 17;
    public const int Author = 18;
    public const int RepliedAccount = 19;
    public const int LongText = 20;
    public const int LongHashtags = 21;
    public const int LongMentions = 22;
    public const int LongUrls = 23;
    public const int PaidPartnership = 24;
    public const int Type = 25;

    // Accounts.
    public const int UserName = 26;
    public const int Followers = 27;
    public const int Following = 28;
    public const int PostCount = 29;
    public const int Location = 30;
    public const int ProfileTags = 31;

    // Pages and single events.
    public const int Data = 32;
    public const int Users = 33;
    public const int Tweets = 34;
    public const int Places = 35;
    public const int Errors = 36;
    public const int Address = 37;
    public const int RetrievedAt = 38;

    // Results of a compliance job, and what the platform says when it ends a connection.
    public const int Action = 39;
    public const int Reason = 40;
    public const int RedactedAt = 41;
    public const int Title = 42;

    // Events of the compliance stream: id and time of each kind behind one another.
    public const int DeletedPost = 43;
    public const int EndedAccounts = 45;
    public const int ReturnedAccounts = 51;

    private static readonly string[] Wanted =
    [
        "id", "text", "author_id", "created_at", "lang", "in_reply_to_user_id", "referenced_tweets",
        "edit_history_tweet_ids", "entities.hashtags", "entities.mentions", "entities.urls",
        "public_metrics.retweet_count", "public_metrics.reply_count", "public_metrics.like_count",
        "public_metrics.quote_count", "public_metrics.impression_count", "geo.place_id", "geo.full_name", "author",
        "in_reply_to_user", "note_tweet.text", "note_tweet.entities.hashtags", "note_tweet.entities.mentions",
        "note_tweet.entities.urls", "paid_partnership", "type",
        "username", "public_metrics.followers_count", "public_metrics.following_count", "public_metrics.tweet_count",
        "location", "entities.description.hashtags",
        "data", "includes.users", "includes.tweets", "includes.places", "errors", "__twarc.url",
        "__twarc.retrieved_at",
        "action", "reason", "redacted_at", "title",
        "delete.tweet.id", "delete.event_at", "user_delete.user.id", "user_delete.event_at", "user_suspend.user.id",
        "user_suspend.event_at", "user_protect.user.id", "user_protect.event_at", "user_undelete.user.id",
        "user_undelete.event_at", "user_unsuspend.user.id", "user_unsuspend.event_at", "user_unprotect.user.id",
        "user_unprotect.event_at",
    ];

    private static readonly string[] Known =
    [
        "conversation_id", "source", "possibly_sensitive", "reply_settings", "edit_controls", "attachments",
        "context_annotations", "withheld", "name", "description", "profile_image_url", "profile_banner_url",
        "protected", "verified", "verified_type", "url", "pinned_tweet_id", "pinned_tweet", "connection_status",
        "most_recent_tweet_id", "receives_your_dm", "subscription_type", "subscription", "parody",
        "is_identity_verified", "affiliation", "meta", "matching_rules", "includes.media", "includes.polls",
        "includes.topics", "__twarc.version", "non_public_metrics", "organic_metrics", "promoted_metrics", "article",
        "card_uri", "community_id", "display_text_range", "media_metadata", "scopes", "suggested_source_links",
        "public_metrics.bookmark_count", "public_metrics.listed_count", "public_metrics.media_count",
        "entities.annotations", "entities.cashtags", "entities.url", "entities.description.urls",
        "entities.description.mentions", "entities.description.cashtags", "note_tweet.entities.annotations",
        "note_tweet.entities.cashtags", "geo.coordinates", "geo.country", "geo.country_code", "geo.geo", "geo.id",
        "geo.name", "geo.place_type", "geo.contained_within", "detail", "status", "start", "end", "tag",
        "delete.tweet.author_id", "delete.quote_tweet_id", "scrub_geo", "drop", "undrop", "withheld_in_countries",
        "connection_issue", "disconnect_type",
    ];

    private static readonly string[] All = [.. Wanted, .. Known.Select(path => $"~{path}")];

    // What lies in one another must not share the memory for its members.
    public static readonly JsonShape Root = new(All);
    public static readonly JsonShape Post = new(All);
    public static readonly JsonShape Reference = new(All);
    public static readonly JsonShape ReferencedPost = new(All);
    public static readonly JsonShape Account = new(All);
    public static readonly JsonShape Mention = new(All);

    public static readonly JsonShape Tag = new("tag", "~start", "~end");

    public static readonly JsonShape Link = new(
        "expanded_url", "unwound_url", "media_key", "~start", "~end", "~url", "~display_url", "~images", "~status",
        "~title", "~description");

    public static readonly JsonShape Place = new(
        "id", "full_name", "~name", "~country", "~country_code", "~geo", "~place_type", "~contained_within");
}
