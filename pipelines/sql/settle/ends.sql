-- Ends of follows that other records tell than the deliveries of the follow itself: taken back by pair or by the
-- platform's key, an account closed, missing on a list. Ends of what was never delivered are among them.
WITH final AS (
  SELECT actor_id AS follower_id, target_id AS followee_id, r.at AS ended_at
  FROM settle.retractions AS r
  WHERE what = 'follow'
    AND actor_id IS NOT NULL
    AND target_id IS NOT NULL
  UNION
  -- Clocks of apps run fast: what is gone by its key is gone, even if it says that it began later.
  SELECT k.actor_id, k.target_id, greatest(r.at, k.at)
  FROM settle.retractions AS r
  JOIN settle.record_keys AS k ON k.record_id = r.record_id
  WHERE r.what IN ('record', 'follow')
    AND k.what = 'follow'
    AND k.target_id IS NOT NULL
  UNION
  SELECT f.follower_id, f.followee_id, c.closed_at
  FROM settle.follows AS f
  JOIN settle.closures AS c ON c.account_id = f.follower_id
  UNION
  SELECT f.follower_id, f.followee_id, c.closed_at
  FROM settle.follows AS f
  JOIN settle.closures AS c ON c.account_id = f.followee_id
  UNION
  SELECT follower_id, followee_id, ended_at FROM settle.list_ends
)
SELECT * FROM final
