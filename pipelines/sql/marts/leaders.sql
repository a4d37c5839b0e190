-- The opinion leaders of each community, best first, with every figure that the score is made of.
-- A count of accounts between 1 and the smallest cell is not published, nor is the share made of it.
WITH measured AS (
  SELECT
    scores.*,
    scores.engaged_members = 0 OR scores.engaged_members >= s.min_group AS show_engaged,
    scores.influenced_members = 0 OR scores.influenced_members >= s.min_group AS show_influenced,
    scores.reposting_members = 0 OR scores.reposting_members >= s.min_group AS show_reposting,
    scores.mentioning_members = 0 OR scores.mentioning_members >= s.min_group AS show_mentioning,
    scores.observed_followers = 0 OR scores.observed_followers >= s.min_group AS show_followers,
    coalesce(scores.claimed_followers, scores.observed_followers) AS followers,
    s.run_id
  FROM work.scores AS scores, work.settings AS s
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
    reach,
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
    CASE
      WHEN followers < 1000 THEN 'nano'
      WHEN followers < 10000 THEN 'micro'
      WHEN followers < 100000 THEN 'mid'
      WHEN followers < 1000000 THEN 'macro'
      ELSE 'mega'
    END AS tier
  FROM measured
  JOIN work.leader_audiences AS audience ON audience.vertex = measured.vertex
)
SELECT * FROM final
ORDER BY community_id, rank
