-- The posts inside the window that stand, with the community of their author (NULL where the author is in none).
-- adequate_label: whether the label of a sponsored post meets the rule for posts in German: the platform's paid label,
-- or 'Werbung' or 'Anzeige' up front. NULL for other languages, and where the position of a marker is not known.
WITH final AS (
  SELECT
    p.post_id, p.author_id, p.at, p.language, p.place, p.hashtags, p.links, p.views, p.reach,
    p.sponsored IS TRUE OR p.disclosure IS NOT NULL AS sponsored,
    -- Platforms know different counts, so what is known is added up; a post without any count says nothing. Absurd
    -- counts must not overflow; up to 2^53 the sum is exact.
    CASE
      WHEN coalesce(p.likes, p.replies, p.reposts, p.quotes) IS NOT NULL
      THEN coalesce(p.likes, 0.0::DOUBLE) + coalesce(p.replies, 0) + coalesce(p.reposts, 0) + coalesce(p.quotes, 0)
    END AS engagements,
    CASE
      WHEN regexp_matches(coalesce(p.language, profiles.language), '^deu?([-_]|$)', 'i') IS NOT TRUE THEN NULL
      WHEN p.sponsored THEN true
      WHEN p.disclosure IS NULL OR p.disclosure_up_front IS NULL THEN NULL
      ELSE p.disclosure_up_front AND ltrim(p.disclosure, '#') IN ('werbung', 'anzeige')
    END AS adequate_label,
    positions.vertex,
    positions.community_id
  FROM posts AS p
  CROSS JOIN work.settings AS s
  LEFT JOIN work.vertices AS vertices ON vertices.account_id = p.author_id
  LEFT JOIN work.positions AS positions ON positions.vertex = vertices.vertex
  LEFT JOIN work.profiles AS profiles ON profiles.vertex = vertices.vertex
  WHERE p.at > s.window_start
    AND p.at <= s.as_of
    AND (p.ended_at IS NULL OR p.ended_at > s.state_as_of)
)
SELECT * FROM final
