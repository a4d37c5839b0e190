-- Per account and hashtag inside the window: how often, since when, and whether in the earlier or the later half.
WITH uses AS (
  SELECT p.author_id, p.community_id, p.at, lower(ltrim(unnest(p.hashtags), '#')) AS topic
  FROM work.recent_posts AS p
  WHERE p.hashtags IS NOT NULL
),
final AS (
  SELECT
    uses.author_id,
    uses.community_id,
    uses.topic,
    count(*) AS uses,
    min(uses.at) AS first_use,
    bool_or(uses.at <= s.midpoint) AS earlier,
    bool_or(uses.at > s.midpoint) AS later
  FROM uses, work.settings AS s
  WHERE uses.topic <> ''
  GROUP BY uses.author_id, uses.community_id, uses.topic
)
SELECT * FROM final
