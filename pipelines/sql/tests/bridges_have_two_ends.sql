-- Bridges that the other side does not show alike.
SELECT here.community_id, here.other_id
FROM bridges AS here
LEFT JOIN bridges AS there
  ON there.community_id = here.other_id
  AND there.other_id = here.community_id
  AND there.weight = here.weight
  AND there.accounts = here.other_accounts
  AND there.other_accounts = here.accounts
WHERE there.run_id IS NULL
