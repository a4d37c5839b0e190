-- Per source of follows: received followers / followers that the profiles claim, over accounts that have both.
WITH claimed AS (
  SELECT account_id, arg_max(claimed_followers, observed_at) AS claimed
  FROM accounts
  WHERE claimed_followers IS NOT NULL
  GROUP BY account_id
),
received AS (
  SELECT source, followee_id AS account_id, count(*) AS received
  FROM follows
  WHERE ended_at IS NULL
  GROUP BY source, followee_id
),
final AS (
  SELECT source, sum(received)::DOUBLE / nullif(sum(claimed), 0)::DOUBLE AS completeness
  FROM received
  JOIN claimed USING (account_id)
  GROUP BY source
)
FROM final
ORDER BY source
