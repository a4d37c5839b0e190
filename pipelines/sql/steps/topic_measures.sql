-- Per member with a post in the window that tells its hashtags, in a community with topics: posts that carry one of the
-- topics, and how many distinct members of the community acted on these posts in the window. A mention is no act on a
-- post. Topics are those of the pipeline file, else the community's own. Unknown is who attended where no act names the
-- post that it is about, be it in all data or among those on the member.
WITH topics AS (
  SELECT own.community_id, own.topic
  FROM work.community_topics AS own, work.settings AS s
  WHERE s.leader_topics IS NULL
  UNION ALL
  SELECT sizes.community_id, unnest(s.leader_topics)
  FROM work.sizes AS sizes, work.settings AS s
),
telling AS (
  SELECT p.vertex, p.author_id, p.community_id, p.post_id, p.hashtags
  FROM work.recent_posts AS p
  WHERE p.vertex IS NOT NULL
    AND p.hashtags IS NOT NULL
    AND p.community_id IN (SELECT community_id FROM topics)
),
tagged AS (
  SELECT vertex, author_id, community_id, post_id, lower(ltrim(unnest(hashtags), '#')) AS topic FROM telling
),
on_topic AS (
  SELECT DISTINCT tagged.vertex, tagged.author_id, tagged.community_id, tagged.post_id
  FROM tagged
  JOIN topics ON topics.community_id = tagged.community_id AND topics.topic = tagged.topic
),
attended AS (
  SELECT on_topic.vertex, count(DISTINCT i.actor_id) AS accounts
  FROM interactions AS i
  JOIN on_topic ON on_topic.post_id = i.post_id AND on_topic.author_id = i.target_id
  JOIN work.vertices AS vertices ON vertices.account_id = i.actor_id
  JOIN work.positions AS actor ON actor.vertex = vertices.vertex AND actor.community_id = on_topic.community_id
  CROSS JOIN work.settings AS s
  WHERE i.kind <> 'mention'
    AND i.at > s.window_start
    AND i.at <= s.as_of
  GROUP BY on_topic.vertex
),
posted AS (
  SELECT vertex, count(*) AS posts_on_topic FROM on_topic GROUP BY vertex
),
-- On them there were acts, but none names a post.
unnamed AS (
  SELECT i.target_id AS author_id
  FROM interactions AS i
  CROSS JOIN work.settings AS s
  WHERE i.kind <> 'mention'
    AND i.at > s.window_start
    AND i.at <= s.as_of
    AND i.target_id IN (SELECT author_id FROM on_topic ANTI JOIN attended ON attended.vertex = on_topic.vertex)
  GROUP BY i.target_id
  HAVING count(i.post_id) = 0
),
naming AS (
  SELECT EXISTS (
    SELECT 1
    FROM interactions AS i, work.settings AS s
    WHERE i.post_id IS NOT NULL
      AND i.kind <> 'mention'
      AND i.at > s.window_start
      AND i.at <= s.as_of) AS names_posts
),
members AS (
  SELECT DISTINCT vertex, author_id FROM telling
),
final AS (
  SELECT
    members.vertex,
    coalesce(posted.posts_on_topic, 0) AS posts_on_topic,
    CASE WHEN names_posts AND unnamed.author_id IS NULL THEN coalesce(attended.accounts, 0) END AS topic_attention
  FROM members
  CROSS JOIN naming
  LEFT JOIN posted ON posted.vertex = members.vertex
  LEFT JOIN attended ON attended.vertex = members.vertex
  LEFT JOIN unnamed ON unnamed.author_id = members.author_id
)
SELECT * FROM final
