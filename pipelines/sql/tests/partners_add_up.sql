-- Cumulative figures that are not the sum of the marginal ones so far, and steps by coverage, requirements aside, that
-- add more than an earlier one.
WITH running AS (
  SELECT
    partners.*,
    coalesce(lag(cumulative_reach) OVER plan, CASE WHEN step = 1 THEN 0 END) AS reach_before,
    sum(marginal_spread) OVER plan AS spread_expected,
    lag(marginal_reach) OVER plan AS marginal_before,
    lag(required) OVER plan AS required_before,
    method
  FROM partners
  JOIN partner_sets ON partner_sets.brief = partners.brief
    AND coalesce(partner_sets.community_id, partners.community_id) = partners.community_id
  WINDOW plan AS (PARTITION BY partners.brief, partner_sets.community_id ORDER BY step)
)
SELECT brief, community_id, step
FROM running
WHERE cumulative_reach - reach_before <> marginal_reach
  OR (marginal_reach IS NULL) <> (reach_before IS NULL OR cumulative_reach IS NULL)
  OR abs(cumulative_spread - spread_expected) > 1e-6
  OR (method = 'coverage' AND NOT required AND NOT required_before AND marginal_reach > marginal_before)
