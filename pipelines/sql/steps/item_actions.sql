-- Acts on items inside the window: who posted, liked, answered, reposted or quoted a post, used a hashtag, or linked to
-- a domain, and when. origin_id: who acted on the item before, though it is not known when, the author of a post. A run
-- reads the rows once and deals them out by item; analysts find them as they need them in docs/metrics.md.
WITH interacted AS (
  SELECT i.post_id AS item, i.actor_id, i.target_id AS origin_id, epoch_us(i.at) AS act_us
  FROM interactions AS i, work.settings AS s
  WHERE i.post_id IS NOT NULL
    AND i.kind <> 'mention'
    AND i.at > s.window_start
    AND i.at <= s.as_of
    AND (i.ended_at IS NULL OR i.ended_at > s.state_as_of)
),
posted AS (
  SELECT p.post_id AS item, p.author_id AS actor_id, epoch_us(p.at) AS act_us FROM work.recent_posts AS p
),
tagged AS (
  SELECT hash('#' || topic) AS item, author_id AS actor_id, epoch_us(first_use) AS act_us FROM work.hashtag_uses
),
linked AS (
  SELECT p.author_id AS actor_id, lower(unnest(p.links)) AS domain, epoch_us(p.at) AS act_us
  FROM work.recent_posts AS p
  WHERE p.links IS NOT NULL
),
final AS (
  SELECT item, actor_id, origin_id, act_us FROM interacted
  UNION ALL
  SELECT item, actor_id, NULL, act_us FROM posted
  UNION ALL
  SELECT item, actor_id, NULL, act_us FROM tagged
  UNION ALL
  SELECT hash('/' || domain), actor_id, NULL, act_us FROM linked WHERE domain <> ''
)
SELECT * FROM final
