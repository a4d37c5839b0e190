using Analytics.Pipeline.Formats.Records;

namespace Analytics.Pipeline.Formats.FourCat;

/// <summary>
/// Columns of 4CAT's tables. Each platform has columns of its own, under names that changed over the years; one slot
/// takes whatever means the same. Source: the mappings in github.com/digitalmethodsinitiative/4cat, folder datasources.
/// </summary>
internal static class FourCatColumns
{
    public const int Id = 0;
    public const int Thread = 1;
    public const int Author = 2;
    public const int AuthorId = 3;
    public const int Body = 4;
    public const int UnixTime = 5;
    public const int Time = 6;
    public const int CreatedAt = 7;
    public const int IsRepost = 8;
    public const int Reposted = 9;
    public const int IsReply = 10;
    public const int Answered = 11;
    public const int Quoted = 12;
    public const int QuotedPost = 13;
    public const int Hashtags = 14;
    public const int Mentions = 15;
    public const int Links = 16;
    public const int Likes = 17;
    public const int Replies = 18;
    public const int Reposts = 19;
    public const int Quotes = 20;
    public const int Views = 21;
    public const int Language = 22;
    public const int Place = 23;
    public const int IsAd = 24;
    public const int IsPaidPartnership = 25;
    public const int Followers = 26;
    public const int AuthorPosts = 27;
    public const int AuthorCreatedAt = 28;
    public const int CommentedPost = 29;
    public const int AreLikesHidden = 30;
    public const int IsPartial = 31;
    public const int IsWithheld = 32;

    /// <summary>Likes under the name that only Instagram's tables use.</summary>
    public const int InstagramLikes = 33;
    public const int Title = 34;

    /// <summary>Posts that only a platform's own objects tell; in no table.</summary>
    public const int RepostedPost = 35;
    public const int AnsweredPost = 36;

    private static readonly string[] Wanted =
    [
        "!id", "thread_id", "!author", "?author_id", "?body", "?unix_timestamp", "?timestamp", "?created_at",
        "?is_retweet", "?retweeted_user", "?is_reply", "?replied_user|replied_author|replied_to_user",
        "?quoted_user|quote_author", "?quote_tweet_id", "?hashtags|tags", "?mentions|usertags", "?urls|links|link_url",
        "?like_count|likes", "?reply_count|comments|replies|num_comments", "?retweet_count|repost_count|shares|reposts",
        "?quote_count|quotes", "?impression_count|plays|play_count|views", "?language_guess|languages",
        "?place_name|location_created|location_city", "?is_ad", "?is_paid_partnership", "?author_followers",
        "?author_videos", "?author_created_at", "?post_id", "?likes_hidden", "?partial_item", "?is_withheld",
        "?num_likes", "?subject|title", "?retweeted_tweet_id", "?replied_tweet_id",
    ];

    private static readonly string[] Unwanted =
    [
        "parent_id", "collected_from_url", "collected_from_view", "collected_at", "query", "rank", "link", "url",
        "author_fullname", "author_full", "author_display_name", "author_avatar", "author_avatar_url",
        "author_banner_url", "author_profile", "author_likes", "author_is_verified", "verified", "is_verified",
        "source", "possibly_sensitive", "bookmark_count", "is_quote_tweet", "quote_body", "quote_images",
        "quote_videos", "is_quote_withheld", "images", "videos", "long_lat", "stickers", "is_duet", "is_sensitive",
        "is_photosensitive", "music_name", "music_id", "music_url", "music_thumbnail", "music_author", "video_url",
        "tiktok_url", "thumbnail_url", "challenges", "diversification_labels", "effects", "warning", "post_url",
        "post_body", "comment_url", "is_liked_by_post_author", "is_sticky", "is_comment_on_comment", "coauthors",
        "coauthor_fullnames", "coauthor_ids", "media_type", "num_media", "image_urls", "media_urls", "location_name",
        "location_id", "location_latlong", "missing_media", "post_source_domain", "quoted_post", "replied_to_post",
        "replies_allowed", "labels", "has_poll", "image_url", "audio_url", "link_thumbnail_url", "type", "mentioned",
    ];

    public static ColumnShape Shape { get; } = new([.. Wanted, .. Unwanted.Select(name => "~" + name)]);
}
