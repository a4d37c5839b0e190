-- The attention between vertices: what the kernels load (weight) and what the account measures count (kinds).
WITH final AS (
  SELECT actor.vertex AS source, target.vertex AS target, attention.weight, attention.kinds
  FROM work.attention AS attention
  JOIN work.vertices AS actor ON actor.account_id = attention.actor_id
  JOIN work.vertices AS target ON target.account_id = attention.target_id
)
SELECT * FROM final
