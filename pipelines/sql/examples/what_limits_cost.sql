-- What the limits of a brief cost in reach and spread, the dearest first.
SELECT brief, community_id, rule, leaders, reach_cost, spread_cost
FROM constraint_costs
ORDER BY spread_cost DESC, brief, community_id, rule
