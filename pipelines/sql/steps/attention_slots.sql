-- What members did towards a member of their own community, by slots of time: a slot is a twentieth of the recent
-- half-life, so a two-hundredth of the observed window; slot 0 holds the newest acts. weight is the undecayed weight
-- of the kind in units of 1 / 1,048,576.
WITH places AS (
  SELECT vertices.account_id, positions.vertex, positions.community_id
  FROM work.positions AS positions
  JOIN work.vertices AS vertices ON vertices.vertex = positions.vertex
),
inside AS (
  SELECT
    target.vertex,
    coalesce((epoch_us(s.as_of) - epoch_us(i.at)) * 20 // nullif(s.recent_half_life_us, 0), 0) AS slot,
    CAST(round(1048576 * CASE i.kind
      WHEN 'like' THEN s.like_weight
      WHEN 'reply' THEN s.reply_weight
      WHEN 'mention' THEN s.mention_weight
      WHEN 'repost' THEN s.repost_weight
      WHEN 'quote' THEN s.quote_weight
    END) AS BIGINT) AS weight
  FROM interactions AS i
  JOIN places AS target ON target.account_id = i.target_id
  JOIN places AS actor ON actor.account_id = i.actor_id AND actor.community_id = target.community_id
  CROSS JOIN work.settings AS s
  WHERE i.at > s.window_start
    AND i.at <= s.as_of
),
final AS (
  SELECT vertex, slot, weight, count(*) AS acts
  FROM inside
  GROUP BY vertex, slot, weight
)
SELECT * FROM final
