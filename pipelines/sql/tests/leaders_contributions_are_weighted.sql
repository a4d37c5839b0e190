-- Contributions that are not percentile × weight / Σ |weights| of the components that are known.
WITH percentiles AS (
  UNPIVOT (SELECT community_id, rank, COLUMNS('^(.*)_percentile$') AS '\1' FROM leaders)
  ON COLUMNS(* EXCLUDE (community_id, rank))
  INTO NAME component VALUE percentile
),
contributions AS (
  UNPIVOT (SELECT community_id, rank, COLUMNS('^(.*)_contribution$') AS '\1' FROM leaders)
  ON COLUMNS(* EXCLUDE (community_id, rank))
  INTO NAME component VALUE contribution
),
weights AS (
  UNPIVOT (SELECT COLUMNS('^(.*)_weight$') AS '\1' FROM settings)
  ON COLUMNS(*)
  INTO NAME component VALUE weight
),
expected AS (
  SELECT
    community_id, rank, component,
    percentile * weight / sum(abs(weight)) OVER (PARTITION BY community_id, rank) AS contribution
  FROM percentiles
  JOIN weights USING (component)
)
SELECT *
FROM expected
FULL JOIN contributions USING (community_id, rank, component)
WHERE (expected.contribution IS NULL) <> (contributions.contribution IS NULL)
  OR abs(expected.contribution - contributions.contribution) > 1e-9
