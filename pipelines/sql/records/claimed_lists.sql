-- Per source and list of an account: entries received, and those that the newest profile claims, where both are known.
-- Of lists that came whole the entries of the newest count; else the followers that the source delivered, if they hold.
WITH claimed AS (
  SELECT account_id, 'followers' AS direction, arg_max(claimed_followers, observed_at) AS claimed
  FROM accounts
  WHERE claimed_followers IS NOT NULL
  GROUP BY account_id
  UNION ALL
  SELECT account_id, 'following', arg_max(claimed_following, observed_at)
  FROM accounts
  WHERE claimed_following IS NOT NULL
  GROUP BY account_id
),
listed AS (
  SELECT source, owner_id AS account_id, direction, entries AS received
  FROM follow_lists
  QUALIFY row_number() OVER (
    PARTITION BY source, owner_id, direction ORDER BY observed_at DESC, entries DESC) = 1
),
followed AS (
  SELECT source, followee_id AS account_id, 'followers' AS direction, count(*) AS received
  FROM follows
  WHERE ended_at IS NULL
  GROUP BY source, followee_id
),
received AS (
  FROM listed
  UNION ALL
  FROM followed
  ANTI JOIN listed USING (source, account_id, direction)
),
final AS (
  SELECT source, account_id, direction, received, claimed
  FROM received
  JOIN claimed USING (account_id, direction)
)
FROM final
