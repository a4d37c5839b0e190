using Analytics.Pipeline.Formats.Records;
using static Analytics.Pipeline.Formats.FourCat.FourCatColumns;

namespace Analytics.Pipeline.Formats.FourCat;

/// <summary>
/// A platform whose objects are known as 4CAT keeps them. Source: 4CAT's own mappings from object to table, function
/// <c>map_item</c> in the folder datasources of github.com/digitalmethodsinitiative/4cat (twitter-import, tiktok,
/// tiktok_comments, instagram, threads).
/// </summary>
/// <param name="Name">As in <c>platform:</c>.</param>
/// <param name="Marks">Members that an object has if it is the platform's.</param>
/// <param name="Flags">Columns that say <c>no</c> where the object says nothing.</param>
/// <param name="Known">Members that are not wanted; all others are drift.</param>
internal sealed record FourCatPlatform(
    string Name,
    IReadOnlyList<string> Marks,
    IReadOnlyList<FourCatMember> Members,
    IReadOnlyList<int> Flags,
    IReadOnlyList<string> Known)
{
    /// <summary>What the add-on says of an object stands before it.</summary>
    public const int LongestWrapping = 4096;

    private static readonly string[] Everywhere = ["__import_meta"];

    private static readonly FourCatPlatform TiktokComments = new(
        "tiktok",
        ["cid", "aweme_id", "text", "create_time"],
        [
            new(Id, "cid"), new(CommentedPost, "aweme_id"), new(Author, "user.unique_id"), new(Author, "user.uid"),
            new(Body, "text"), new(UnixTime, "create_time"), new(Likes, "digg_count"),
            new(Replies, "reply_comment_total"), new(Language, "comment_language"),
        ],
        [],
        [
            .. Everywhere,
            .. Words(
                "allow_download_photo author_pin collect_stat comment_post_item_ids image_list is_author_digged "
                + "is_comment_translatable is_high_purchase_intent label_list no_show reply_comment reply_id "
                + "reply_to_reply_id share_info sort_extra_score sort_tags status stick_position text_extra "
                + "trans_btn_style user_buried user_digged forbid_reply_with_video fold_status label_text label_type "
                + "comment_quality_score_v2 sort_score"),
            .. Below("user",
                "account_labels ad_cover_url advance_feature_item_order advanced_feature_info avatar_larger "
                + "avatar_medium avatar_thumb avatar_168x168 avatar_300x300 avatar_uri bold_fields "
                + "can_message_follow_status_list can_set_geofencing cha_list cover_url custom_verify "
                + "enterprise_verify_reason events followers_detail follow_status follower_status "
                + "homepage_bottom_toast ins_id is_block is_star item_list mutual_relation_avatars need_points "
                + "nickname platform_sync_info predicted_age_group qa_status region relative_users search_highlight "
                + "sec_uid shield_edit_field_info short_id signature stitch_setting type_label user_profile_guide "
                + "user_tags white_cover_url youtube_channel_id youtube_channel_title verification_type gender "
                + "geofencing language status custom_id"),
        ]);

    private static readonly FourCatPlatform Tiktok = new(
        "tiktok",
        ["createTime", "desc", "author", "stats"],
        [
            new(Id, "id"), new(Author, "author.uniqueId"), new(Author, "author"), new(Body, "desc"),
            new(UnixTime, "createTime"), new(IsAd, "isAd", FourCatForm.Flag),
            new(IsPaidPartnership, "adAuthorization", FourCatForm.Flag),
            new(Likes, "stats.diggCount"), new(Replies, "stats.commentCount"), new(Reposts, "stats.shareCount"),
            new(Views, "stats.playCount"), new(Followers, "authorStats.followerCount"),
            new(AuthorPosts, "authorStats.videoCount"), new(Hashtags, "textExtra", Item: "hashtagName"),
            new(Place, "locationCreated"),
        ],
        [IsAd, IsPaidPartnership],
        [
            .. Everywhere,
            .. Words(
                "AIGCDescription BAInfo CategoryType IsAigc IsHDBitrate adLabelVersion aigcLabelType anchors "
                + "authorStatsV2 backendSourceEventTracking brandOrganicType capcutAnchorsOriginal challenges "
                + "collected comments contents creatorAIComment digged diversificationId diversificationLabels "
                + "duetDisplay duetEnabled duetInfo effectStickers forFriend hasPromoteEntry imagePost indexEnabled "
                + "isECVideo isPinnedItem isReviewing itemCommentStatus itemMute item_control keywordTags maskType "
                + "moderationAidesList music nickname authorId authorSecId avatarThumb officalItem originalItem "
                + "playlistId poi privateItem secret shareEnabled showNotPass statsV2 stickersOnItem stitchDisplay "
                + "stitchEnabled suggestedWords takeDown textLanguage textTranslatable titleLanguage "
                + "titleTranslatable video videoSuggestWordsList vl1 warnInfo scheduleTime event"),
            .. Below("author",
                "avatarLarger avatarMedium avatarThumb commentSetting downloadSetting duetSetting ftc id isADVirtual "
                + "isEmbedBanned nickname openFavorite privateAccount relation secUid secret signature stitchSetting "
                + "ttSeller verified recommendReason roomId UserStoryStatus suggestAccountBind createTime shortId "
                + "canExpPlaylist profileEmbedPermission"),
            .. Below("stats", "collectCount"),
            .. Below("authorStats", "diggCount followingCount friendCount heart heartCount"),
        ]);

    private static readonly FourCatPlatform Threads = new(
        "threads",
        ["code", "text_post_app_info", "user"],
        [
            new(Id, "code"), new(Author, "user.username"), new(Body, "caption.text"), new(UnixTime, "taken_at"),
            new(IsPaidPartnership, "is_paid_partnership", FourCatForm.Flag), new(Likes, "like_count"),
            new(Reposts, "text_post_app_info.repost_count"), new(Replies, "text_post_app_info.direct_reply_count"),
            new(Quotes, "text_post_app_info.quote_count"),
        ],
        [IsPaidPartnership],
        [
            .. Everywhere, .. Media, .. Words("audio text_with_entities pinned_post_info is_post_unavailable"),
            .. User, .. Caption,
            .. Below("text_post_app_info",
                "id can_reply direct_reply_count fediverse_info hush_info impression_count is_post_unavailable "
                + "is_reply is_spoiler_media link_preview_attachment linked_inline_media pinned_post_info "
                + "post_unavailable_reason private_reply_partner_name quoted_attachment_post reply_control "
                + "reply_to_author reply_approval_info replies related_trends_info self_thread self_thread_count "
                + "share_info snippet_attachment_info special_effects_enabled_str tag_header text_fragments "
                + "thread_items reshare_count can_quote quote_count ghost_post_exp_time_ms community_info"),
        ]);

    private static readonly FourCatPlatform Instagram = new(
        "instagram",
        ["code", "media_type", "user"],
        [
            new(Id, "code"), new(Author, "user.username"), new(Author, "owner.username"), new(Body, "caption.text"),
            new(UnixTime, "taken_at"), new(InstagramLikes, "like_count"), new(Replies, "comment_count"),
            new(Views, "view_count"), new(Views, "play_count"), new(Place, "location.city"),
            new(Mentions, "usertags.in", Item: "user.username"), new(IsPartial, "_zs_partial", FourCatForm.Flag),
            new(AreLikesHidden, "like_and_view_counts_disabled", FourCatForm.Flag),
            new(IsAd, "product_type", FourCatForm.Advertisement),
            new(IsPaidPartnership, "is_paid_partnership", FourCatForm.Flag),
        ],
        [AreLikesHidden],
        [
            .. Everywhere, .. Media, .. User, .. Caption, .. Words("_zs_instagram_view link"),
            .. Below("location",
                "pk name lat lng address short_name facebook_places_id external_source has_viewer_saved id "
                + "is_eligible_for_guides profile_pic_url"),
            .. Below("owner",
                "pk full_name is_private is_verified profile_pic_id profile_pic_url strong_id__ fbid_v2 pk_id "
                + "__typename is_unpublished friendship_status id"),
        ]);

    /// <summary>The likeliest first: what they have in common tells less than what they differ in.</summary>
    public static IReadOnlyList<FourCatPlatform> All { get; } =
        [FourCatTweets.Platform, TiktokComments, Tiktok, Threads, Instagram];

    private static string[] Media => Words(
        "accessibility_caption media_type code_type ad_id affiliate_info all_previous_submitters "
        + "are_remixes_crosspostable boost_unavailable can_reply can_reshare can_save can_see_insights_as_brand "
        + "can_view_more_preview_comments can_viewer_reshare can_viewer_save caption_add_on caption_is_edited "
        + "carousel_media carousel_media_count clips_attribution_info clips_metadata clips_tab_pinned_user_ids "
        + "coauthor_producer_can_see_organic_insights coauthor_producers comment_inform_treatment "
        + "comment_likes_enabled comment_threading_enabled comments comments_disabled commenting_disabled_for_viewer "
        + "comment_count commerciality_status creator_viewer_insights crosspost_metadata dash_info deleted_reason "
        + "device_timestamp display_uri enable_waist expiring_at explore explore_hide_comments facepile_top_likers "
        + "fb_like_count fb_user_tags feed_demotion_control feed_recs_demotion_control feed_type filter_type "
        + "follow_hashtag_info fundraiser_tag gen_ai_detection_method giphy_media_info group has_audio "
        + "has_delayed_metadata has_high_risk_gen_ai_inform_treatment has_liked has_more_comments "
        + "has_privately_liked has_shared_to_fb has_tagged_users has_viewer_saved headline "
        + "hidden_likes_string_variant hide_view_all_comment_entrypoint id ig_media_sharing_disabled image_versions2 "
        + "igbio_product inline_composer_display_condition integrity_review_decision invited_coauthor_producers "
        + "is_artist_pick is_comments_gif_composer_enabled is_cutout_sticker_allowed is_dash_eligible "
        + "is_eligible_content_for_post_roll_ad is_eligible_for_media_note_recs_nux is_fb_only is_in_profile_grid "
        + "is_internal_only is_open_to_public_submission is_organic_product_tagging_eligible is_pinned "
        + "is_post_live_clips_media is_post_unavailable is_quiet_post is_reel_media "
        + "is_reshare_of_text_post_app_media_in_ig is_reuse_allowed is_seen is_shared_from_basel "
        + "is_social_ufi_disabled is_tagged_media_shared_to_viewer_profile_grid is_third_party_downloads_eligible "
        + "is_unified_video is_visual_reply_commenter_notice_enabled isolate_id like_and_view_counts_disabled link "
        + "location logged_in_user_can_edit logging_info_token main_feed_carousel_starting_media_id "
        + "max_num_visible_preview_comments media_appreciation_settings media_cropping_info media_id "
        + "media_level_comment_controls media_notes media_overlay_info media_repost_count mezql_token music_metadata "
        + "number_of_qualities nearly_complete_copyright_match next_max_id open_carousel_show_follow_button "
        + "open_carousel_submission_state organic_tracking_token original_height "
        + "original_media_has_visual_reply_media original_width overlay_subtitle owner photo_of_you pk play_count "
        + "preview preview_comments previous_submitter product_suggestions product_type profile_grid_control_enabled "
        + "profile_grid_thumbnail_fitting_style quick_conversations_preview_comments reported_as_spam reshare_count "
        + "sharing_friction_info shop_routing_user_id should_request_ads "
        + "should_show_author_pog_for_tagged_media_shared_to_profile_grid social_context strong_id__ "
        + "subscribe_cta_visible subtype_name_for_REST__ taken_at_timestamp thumbnails tagged_users "
        + "timeline_pinned_user_ids title top_likers translated_caption transcription_data user_tags usertags "
        + "video_codec video_dash_manifest video_duration video_sticker_locales video_subtitles_confidence "
        + "video_subtitles_enabled video_subtitles_locale video_subtitles_uri video_to_carousel_cut_info "
        + "video_versions view_count view_state_item_type wearable_attribution_info __typename sponsor_tags "
        + "upcoming_event boosted_status");

    private static string[] Caption => Below(
        "caption",
        "bit_flags content_type created_at created_at_utc did_report_as_spam has_translation is_covered "
        + "is_ranked_comment media_id pk private_reply_status share_enabled status type user user_id strong_id__ id "
        + "__typename");

    private static string[] User => Below(
        "user",
        "__typename account_badges account_type all_media_count can_boost_post can_see_organic_insights "
        + "eligible_for_text_app_activation_badge fan_club_info fbid_v2 feed_post_reshare_disabled friendship_status "
        + "full_name full_name_deprecated has_anonymous_profile_picture has_onboarded_to_text_post_app "
        + "hide_creator_marketplace_badge hd_profile_pic_url_info id interop_messaging_user_fbid "
        + "is_active_on_text_post_app is_embeds_disabled is_favorite is_onboarding_account is_private is_unpublished "
        + "is_verified latest_reel_media linked_fb_info pk pk_id profile_pic_id profile_pic_url "
        + "show_account_transparency_details show_ring_award show_insights_terms strong_id__ supervision_info "
        + "text_post_app_info text_post_app_is_private third_party_downloads_enabled transparency_label "
        + "transparency_product transparency_product_enabled transparency_product_id is_ring_creator "
        + "live_broadcast_id live_broadcast_visibility ai_agent_owner_username user_activation_info "
        + "is_creator_agent_enabled ai_agent_type is_threads_only_user");

    /// <summary>The platform whose objects have these members; null if it is none of those known.</summary>
    public static FourCatPlatform? Of(Predicate<string> has) =>
        All.FirstOrDefault(platform => platform.Marks.All(mark => has(mark)));

    internal static string[] Words(string words) => words.Split(' ');

    internal static string[] Below(string parent, string words) => [.. Words(words).Select(word => $"{parent}.{word}")];
}
