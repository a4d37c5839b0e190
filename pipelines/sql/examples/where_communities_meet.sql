-- The strongest bridges between communities, each once.
SELECT here.label AS one, there.label AS other, bridges.weight, bridges.accounts, bridges.other_accounts
FROM bridges
JOIN communities AS here ON here.community_id = bridges.community_id
JOIN communities AS there ON there.community_id = bridges.other_id
WHERE bridges.community_id < bridges.other_id
ORDER BY bridges.weight DESC, bridges.community_id, bridges.other_id
LIMIT 20
