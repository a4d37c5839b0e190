-- Channels that exist in a community: the platforms that its members are on, and the domains that they link to.
-- Small cells are left out. The count of a visible channel is left out where the size of the community would give a
-- small cell away: the members who do not use it, or, as platforms share the members out, the platforms not shown.
WITH links AS (
  SELECT community_id, author_id, unnest(links) AS name
  FROM work.recent_posts
  WHERE community_id IS NOT NULL AND links IS NOT NULL
),
channels AS (
  SELECT community_id, 'domain' AS channel, lower(name) AS name, count(DISTINCT author_id) AS accounts, count(*) AS uses
  FROM links
  WHERE name <> ''
  GROUP BY community_id, lower(name)
  UNION ALL
  SELECT community_id, 'platform', platform, count(*), NULL
  FROM work.profiles
  WHERE community_id IS NOT NULL
  GROUP BY community_id, platform
),
visible AS (
  SELECT
    channels.*,
    sizes.size,
    sizes.size - sum(channels.accounts) OVER channel AS others,
    row_number() OVER (channel ORDER BY channels.accounts DESC, channels.name) AS position,
    row_number() OVER (channel ORDER BY channels.accounts, channels.name DESC) AS position_from_last
  FROM channels
  JOIN work.sizes AS sizes ON sizes.community_id = channels.community_id
  CROSS JOIN work.settings AS s
  WHERE channels.accounts >= s.min_group
  WINDOW channel AS (PARTITION BY channels.community_id, channels.channel)
),
guarded AS (
  SELECT
    visible.*,
    s.run_id,
    size - accounts BETWEEN 1 AND s.min_group - 1
      OR (channel = 'platform' AND others BETWEEN 1 AND s.min_group - 1 AND position_from_last = 1) AS hidden
  FROM visible, work.settings AS s
),
final AS (
  SELECT
    run_id,
    community_id,
    channel,
    name,
    CASE WHEN NOT hidden THEN accounts END AS accounts,
    CASE WHEN NOT hidden THEN accounts / size END AS share,
    uses,
    CAST(position AS INTEGER) AS rank
  FROM guarded
  WHERE position <= 50
)
SELECT * FROM final
ORDER BY community_id, channel, rank
