-- Large accounts that few members engage with: followers alone say little.
SELECT communities.label, leaders.account_id, leaders.claimed_followers, leaders.engaged_share, leaders.rank
FROM leaders
JOIN communities USING (community_id)
WHERE leaders.tier IN ('macro', 'mega')
  AND leaders.engaged_share_percentile < 0.9
ORDER BY leaders.claimed_followers DESC, leaders.account_id
