-- Per source the three lists that lack the most entries of those that the profile claims.
WITH final AS (
  SELECT source, account_id, direction, received, claimed
  FROM claimed_lists
  WHERE received < claimed
  QUALIFY row_number() OVER (PARTITION BY source ORDER BY claimed - received DESC, account_id, direction) <= 3
)
SELECT *
FROM final
ORDER BY source, claimed - received DESC, account_id, direction
