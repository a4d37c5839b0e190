-- Posts that have ended: deleted, by their id or the platform's key, or of a closed account.
WITH ends AS (
  SELECT p.post_id, greatest(p.at, r.at) AS ended_at
  FROM settle.posts AS p
  JOIN settle.retractions AS r ON r.post_id = p.post_id
  WHERE r.what = 'post'
  UNION ALL
  SELECT p.post_id, greatest(p.at, r.at)
  FROM settle.retractions AS r
  JOIN settle.record_keys AS k ON k.record_id = r.record_id
  JOIN settle.posts AS p ON p.post_id = k.post_id
  WHERE r.what IN ('record', 'post')
    AND k.what = 'post'
  UNION ALL
  SELECT p.post_id, c.closed_at
  FROM settle.posts AS p
  JOIN settle.closures AS c ON c.account_id = p.author_id
  WHERE p.at <= c.closed_at
),
final AS (
  SELECT post_id, min(ended_at) AS ended_at FROM ends GROUP BY post_id
)
SELECT * FROM final
