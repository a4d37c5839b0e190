-- All rows of the follows that something was told about after their first delivery, whatever the order of deliveries.
-- What is known of a pair are moments at which the follow held and moments at which it had ended. Each row is a longest
-- sequence of the former without one of the latter: it began with the first, and ended with the end that came next.
WITH told AS (
  SELECT told.*
  FROM settle.told AS told
  SEMI JOIN settle.touched AS touched
    ON touched.follower_id = told.follower_id AND touched.followee_id = told.followee_id
),
moments AS (
  SELECT follower_id, followee_id, first_seen AS moment, false AS is_end, last_seen, again, source FROM told
  UNION ALL
  SELECT told.follower_id, told.followee_id, told.last_seen, false, told.last_seen, told.again, told.source
  FROM told
  SEMI JOIN settle.lists AS lists
    ON lists.direction = 'followers'
    AND lists.owner_id = told.followee_id
    AND lists.observed_at = told.last_seen
  WHERE told.ended_at IS NULL OR told.ended_at > told.last_seen
  UNION ALL
  SELECT told.follower_id, told.followee_id, told.last_seen, false, told.last_seen, told.again, told.source
  FROM told
  SEMI JOIN settle.lists AS lists
    ON lists.direction = 'following'
    AND lists.owner_id = told.follower_id
    AND lists.observed_at = told.last_seen
  WHERE told.ended_at IS NULL OR told.ended_at > told.last_seen
  UNION ALL
  SELECT follower_id, followee_id, greatest(ended_at, first_seen), true, NULL, NULL, NULL
  FROM told
  WHERE ended_at IS NOT NULL
  UNION ALL
  -- The export says that it ended and not when it began: what exports before it showed is over too.
  SELECT follower_id, followee_id, last_seen, true, NULL, NULL, NULL FROM told WHERE ended_at = first_seen
  UNION ALL
  SELECT ends.follower_id, ends.followee_id, ends.ended_at, true, NULL, NULL, NULL FROM settle.ends AS ends
),
marked AS (
  SELECT
    *,
    -- Of a follow and an end in the same moment the end came later.
    NOT is_end AND lag(is_end, 1, true) OVER (
      PARTITION BY follower_id, followee_id ORDER BY moment, is_end) AS begins
  FROM moments
),
numbered AS (
  SELECT
    *,
    sum(CAST(begins AS INTEGER)) OVER (
      PARTITION BY follower_id, followee_id ORDER BY moment, is_end, begins DESC
      ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS number
  FROM marked
),
periods AS (
  SELECT
    follower_id,
    followee_id,
    min(moment) FILTER (NOT is_end) AS first_seen,
    max(last_seen) AS last_seen,
    min(moment) FILTER (is_end) AS ended_at,
    first(source ORDER BY moment, again, source) FILTER (NOT is_end) AS source
  FROM numbered
  WHERE number > 0
  GROUP BY follower_id, followee_id, number
),
final AS (
  SELECT
    follower_id,
    followee_id,
    first_seen,
    greatest(first_seen, least(last_seen, ended_at)) AS last_seen,
    ended_at,
    source
  FROM periods
  -- A follow of no duration is told only where there is no other, and then the last one.
  QUALIFY ended_at IS NULL
    OR first_seen < ended_at
    OR first_seen = max(first_seen) OVER (PARTITION BY follower_id, followee_id)
      AND bool_and(ended_at IS NOT NULL AND first_seen = ended_at) OVER (PARTITION BY follower_id, followee_id)
)
SELECT * FROM final
