-- Who leads opinion in the five largest communities?
SELECT label, size, rank, account_id, tier, score, reach, engaged_share
FROM leaders_now
WHERE rank <= 3
  AND community_id IN (SELECT community_id FROM communities ORDER BY size DESC, community_id LIMIT 5)
