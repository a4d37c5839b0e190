-- partner_plan(community, k): whom to ask together, in which order, and what each adds: the first k partners of every
-- brief. Partners are chosen one after the other, so the first k of a larger set are a set of k.
WITH final AS (
  SELECT partners.brief, sets.method, partners.step, partners.account_id, leaders.tier, partners.required,
    partners.marginal_reach, partners.cumulative_reach, partners.cumulative_share, partners.overlap,
    partners.marginal_spread, partners.cumulative_spread
  FROM partners
  JOIN partner_sets AS sets ON sets.brief = partners.brief AND sets.community_id = partners.community_id
  JOIN leaders ON leaders.community_id = partners.community_id AND leaders.account_id = partners.account_id
  WHERE partners.community_id = CAST(community AS BIGINT)
    AND partners.step <= CAST(k AS HUGEINT)
)
SELECT * FROM final
ORDER BY brief, step
