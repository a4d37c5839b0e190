-- Per follower, the most accounts that it followed within the same five minutes. Only sources that know when follows
-- happened count: most of their times carry seconds, and few of them repeat. A time that stands for the day of the
-- export would make everybody look hasty.
WITH precise AS (
  SELECT f.source
  FROM follows AS f, work.settings AS s
  WHERE f.first_seen <= s.state_as_of
  GROUP BY f.source
  HAVING 2 * count(*) FILTER (epoch_us(f.first_seen) % 60000000 <> 0) > count(*)
    AND 10 * approx_count_distinct(f.first_seen) > least(count(*), 1000000)
),
slots AS (
  SELECT f.follower_id, count(*) AS follows
  FROM follows AS f
  JOIN precise ON precise.source = f.source
  CROSS JOIN work.settings AS s
  WHERE f.first_seen <= s.state_as_of
  GROUP BY f.follower_id, epoch_us(f.first_seen) // 300000000
),
followers AS (
  SELECT follower_id, max(follows) AS follows_in_five_minutes
  FROM slots
  GROUP BY follower_id
),
final AS (
  SELECT vertices.vertex, CAST(followers.follows_in_five_minutes AS INTEGER) AS follows_in_five_minutes
  FROM followers
  JOIN work.vertices AS vertices ON vertices.account_id = followers.follower_id
)
SELECT * FROM final
