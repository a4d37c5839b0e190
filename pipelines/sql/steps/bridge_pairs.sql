-- Attention between two communities, both directions added, and how many accounts of each side take part.
-- Everything outside all communities is one more side (NULL), so that what is hidden can be counted below.
WITH crossing AS (
  SELECT
    e.source, e.target, e.weight,
    source.community_id AS source_id,
    target.community_id AS target_id
  FROM work.edges AS e
  LEFT JOIN work.positions AS source ON source.vertex = e.source
  LEFT JOIN work.positions AS target ON target.vertex = e.target
  WHERE source.community_id IS DISTINCT FROM target.community_id
),
sides AS (
  SELECT source_id AS community_id, target_id AS other_id, source AS member, target AS other, weight FROM crossing
  UNION ALL
  SELECT target_id, source_id, target, source, weight FROM crossing
),
per_member AS (
  SELECT community_id, other_id, member, sum(weight) AS weight
  FROM sides
  WHERE community_id IS NOT NULL
  GROUP BY community_id, other_id, member
),
final AS (
  SELECT community_id, other_id, CAST(sum(weight) AS BIGINT) AS weight, count(*) AS accounts
  FROM per_member
  GROUP BY community_id, other_id
)
SELECT * FROM final
