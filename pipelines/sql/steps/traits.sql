-- Places and languages of communities: how many members name each, in their profile or in a post of the window.
-- Small cells are left out. Only the names are published, in this order, never the counts.
WITH named AS (
  SELECT community_id, account_id, 'place' AS trait, place AS value FROM work.profiles
  WHERE place <> '' AND community_id IS NOT NULL
  UNION
  SELECT community_id, author_id, 'place', place FROM work.recent_posts WHERE place <> '' AND community_id IS NOT NULL
  UNION
  SELECT community_id, account_id, 'language', language FROM work.profiles
  WHERE language <> '' AND community_id IS NOT NULL
  UNION
  SELECT community_id, author_id, 'language', language
  FROM work.recent_posts
  WHERE language <> '' AND community_id IS NOT NULL
),
counted AS (
  SELECT community_id, trait, value, count(*) AS accounts
  FROM named
  GROUP BY community_id, trait, value
),
final AS (
  SELECT
    counted.*,
    row_number() OVER (PARTITION BY counted.community_id, trait ORDER BY accounts DESC, value) AS position
  FROM counted
  CROSS JOIN work.settings AS s
  WHERE counted.accounts >= s.min_group
)
SELECT * FROM final
