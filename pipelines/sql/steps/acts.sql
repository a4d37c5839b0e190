-- Every act of attention: who turned to whom, and what that is worth. A run adds the acts of each ordered pair (actor,
-- target) up in memory, where the kernels need them; analysts find the sums in the view attention.
-- weight: fixed point, 1,048,576 units = 1, so that sums do not depend on the order in which threads add.
-- kinds:  bits of what was seen: 1 follow, 2 like, 4 reply, 8 mention, 16 repost, 32 quote (62 = any interaction).
-- freshness: of an interaction, 65,535 = just now, halved with every recent half-life; 0 for a follow.
-- slot: age of an interaction in twentieths of the recent half-life, rounded down; 0 for a follow.
-- A follow is a state and counts in full while it holds; an interaction halves with every half-life. What had ended by
-- then does not count.
WITH follow_attention AS (
  SELECT
    f.follower_id AS actor_id,
    f.followee_id AS target_id,
    CAST(round(s.follow_weight * 1048576) AS BIGINT) AS weight,
    CAST(1 AS UTINYINT) AS kinds,
    CAST(0 AS USMALLINT) AS freshness,
    CAST(0 AS UTINYINT) AS slot
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
    CAST(CASE i.kind
      WHEN 'like' THEN 2 WHEN 'reply' THEN 4 WHEN 'mention' THEN 8 WHEN 'repost' THEN 16 WHEN 'quote' THEN 32
    END AS UTINYINT) AS kinds,
    CAST(round(
      65535 * coalesce(pow(2, (epoch_us(i.at) - epoch_us(s.as_of)) / nullif(s.recent_half_life_us, 0)), 1)
    ) AS USMALLINT) AS freshness,
    CAST(least(
      255, coalesce((epoch_us(s.as_of) - epoch_us(i.at)) * 20 // nullif(s.recent_half_life_us, 0), 0)
    ) AS UTINYINT) AS slot
  FROM interactions AS i, work.settings AS s
  WHERE i.at > s.window_start
    AND i.at <= s.as_of
    AND (i.ended_at IS NULL OR i.ended_at > s.state_as_of)
),
final AS (
  SELECT * FROM follow_attention
  UNION ALL
  SELECT * FROM interaction_attention
)
SELECT * FROM final
