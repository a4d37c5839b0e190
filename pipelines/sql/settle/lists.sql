-- Lists of followers and followed accounts, each account and time once. whole: whether at least 99 of 100 of the entries
-- became follows. Who is missing on a list that is not whole may be an entry that was refused.
WITH lists AS (
  SELECT owner_id, direction, observed_at, max(entries) AS entries
  FROM settle.follow_lists
  GROUP BY owner_id, direction, observed_at
),
members AS (
  SELECT lists.owner_id, lists.direction, lists.observed_at, count(DISTINCT told.follower_id) AS members
  FROM settle.told AS told
  JOIN lists
    ON lists.direction = 'followers'
    AND lists.owner_id = told.followee_id
    AND lists.observed_at = told.last_seen
  WHERE told.ended_at IS NULL OR told.ended_at > told.last_seen
  GROUP BY ALL
  UNION ALL
  SELECT lists.owner_id, lists.direction, lists.observed_at, count(DISTINCT told.followee_id)
  FROM settle.told AS told
  JOIN lists
    ON lists.direction = 'following'
    AND lists.owner_id = told.follower_id
    AND lists.observed_at = told.last_seen
  WHERE told.ended_at IS NULL OR told.ended_at > told.last_seen
  GROUP BY ALL
),
final AS (
  SELECT
    lists.owner_id, lists.direction, lists.observed_at,
    coalesce(members.members, 0) * 100 >= lists.entries * 99 AS whole
  FROM lists
  LEFT JOIN members USING (owner_id, direction, observed_at)
)
SELECT * FROM final
