-- partner_plan(community): whom to ask together, in which order, and what each adds.
WITH final AS (
  SELECT partners.brief, partners.step, partners.account_id, leaders.tier, partners.marginal_reach,
    partners.cumulative_reach, partners.cumulative_share, partners.overlap
  FROM partners
  JOIN leaders USING (community_id, account_id)
  WHERE partners.community_id = CAST(community AS BIGINT)
)
SELECT * FROM final
ORDER BY brief, step
