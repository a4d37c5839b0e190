-- The opinion leaders of each community, best first, with every figure that the score is made of.
-- A count of accounts between 1 and the smallest cell is not published, nor is the share made of it, nor a count that
-- leaves so few of a count beside it. Members who only follow and are few do not count in reach.
WITH reached AS (
  SELECT
    *,
    engaged_members + CASE WHEN counts_silent THEN silent_members ELSE 0 END AS told_reach
  FROM work.scores
),
measured AS (
  SELECT
    scores.*,
    scores.engaged_members NOT BETWEEN 1 AND s.min_group - 1 AS show_engaged,
    scores.influenced_members NOT BETWEEN 1 AND s.min_group - 1
      AND told_reach - scores.influenced_members NOT BETWEEN 1 AND s.min_group - 1
      AND scores.influenced_members <= told_reach AS show_influenced,
    scores.reposting_members NOT BETWEEN 1 AND s.min_group - 1
      AND NOT (show_engaged AND scores.engaged_members - scores.reposting_members BETWEEN 1 AND s.min_group - 1)
      AS show_reposting,
    scores.mentioning_members NOT BETWEEN 1 AND s.min_group - 1
      AND NOT (show_engaged AND scores.engaged_members - scores.mentioning_members BETWEEN 1 AND s.min_group - 1)
      AS show_mentioning,
    scores.replying_accounts NOT BETWEEN 1 AND s.min_group - 1 AS show_replies,
    scores.observed_followers NOT BETWEEN 1 AND s.min_group - 1
      AND NOT (counts_silent AND scores.observed_followers - silent_members BETWEEN 1 AND s.min_group - 1)
      AND observed_audience - scores.observed_followers NOT BETWEEN 1 AND s.min_group - 1
      -- More followers than audience tell of the part that was left out of it.
      AND scores.observed_followers <= observed_audience AS show_followers,
    -- Nor may those who engaged with nothing else be counted by difference.
    scores.topic_attention NOT BETWEEN 1 AND s.min_group - 1
      AND scores.engaged_members - scores.topic_attention NOT BETWEEN 1 AND s.min_group - 1 AS show_topic,
    coalesce(scores.claimed_followers, scores.observed_followers) AS followers,
    s.run_id
  FROM reached AS scores, work.settings AS s
),
final AS (
  SELECT
    run_id,
    community_id,
    CAST(rank AS INTEGER) AS rank,
    account_id,
    rank_low,
    rank_high,
    top_k_probability,
    CASE
      WHEN rank_low IS NULL THEN NULL
      WHEN rank_high > 2 * rank_low + 5 THEN 'wide'
      ELSE 'narrow'
    END AS rank_interval,
    score,
    steady_attention,
    steady_attention_percentile,
    steady_attention_contribution,
    recent_attention,
    recent_attention_percentile,
    recent_attention_contribution,
    pagerank,
    pagerank_percentile,
    pagerank_contribution,
    CASE WHEN show_engaged THEN engaged_members END AS engaged_members,
    CAST(community_size AS INTEGER) AS community_size,
    CASE WHEN show_engaged THEN engaged_share END AS engaged_share,
    engaged_share_percentile,
    engaged_share_contribution,
    CASE WHEN show_engaged THEN recent_engaged END AS recent_engaged,
    recent_engaged_percentile,
    recent_engaged_contribution,
    told_reach AS reach,
    reach_percentile,
    reach_contribution,
    CAST(coreness AS INTEGER) AS coreness,
    coreness_percentile,
    coreness_contribution,
    engagement_posts,
    engagement_rate,
    engagement_rate_median,
    engagement_rate_percentile,
    engagement_rate_contribution,
    posts,
    sponsored_posts,
    sponsored_share,
    sponsored_share_percentile,
    sponsored_share_contribution,
    CAST(item_acts AS BIGINT) AS item_acts,
    CAST(CASE WHEN show_influenced THEN influenced_members END AS BIGINT) AS influenced_members,
    CASE WHEN show_influenced THEN influence_credit END AS influence_credit,
    influence_percentile,
    influence_contribution,
    CASE WHEN show_reposting THEN reposting_members END AS reposting_members,
    CASE WHEN show_mentioning THEN mentioning_members END AS mentioning_members,
    CASE WHEN show_followers THEN observed_followers END AS observed_followers,
    claimed_followers,
    audience.credible_members,
    audience.credible_share,
    credible_share_percentile,
    credible_share_contribution,
    audience.credible_engaged,
    audience.reach_credibility,
    audience.observed_audience,
    audience.flagged_audience,
    audience.audience_quality,
    audience.audience_quality_low,
    audience.audience_quality_high,
    audience.audience_no_posts,
    audience.audience_following_ratio,
    audience.audience_mass_following,
    audience.audience_young_account,
    audience.audience_follow_burst,
    audience.audience_identical_timing,
    audience.audience_coordinated,
    audience_quality_percentile,
    audience_quality_contribution,
    betweenness,
    betweenness_error,
    betweenness_percentile,
    betweenness_contribution,
    neighbour_degree_sum,
    within_module_z,
    participation,
    participation_percentile,
    participation_contribution,
    role,
    audience.neighbour_engaged,
    neighbour_engaged_percentile,
    neighbour_engaged_contribution,
    posts_on_topic,
    topic_share,
    CASE WHEN show_topic THEN topic_attention END AS topic_attention,
    topic_attention_percentile,
    topic_attention_contribution,
    reached_posts,
    engagement_rate_reach,
    engagement_rate_reach_median,
    viewed_posts,
    engagement_rate_views,
    engagement_rate_views_median,
    sponsored_engagement_posts,
    engagement_rate_sponsored,
    engagement_rate_organic,
    paid_post_performance,
    labelled_posts,
    adequate_posts,
    label_adequacy,
    CASE WHEN show_replies THEN replies_received END AS replies_received,
    CASE WHEN show_replies THEN replies_answered END AS replies_answered,
    CASE WHEN show_replies THEN response_rate END AS response_rate,
    response_rate_percentile,
    response_rate_contribution,
    reposts_made,
    originality,
    originality_percentile,
    originality_contribution,
    paid / 1048576 AS outgoing_attention,
    paid_inside / 1048576 AS inside_attention,
    one_of_us,
    alike.size_band,
    -- Between two that are shown, the rank of a hidden figure would tell it.
    CASE
      WHEN audience.reach_credibility IS NOT NULL THEN alike.reach_credibility_percentile_similar
    END AS reach_credibility_percentile_similar,
    alike.engagement_rate_percentile_similar,
    CASE
      WHEN followers < 1000 THEN 'nano'
      WHEN followers < 10000 THEN 'micro'
      WHEN followers < 100000 THEN 'mid'
      WHEN followers < 1000000 THEN 'macro'
      ELSE 'mega'
    END AS tier
  FROM measured
  JOIN work.leader_audiences AS audience ON audience.vertex = measured.vertex
  LEFT JOIN work.similar_size AS alike ON alike.vertex = measured.vertex
)
SELECT * FROM final
ORDER BY community_id, rank
