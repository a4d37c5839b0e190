-- Follows that were seen and are missing on the next whole list of the same account.
WITH gaps AS (
  SELECT
    follower_id, followee_id, seen_at,
    lead(seen_at) OVER (PARTITION BY follower_id, followee_id ORDER BY seen_at) AS again_at
  FROM settle.seen
),
whole AS (
  SELECT owner_id, direction, observed_at FROM settle.lists WHERE whole
),
missing AS (
  SELECT gaps.follower_id, gaps.followee_id, gaps.again_at, list.observed_at AS ended_at
  FROM gaps
  ASOF JOIN (FROM whole WHERE direction = 'followers') AS list
    ON list.owner_id = gaps.followee_id AND gaps.seen_at < list.observed_at
  UNION ALL
  SELECT gaps.follower_id, gaps.followee_id, gaps.again_at, list.observed_at
  FROM gaps
  ASOF JOIN (FROM whole WHERE direction = 'following') AS list
    ON list.owner_id = gaps.follower_id AND gaps.seen_at < list.observed_at
),
final AS (
  SELECT DISTINCT follower_id, followee_id, ended_at
  FROM missing
  WHERE again_at IS NULL OR ended_at < again_at
)
SELECT * FROM final
