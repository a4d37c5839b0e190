-- Who paid attention to whom: one row per ordered pair (actor, target), the acts added up.
SELECT
  actor_id,
  target_id,
  CAST(sum(weight) AS BIGINT) AS weight,
  CAST(bit_or(kinds) AS UTINYINT) AS kinds,
  count(*) FILTER (kinds & 62 <> 0) AS interactions,
  max(freshness) AS freshness
FROM acts
GROUP BY actor_id, target_id
