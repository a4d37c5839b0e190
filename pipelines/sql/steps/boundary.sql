-- Attention inside each community and across its border, in fixed point; the residual counts as outside.
WITH labelled AS (
  SELECT source.community_id AS from_id, target.community_id AS to_id, e.weight
  FROM work.edges AS e
  LEFT JOIN work.positions AS source ON source.vertex = e.source
  LEFT JOIN work.positions AS target ON target.vertex = e.target
),
flows AS (
  SELECT from_id, to_id, sum(weight) AS weight
  FROM labelled
  GROUP BY from_id, to_id
),
totals AS (
  SELECT sum(weight) AS weight FROM flows
),
inside AS (
  SELECT from_id AS community_id, weight FROM flows WHERE from_id = to_id
),
across AS (
  SELECT community_id, sum(weight) AS weight
  FROM (
    SELECT from_id AS community_id, weight FROM flows WHERE from_id IS DISTINCT FROM to_id
    UNION ALL
    SELECT to_id, weight FROM flows WHERE from_id IS DISTINCT FROM to_id
  )
  WHERE community_id IS NOT NULL
  GROUP BY community_id
),
final AS (
  SELECT
    sizes.community_id,
    CAST(coalesce(inside.weight, 0) AS BIGINT) AS internal_weight,
    CAST(coalesce(across.weight, 0) AS BIGINT) AS cut_weight,
    CAST(totals.weight AS BIGINT) AS total_weight
  FROM work.sizes AS sizes
  CROSS JOIN totals
  LEFT JOIN inside ON inside.community_id = sizes.community_id
  LEFT JOIN across ON across.community_id = sizes.community_id
)
SELECT * FROM final
