using static Analytics.Pipeline.Formats.FourCat.FourCatColumns;
using static Analytics.Pipeline.Formats.FourCat.FourCatPlatform;

namespace Analytics.Pipeline.Formats.FourCat;

/// <summary>
/// Posts as X's own pages get them (GraphQL), of which 4CAT keeps the whole: they tell numbers where the table has
/// handles only, also of whom a post answers, passes on, quotes or names. Objects that only passed through other
/// posts lie one step deeper where their visibility is limited.
/// </summary>
internal static class FourCatTweets
{
    private const string Result = "core.user_results.result";
    private const string Original = "legacy.retweeted_status_result.result";
    private const string Quote = "quoted_status_result.result";

    private const string Legacy =
        "bookmark_count bookmarked conversation_id_str conversation_control display_text_range entities "
        + "extended_entities favorite_count favorited full_text in_reply_to_screen_name in_reply_to_status_id_str "
        + "in_reply_to_user_id_str is_quote_status lang limited_actions place possibly_sensitive "
        + "possibly_sensitive_editable quote_count quoted_status_id_str quoted_status_permalink reply_count "
        + "retweet_count retweeted retweeted_status_result scopes self_thread source id_str withheld_scope "
        + "withheld_copyright withheld_in_countries coordinates geo card created_at contributors ext_views "
        + "user_id_str withheld_status quoted_status_result";

    private const string Tweet =
        "__typename id type unmention_data unmention_info edit_control edit_perspective edit_prespective "
        + "is_translatable source core card note_tweet views birdwatch_pivot has_birdwatch_notes previous_counts "
        + "quick_promote_eligibility grok_analysis_button grok_analysis_followups grok_annotations "
        + "grok_share_attachment grok_translated_post_with_availability post_image_description "
        + "post_video_description conversation_control superFollowsReplyUserResult article "
        + "author_community_relationship community_relationship community_results content_disclosure post_cta "
        + "trend_results unified_card limitedActionResults mediaVisibilityResults tweetInterstitial tombstone "
        + "quotedRefResult quoted_status_result tweet_card trusted_friends_info_result reason cta possibly_sensitive "
        + "rest_id legacy tweet";

    private const string Account =
        "__typename id affiliates_highlighted_label avatar dm_permissions has_graduated_access is_blue_verified "
        + "location media_permissions parody_commentary_fan_label profile_image_shape professional privacy "
        + "profile_bio profile_description_language relationship_perspectives tipjar_settings verification "
        + "super_follow_eligible super_followed_by super_following private_super_following exclusive_tweet_following "
        + "smart_blocked_by smart_blocking business_account creator_subscriptions_count verified_phone_status "
        + "highlights_info legacy_extended_profile is_profile_translatable has_hidden_likes_on_profile "
        + "follow_request_sent has_nft_avatar premium_gifting_eligible user_seed_tweet_count verified_type banner "
        + "rest_id";

    private const string Profile =
        "blocked_by blocking can_dm can_media_tag default_profile default_profile_image description entities "
        + "fast_followers_count favourites_count follow_request_sent followed_by following friends_count "
        + "has_custom_timelines is_translator listed_count location media_count muting name needs_phone_verification "
        + "normal_followers_count notifications pinned_tweet_ids_str possibly_sensitive profile_banner_url "
        + "profile_image_url_https profile_interstitial_type protected translator_type url verified want_retweets "
        + "withheld_in_countries verified_type created_at screen_name profile_banner_extensions "
        + "profile_image_extensions";

    public static FourCatPlatform Platform { get; } = new(
        "x",
        ["legacy"],
        [
            new(Id, "rest_id"), new(Id, "legacy.id_str"), new(AuthorId, "legacy.user_id_str"),
            new(AuthorId, $"{Result}.rest_id"), new(AuthorId, "user.id_str"),
            new(Author, $"{Result}.core.screen_name"), new(Author, $"{Result}.legacy.screen_name"),
            new(Author, "user.screen_name"),
            new(Body, "note_tweet.note_tweet_results.result.text"), new(Body, "legacy.full_text"),
            new(CreatedAt, "legacy.created_at", FourCatForm.Time), new(FourCatColumns.Language, "legacy.lang"),
            new(Place, "legacy.place.full_name"),
            new(IsRepost, "legacy.retweeted_status_result", FourCatForm.Flag),
            new(Reposted, $"{Original}.legacy.user_id_str", FourCatForm.Number),
            new(Reposted, $"{Original}.tweet.legacy.user_id_str", FourCatForm.Number),
            new(Reposted, $"{Original}.{Result}.rest_id", FourCatForm.Number),
            new(RepostedPost, $"{Original}.rest_id"), new(RepostedPost, $"{Original}.tweet.rest_id"),
            new(RepostedPost, $"{Original}.legacy.id_str"),
            new(Answered, "legacy.in_reply_to_user_id_str", FourCatForm.Number),
            new(AnsweredPost, "legacy.in_reply_to_status_id_str"),
            new(Quoted, $"{Quote}.legacy.user_id_str", FourCatForm.Number),
            new(Quoted, $"{Quote}.tweet.legacy.user_id_str", FourCatForm.Number),
            new(QuotedPost, "legacy.quoted_status_id_str"), new(QuotedPost, $"{Quote}.rest_id"),
            new(Hashtags, "legacy.entities.hashtags", Item: "text"),
            new(Mentions, "legacy.entities.user_mentions", FourCatForm.Number, "id_str"),
            new(Links, "legacy.entities.urls", Item: "expanded_url"),
            new(Likes, "legacy.favorite_count"), new(Replies, "legacy.reply_count"),
            new(Reposts, "legacy.retweet_count"), new(Quotes, "legacy.quote_count"), new(Views, "views.count"),
            new(Views, "ext_views.count"),
            new(Followers, $"{Result}.legacy.followers_count"), new(Followers, "user.followers_count"),
            new(AuthorPosts, $"{Result}.legacy.statuses_count"),
            new(AuthorCreatedAt, $"{Result}.core.created_at", FourCatForm.Time),
            new(AuthorCreatedAt, $"{Result}.legacy.created_at", FourCatForm.Time),
        ],
        [IsRepost],
        [
            "__import_meta", .. Words(Tweet), .. Below("legacy", Legacy), "views.state", "ext_views.state",
            "legacy.entities.symbols", "legacy.entities.media", "legacy.entities.timestamps",
            .. Below("legacy.place",
                "attributes bounding_box contained_within country country_code id name place_type url"),
            .. Below(Result, Account), .. Below($"{Result}.legacy", Profile), $"{Result}.core.name",
            .. Below(Original, Tweet), .. Below($"{Original}.legacy", Legacy), .. Below($"{Original}.tweet", Tweet),
            .. Below($"{Original}.tweet.legacy", Legacy), .. Below($"{Original}.{Result}", Account + " core legacy"),
            .. Below(Quote, Tweet), .. Below($"{Quote}.legacy", Legacy), .. Below($"{Quote}.tweet", Tweet),
            .. Below($"{Quote}.tweet.legacy", Legacy),
            "note_tweet.is_expandable",
            .. Below("note_tweet.note_tweet_results.result", "id entity_set richtext media"),
        ]);
}
