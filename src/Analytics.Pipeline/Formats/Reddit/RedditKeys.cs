namespace Analytics.Pipeline.Formats.Reddit;

/// <summary>Keys of Reddit's records since 2005: those that are read, by slot, and those that are known.</summary>
internal static class RedditKeys
{
    public const int Id = 0;
    public const int Author = 1;
    public const int CreatedUtc = 2;
    public const int Body = 3;
    public const int LinkId = 4;
    public const int ParentId = 5;
    public const int Title = 6;
    public const int Selftext = 7;
    public const int Url = 8;
    public const int IsSelf = 9;
    public const int Score = 10;
    public const int ScoreHidden = 11;
    public const int NumComments = 12;
    public const int NumCrossposts = 13;
    public const int CrosspostParent = 14;
    public const int CrosspostParentList = 15;
    public const int Promoted = 16;
    public const int RetrievedOn = 17;
    public const int RetrievedUtc = 18;
    public const int RemovedByCategory = 19;
    public const int RemovalReason = 20;
    public const int RetrievedAgain = 21;
    public const int DeletedLater = 22;
    public const int RemovalType = 23;

    private static readonly string[] Wanted =
    [
        "id", "author", "created_utc", "body", "link_id", "parent_id", "title", "selftext", "url", "is_self", "score",
        "score_hidden", "num_comments", "num_crossposts", "crosspost_parent", "crosspost_parent_list", "promoted",
        "retrieved_on", "retrieved_utc", "removed_by_category", "removal_reason", "_meta.retrieved_2nd_on",
        "_meta.was_deleted_later", "_meta.removal_type",
    ];

    private static readonly string[] Unwanted =
    [
        "_meta.is_edited", "_meta.was_initially_deleted", "_meta.note", "_meta.corrupted_body", "ad_business",
        "ad_promoted_user_posts", "ad_supplementary_text_md", "ad_user_targeting", "adserver_click_url",
        "adserver_imp_pixel", "all_awardings", "allow_live_comments", "app_store_data", "approved", "approved_at_utc",
        "approved_by", "archived", "associated_award", "author_cakeday", "author_created_utc",
        "author_flair_background_color", "author_flair_css_class", "author_flair_richtext",
        "author_flair_template_id", "author_flair_text", "author_flair_text_color", "author_flair_type",
        "author_fullname", "author_id", "author_is_blocked", "author_patreon_flair", "author_premium", "awarders",
        "ban_note", "banned_at_utc", "banned_by", "body_html", "brand_safe", "call_to_action", "campaign_id",
        "can_gild", "can_mod_post", "category", "clicked", "collapsed", "collapsed_because_crowd_control",
        "collapsed_reason", "collapsed_reason_code", "collections", "comment_type", "content_categories",
        "contest_mode", "controversiality", "created", "disable_comments", "discussion_type", "distinguished",
        "domain", "domain_override", "downs", "editable", "edited", "embed_type", "embed_url", "event_end",
        "event_is_live", "event_start", "events", "eventsOnRender", "expression_asset_data", "from", "from_id",
        "from_kind", "gallery_data", "gilded", "gildings", "hidden", "hide_score", "href_url", "ignore_reports",
        "imp_pixel", "impression_id", "impression_id_str", "is_blank", "is_created_from_ads_ui", "is_crosspostable",
        "is_gallery", "is_meta", "is_original_content", "is_reddit_media_domain", "is_robot_indexable",
        "is_submitter", "is_survey_ad", "is_video", "likes", "link_flair_background_color", "link_flair_css_class",
        "link_flair_richtext", "link_flair_template_id", "link_flair_text", "link_flair_text_color",
        "link_flair_type", "live_audio", "locked", "media", "media_embed", "media_metadata", "media_only",
        "mobile_ad_url", "mod_note", "mod_reason_by", "mod_reason_title", "mod_reports", "name", "no_follow",
        "num_reports", "original_link", "outbound_link", "over_18", "parent_whitelist_status", "permalink",
        "permalink_url", "pinned", "poll_data", "post_categories", "post_hint", "preview", "previous_visits",
        "priority_id", "product_ids", "promo_layout", "promoted_by", "promoted_display_name", "promoted_url", "pwls",
        "quarantine", "quarantined", "removed", "removed_by", "replies", "report_reasons", "rpan_video", "rte_mode",
        "saved", "secure_media", "secure_media_embed", "selftext_html", "send_replies", "show_media",
        "sk_ad_network_data", "spam", "spoiler", "sr_detail", "steward_reports", "stickied", "subcaption",
        "subreddit", "subreddit_id", "subreddit_name_prefixed", "subreddit_subscribers", "subreddit_type",
        "suggested_sort", "third_party_trackers", "third_party_tracking", "third_party_tracking_2", "thumbnail",
        "thumbnail_height", "thumbnail_width", "top_awarded_type", "total_awards_received", "tournament_data",
        "treatment_tags", "unrepliable_reason", "ups", "upvote_ratio", "url_overridden_by_dest", "user_reports",
        "view_count", "visited", "whitelist_status", "wls",
    ];

    public static IReadOnlyList<string> All { get; } = [.. Wanted, .. Unwanted.Select(key => "~" + key)];

    /// <summary>Of the submission that another one passes on: its author.</summary>
    public static IReadOnlyList<string> OfCrosspost { get; } =
    [
        Wanted[Author], .. Wanted.Where(key => key != Wanted[Author]).Concat(Unwanted).Select(key => "~" + key),
    ];
}
