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
