-- Costs that are not the difference beside them, and limits of sets that do not exist.
SELECT costs.brief, costs.community_id, costs.rule
FROM constraint_costs AS costs
LEFT JOIN partner_sets AS sets
  ON sets.brief = costs.brief AND sets.community_id IS NOT DISTINCT FROM costs.community_id
WHERE costs.reach_cost <> costs.reach_without - costs.reach
  OR abs(costs.spread_cost - (costs.spread_without - costs.spread)) > 1e-6
  OR sets.run_id IS NULL
  OR abs(costs.spread - sets.spread) > 1e-6
  OR costs.reach IS DISTINCT FROM sets.reach
