-- Cumulative reach that is not the sum of the marginal reach so far, and steps that add more than an earlier one.
WITH running AS (
  SELECT
    *,
    sum(marginal_reach) OVER (PARTITION BY brief, community_id ORDER BY step) AS expected,
    lag(marginal_reach) OVER (PARTITION BY brief, community_id ORDER BY step) AS before
  FROM partners
)
SELECT brief, community_id, step
FROM running
WHERE cumulative_reach <> expected
  OR marginal_reach > before
