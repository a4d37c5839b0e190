-- The leaders of every community with its name: what most questions start from.
SELECT
  communities.label,
  communities.size,
  leaders.community_id,
  leaders.rank,
  leaders.account_id,
  leaders.tier,
  round(leaders.score, 4) AS score,
  leaders.reach,
  leaders.engaged_members,
  leaders.engaged_share,
  leaders.engagement_rate,
  leaders.sponsored_share,
  leaders.pagerank,
  leaders.coreness
FROM leaders
JOIN communities USING (community_id)
ORDER BY communities.size DESC, leaders.community_id, leaders.rank
