-- Where each member stands between and inside communities: Guimerà & Amaral 2005, on the graph without directions and
-- weights. Sums are whole numbers.
WITH knit AS (
  SELECT
    community_id,
    count(*) AS size,
    sum(internal_degree) AS degrees,
    sum(CAST(internal_degree AS BIGINT) * internal_degree) AS squares
  FROM work.positions
  GROUP BY community_id
),
placed AS (
  SELECT
    positions.vertex,
    (knit.size * internal_degree - degrees) / nullif(sqrt(knit.size * squares - degrees * degrees), 0) AS z,
    1 - neighbour_squares / nullif(neighbours * neighbours, 0) AS participation
  FROM work.positions AS positions
  JOIN knit ON knit.community_id = positions.community_id
),
final AS (
  SELECT
    vertex,
    z AS within_module_z,
    participation,
    CASE
      WHEN coalesce(z, 0) < 2.5 AND participation <= 0.05 THEN 'ultra-peripheral'
      WHEN coalesce(z, 0) < 2.5 AND participation <= 0.62 THEN 'peripheral'
      WHEN coalesce(z, 0) < 2.5 AND participation <= 0.80 THEN 'connector'
      WHEN coalesce(z, 0) < 2.5 THEN 'kinless'
      WHEN participation <= 0.30 THEN 'provincial hub'
      WHEN participation <= 0.75 THEN 'connector hub'
      ELSE 'kinless hub'
    END AS role
  FROM placed
)
SELECT * FROM final
