-- Leaders with at least ten posts of which none is paid.
SELECT communities.label, leaders.rank, leaders.account_id, leaders.posts, leaders.engagement_rate
FROM leaders
JOIN communities USING (community_id)
WHERE leaders.posts >= 10
  AND leaders.sponsored_posts = 0
ORDER BY communities.size DESC, leaders.community_id, leaders.rank
