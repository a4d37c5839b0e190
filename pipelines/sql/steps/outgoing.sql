-- The attention that each member pays, in fixed point: all of it, and what stays inside its community.
WITH final AS (
  SELECT
    e.source AS vertex,
    CAST(sum(e.weight) AS BIGINT) AS paid,
    CAST(coalesce(sum(e.weight) FILTER (target.community_id = source.community_id), 0) AS BIGINT) AS paid_inside
  FROM work.edges AS e
  JOIN work.positions AS source ON source.vertex = e.source
  LEFT JOIN work.positions AS target ON target.vertex = e.target
  GROUP BY e.source
)
SELECT * FROM final
