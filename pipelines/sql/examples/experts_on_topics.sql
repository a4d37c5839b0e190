-- Whom do members turn to on the topics of their community, and which place has that account among all leaders?
SELECT communities.label, rankings.rank, rankings.account_id, leaders.rank AS rank_among_leaders,
  leaders.posts_on_topic, leaders.topic_share, leaders.topic_attention
FROM rankings
JOIN communities USING (community_id)
LEFT JOIN leaders USING (community_id, account_id)
WHERE rankings.profile = 'expert'
  AND rankings.rank <= 3
ORDER BY communities.size DESC, rankings.community_id, rankings.rank
