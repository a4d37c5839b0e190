-- Interactions that have ended: taken back, by the platform's key or by what they were; done to a deleted post or by
-- one; by or towards a closed account.
WITH named AS (
  SELECT k.actor_id, k.target_id, k.post_id, k.at AS done_at, r.at AS ended_at
  FROM settle.retractions AS r
  JOIN settle.record_keys AS k ON k.record_id = r.record_id
  WHERE r.what IN ('record', 'interaction')
    AND k.what = 'interaction'
  UNION ALL
  -- What a post did, it did under its own key: a reply, a quote.
  SELECT k.actor_id, k.target_id, k.post_id, k.at, r.at
  FROM settle.retractions AS r
  JOIN settle.record_keys AS k ON k.record_id = r.post_id
  WHERE r.what = 'post'
    AND k.what = 'interaction'
),
ends AS (
  SELECT i.actor_id, i.target_id, i.kind, i.post_id, i.at, greatest(i.at, named.ended_at) AS ended_at
  FROM settle.interactions AS i
  JOIN named
    ON named.actor_id = i.actor_id
    AND named.done_at = i.at
    AND named.post_id IS NOT DISTINCT FROM i.post_id
    AND coalesce(named.target_id, i.target_id) = i.target_id
  UNION ALL
  SELECT i.actor_id, i.target_id, i.kind, i.post_id, i.at, r.at
  FROM settle.interactions AS i
  JOIN settle.retractions AS r ON r.actor_id = i.actor_id AND r.post_id = i.post_id
  WHERE r.what = 'interaction'
    AND r.record_id IS NULL
    AND coalesce(r.target_id, i.target_id) = i.target_id
    AND i.at <= r.at
  UNION ALL
  SELECT i.actor_id, i.target_id, i.kind, i.post_id, i.at, greatest(i.at, r.at)
  FROM settle.interactions AS i
  JOIN settle.retractions AS r ON r.post_id = i.post_id
  WHERE r.what = 'post'
  UNION ALL
  SELECT i.actor_id, i.target_id, i.kind, i.post_id, i.at, c.closed_at
  FROM settle.interactions AS i
  JOIN settle.closures AS c ON c.account_id = i.actor_id
  WHERE i.at <= c.closed_at
  UNION ALL
  SELECT i.actor_id, i.target_id, i.kind, i.post_id, i.at, c.closed_at
  FROM settle.interactions AS i
  JOIN settle.closures AS c ON c.account_id = i.target_id
  WHERE i.at <= c.closed_at
),
final AS (
  SELECT actor_id, target_id, kind, post_id, ends.at, min(ended_at) AS ended_at
  FROM ends
  GROUP BY actor_id, target_id, kind, post_id, ends.at
)
SELECT * FROM final
