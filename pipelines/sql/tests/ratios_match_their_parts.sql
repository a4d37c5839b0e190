-- Ratios that differ from numerator / denominator beside them.
SELECT 'leaders.engaged_share' AS ratio, community_id, rank AS row
FROM leaders
WHERE abs(engaged_share - engaged_members / community_size) > 1e-12
UNION ALL
SELECT 'leaders.sponsored_share', community_id, rank
FROM leaders
WHERE abs(sponsored_share - sponsored_posts / posts) > 1e-12
UNION ALL
SELECT 'stories.prior_knowledge', community_id, NULL
FROM stories
WHERE abs(prior_knowledge - accounts / community_size) > 1e-12
UNION ALL
SELECT 'leaders.credible_share', community_id, rank
FROM leaders
WHERE abs(credible_share - credible_members / community_size) > 1e-12
UNION ALL
SELECT 'leaders.reach_credibility', community_id, rank
FROM leaders
WHERE abs(reach_credibility - credible_engaged / claimed_followers) > 1e-9
UNION ALL
SELECT 'leaders.audience_quality', community_id, rank
FROM leaders
WHERE abs(1 - audience_quality - flagged_audience / observed_audience) > 1e-12
  OR audience_quality NOT BETWEEN audience_quality_low AND audience_quality_high
UNION ALL
SELECT 'leaders.topic_share', community_id, rank
FROM leaders
WHERE abs(topic_share - posts_on_topic / posts) > 1e-12
  OR topic_attention > 0 AND posts_on_topic = 0
  OR topic_attention > engaged_members
UNION ALL
SELECT 'leaders.response_rate', community_id, rank
FROM leaders
WHERE abs(response_rate - replies_answered / replies_received) > 1e-12
UNION ALL
SELECT 'leaders.originality', community_id, rank
FROM leaders
WHERE abs(originality - posts / (posts + reposts_made)) > 1e-12
UNION ALL
SELECT 'leaders.one_of_us', community_id, rank
FROM leaders
WHERE abs(one_of_us - inside_attention / outgoing_attention) > 1e-12
UNION ALL
SELECT 'leaders.paid_post_performance', community_id, rank
FROM leaders
WHERE abs(paid_post_performance * engagement_rate_organic - engagement_rate_sponsored) > 1e-9
