-- What may be told about the hashtags that set a community apart. Where few members do not use a topic, neither the
-- count nor what could be solved for it is shown, because the size of the community would give the small cell away:
-- whoever uses a topic has at least one use. The topic itself stays.
WITH cells AS (
  SELECT topics.*, s.run_id, topics.size - topics.accounts NOT BETWEEN 1 AND s.min_group - 1 AS visible
  FROM work.community_topics AS topics, work.settings AS s
),
final AS (
  SELECT
    run_id,
    community_id,
    rank,
    topic,
    CASE WHEN visible THEN cells.accounts END AS accounts,
    CASE WHEN visible THEN cells.accounts / size END AS share,
    CASE WHEN visible THEN CAST(cells.uses AS BIGINT) END AS uses,
    CASE WHEN visible THEN cells.log_odds END AS log_odds,
    CASE WHEN visible THEN cells.log_odds / deviation END AS z
  FROM cells
)
SELECT * FROM final
ORDER BY community_id, rank
