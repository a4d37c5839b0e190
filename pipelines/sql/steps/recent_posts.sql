-- The posts inside the window, with the community of their author (NULL where the author is in none).
WITH final AS (
  SELECT
    p.post_id, p.author_id, p.at, p.language, p.place, p.hashtags, p.links, p.views,
    p.sponsored IS TRUE OR p.disclosure IS NOT NULL AS sponsored,
    -- Platforms know different counts, so what is known is added up; a post without any count says nothing. Absurd
    -- counts must not overflow; up to 2^53 the sum is exact.
    CASE
      WHEN coalesce(p.likes, p.replies, p.reposts, p.quotes) IS NOT NULL
      THEN coalesce(p.likes, 0.0::DOUBLE) + coalesce(p.replies, 0) + coalesce(p.reposts, 0) + coalesce(p.quotes, 0)
    END AS engagements,
    positions.vertex,
    positions.community_id
  FROM posts AS p
  CROSS JOIN work.settings AS s
  LEFT JOIN work.vertices AS vertices ON vertices.account_id = p.author_id
  LEFT JOIN work.positions AS positions ON positions.vertex = vertices.vertex
  WHERE p.at > s.window_start
    AND p.at <= s.as_of
)
SELECT * FROM final
