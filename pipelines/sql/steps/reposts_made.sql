-- Reposts that each account made in the window.
WITH final AS (
  SELECT vertices.vertex, count(*) AS reposts_made
  FROM interactions AS i
  JOIN work.vertices AS vertices ON vertices.account_id = i.actor_id
  CROSS JOIN work.settings AS s
  WHERE i.kind = 'repost'
    AND i.at > s.window_start
    AND i.at <= s.as_of
    AND (i.ended_at IS NULL OR i.ended_at > s.state_as_of)
  GROUP BY vertices.vertex
)
SELECT * FROM final
