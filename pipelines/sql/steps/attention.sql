-- Who paid attention to whom: one row per ordered pair (actor, target).
-- weight: fixed point, 1,048,576 units = 1, so that sums do not depend on the order in which threads add.
-- kinds:  bits of what was seen: 1 follow, 2 like, 4 reply, 8 mention, 16 repost, 32 quote (62 = any interaction).
-- A follow is a state and counts in full while it holds; an interaction halves with every half-life.
WITH follow_attention AS (
  SELECT
    f.follower_id AS actor_id,
    f.followee_id AS target_id,
    CAST(round(s.follow_weight * 1048576) AS BIGINT) AS weight,
    1 AS kinds
  FROM follows AS f, work.settings AS s
  WHERE f.first_seen <= s.state_as_of
    AND (f.ended_at IS NULL OR f.ended_at > s.state_as_of)
),
interaction_attention AS (
  SELECT
    i.actor_id,
    i.target_id,
    CAST(round(
      CASE i.kind
        WHEN 'like' THEN s.like_weight
        WHEN 'reply' THEN s.reply_weight
        WHEN 'mention' THEN s.mention_weight
        WHEN 'repost' THEN s.repost_weight
        WHEN 'quote' THEN s.quote_weight
      END * coalesce(pow(2, (epoch_us(i.at) - epoch_us(s.as_of)) / s.half_life_us), 1) * 1048576
    ) AS BIGINT) AS weight,
    CASE i.kind
      WHEN 'like' THEN 2 WHEN 'reply' THEN 4 WHEN 'mention' THEN 8 WHEN 'repost' THEN 16 WHEN 'quote' THEN 32
    END AS kinds
  FROM interactions AS i, work.settings AS s
  WHERE i.at > s.window_start
    AND i.at <= s.as_of
),
final AS (
  SELECT
    actor_id,
    target_id,
    CAST(sum(weight) AS BIGINT) AS weight,
    CAST(bit_or(kinds) AS UTINYINT) AS kinds
  FROM (SELECT * FROM follow_attention UNION ALL SELECT * FROM interaction_attention)
  GROUP BY actor_id, target_id
)
SELECT * FROM final
