-- When accounts were closed that did not come back later. One that is back counts as if it had never been away.
WITH returns AS (
  SELECT actor_id AS account_id, max(r.at) AS back_at
  FROM settle.retractions AS r
  WHERE what = 'return'
  GROUP BY actor_id
),
final AS (
  SELECT DISTINCT r.actor_id AS account_id, r.at AS closed_at
  FROM settle.retractions AS r
  LEFT JOIN returns ON returns.account_id = r.actor_id
  WHERE r.what = 'account'
    AND r.actor_id IS NOT NULL
    AND (returns.back_at IS NULL OR r.at > returns.back_at)
)
SELECT * FROM final
