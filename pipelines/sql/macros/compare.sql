-- compare(a, b): two leaders side by side, figure by figure, what sets their scores apart first. Percentiles are taken
-- within the community of each.
WITH one AS (
  SELECT * FROM leader_card(a)
),
other AS (
  SELECT * FROM leader_card(b)
),
final AS (
  SELECT
    coalesce(one.figure, other.figure) AS figure,
    one.value AS value_a,
    other.value AS value_b,
    one.percentile AS percentile_a,
    other.percentile AS percentile_b,
    one.contribution AS contribution_a,
    other.contribution AS contribution_b,
    one.contribution - other.contribution AS ahead_by,
    one.community_id AS community_a,
    other.community_id AS community_b,
    one.rank AS rank_a,
    other.rank AS rank_b
  FROM one
  FULL JOIN other ON other.figure = one.figure
)
SELECT * FROM final
ORDER BY abs(ahead_by) DESC NULLS LAST, figure
