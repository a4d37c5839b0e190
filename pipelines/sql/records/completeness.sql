-- Per source: received followers and followed accounts / those that the profiles claim, over the lists that have both.
WITH final AS (
  SELECT source, sum(received)::DOUBLE / nullif(sum(claimed), 0)::DOUBLE AS completeness
  FROM claimed_lists
  GROUP BY source
)
FROM final
ORDER BY source
