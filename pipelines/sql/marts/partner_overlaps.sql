-- For every two partners of a set the accounts that engaged with both, among those who engaged with either. Shown where
-- neither the shared accounts nor those of one partner alone are a small cell, the later partner's marginal reach is
-- shown, else it could be computed, and its overlaps with all before it do not lead to few who engaged with three.
WITH pairs AS (
  SELECT
    common.*,
    one.vertex AS vertex,
    other.vertex AS other_vertex,
    one.audience,
    other.audience AS other_audience,
    other.marginal_shown
  FROM work.shared_reach AS common
  JOIN work.picks AS one
    ON one.brief = common.brief
    AND one.area_id IS NOT DISTINCT FROM common.community_id
    AND one.step = common.step
  JOIN work.picks AS other
    ON other.brief = common.brief
    AND other.area_id IS NOT DISTINCT FROM common.community_id
    AND other.step = common.other_step
),
cells AS (
  SELECT
    pairs.* EXCLUDE (shown),
    s.run_id,
    pairs.shown
      AND marginal_shown
      AND (shared = 0 OR shared >= s.min_group)
      AND (audience = shared OR audience - shared >= s.min_group)
      AND (other_audience = shared OR other_audience - shared >= s.min_group) AS shown
  FROM pairs, work.settings AS s
),
final AS (
  SELECT
    run_id,
    brief,
    cells.community_id,
    step,
    other_step,
    one.account_id,
    other.account_id AS other_id,
    CASE WHEN shown THEN shared END AS shared_reach,
    CASE WHEN shown THEN audience + other_audience - shared END AS joint_reach,
    CASE WHEN shown THEN shared / nullif(audience + other_audience - shared, 0) END AS jaccard
  FROM cells
  JOIN work.vertices AS one ON one.vertex = cells.vertex
  JOIN work.vertices AS other ON other.vertex = cells.other_vertex
)
SELECT * FROM final
ORDER BY brief, community_id, step, other_step
