-- When each follow was seen that one of the lists could tell the end of: when it began, and on which lists it stood.
-- A moment may stand here several times, which is cheaper than to find out and makes no difference to what is missing.
WITH listed AS (
  SELECT told.*
  FROM settle.told AS told
  SEMI JOIN settle.lists AS lists ON lists.direction = 'followers' AND lists.owner_id = told.followee_id
  UNION ALL
  SELECT told.*
  FROM settle.told AS told
  SEMI JOIN settle.lists AS lists ON lists.direction = 'following' AND lists.owner_id = told.follower_id
),
final AS (
  SELECT follower_id, followee_id, first_seen AS seen_at FROM listed
  UNION ALL
  SELECT follower_id, followee_id, listed.last_seen
  FROM listed
  SEMI JOIN settle.lists AS lists
    ON lists.direction = 'followers'
    AND lists.owner_id = listed.followee_id
    AND lists.observed_at = listed.last_seen
  WHERE listed.last_seen <> listed.first_seen
    AND (listed.ended_at IS NULL OR listed.ended_at > listed.last_seen)
  UNION ALL
  SELECT follower_id, followee_id, listed.last_seen
  FROM listed
  SEMI JOIN settle.lists AS lists
    ON lists.direction = 'following'
    AND lists.owner_id = listed.follower_id
    AND lists.observed_at = listed.last_seen
  WHERE listed.last_seen <> listed.first_seen
    AND (listed.ended_at IS NULL OR listed.ended_at > listed.last_seen)
)
SELECT * FROM final
