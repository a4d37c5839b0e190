-- What each limit of a brief costs: the partners that would be chosen without it, against those that were.
-- A reach is shown where it is no small cell and differs from the one beside it by none.
WITH cells AS (
  SELECT
    costs.*,
    s.run_id,
    reach_shown
      AND reach_without NOT BETWEEN 1 AND s.min_group - 1
      AND (reach_without = reach OR abs(reach_without - reach) >= s.min_group) AS shown
  FROM work.rule_costs AS costs, work.settings AS s
),
final AS (
  SELECT
    run_id,
    brief,
    community_id,
    rule,
    leaders,
    CASE WHEN reach_shown THEN reach END AS reach,
    CASE WHEN shown THEN reach_without END AS reach_without,
    CASE WHEN shown THEN reach_without - reach END AS reach_cost,
    spread,
    spread_without,
    spread_without - spread AS spread_cost
  FROM cells
)
SELECT * FROM final
ORDER BY brief, community_id, rule
