-- Partners that are not listed leaders of the community.
SELECT partners.community_id, partners.step, partners.account_id
FROM partners
ANTI JOIN leaders USING (community_id, account_id)
