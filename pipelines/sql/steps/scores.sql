-- The leaders of each community with their ranks and every measure of theirs.
WITH final AS (
  SELECT measures.*, ranks.* EXCLUDE (vertex)
  FROM work.ranks AS ranks
  JOIN work.account_measures AS measures ON measures.vertex = ranks.vertex
)
SELECT * FROM final
