-- Leaders who rose or came new since the snapshot before; with the first snapshot there are none.
SELECT communities.label, trends.trend, trends.account_id, trends.rank, trends.previous_rank, trends.reach,
  trends.previous_reach
FROM leader_trends AS trends
JOIN communities USING (community_id)
WHERE trends.trend IN ('rising', 'new')
ORDER BY communities.size DESC, trends.community_id, trends.rank
