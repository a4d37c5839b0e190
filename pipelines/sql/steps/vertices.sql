-- Dense vertex numbers 0, 1, 2, … in the order of account_id, for every account at either end of attention.
WITH endpoints AS (
  SELECT actor_id AS account_id FROM work.attention
  UNION
  SELECT target_id FROM work.attention
),
final AS (
  SELECT CAST(row_number() OVER (ORDER BY account_id) - 1 AS INTEGER) AS vertex, account_id
  FROM endpoints
)
SELECT * FROM final
ORDER BY vertex
