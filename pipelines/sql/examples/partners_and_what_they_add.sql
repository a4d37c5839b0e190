-- Whom to ask together in each community, and where another partner adds little.
SELECT communities.label, partners.brief, partners.step, partners.account_id, partners.marginal_reach,
  partners.cumulative_share, partners.overlap
FROM partners
JOIN communities USING (community_id)
ORDER BY communities.size DESC, partners.community_id, partners.brief, partners.step
