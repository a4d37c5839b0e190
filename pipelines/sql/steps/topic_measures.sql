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
on_topic AS (
  SELECT
    tagged.post_id,
    min(tagged.vertex) AS vertex,
    min(tagged.author_id) AS author_id,
    min(tagged.community_id) AS community_id
  FROM (
    SELECT p.post_id, p.vertex, p.author_id, p.community_id, lower(ltrim(unnest(p.hashtags), '#')) AS topic
    FROM work.recent_posts AS p
    WHERE p.vertex IS NOT NULL
  ) AS tagged
  JOIN topics ON topics.community_id = tagged.community_id AND topics.topic = tagged.topic
  GROUP BY tagged.post_id
),
posted AS (
  SELECT vertex, count(*) AS posts_on_topic FROM on_topic GROUP BY vertex
),
placed AS MATERIALIZED (
  SELECT vertices.account_id, vertices.vertex, positions.community_id
  FROM work.vertices AS vertices
  JOIN work.positions AS positions ON positions.vertex = vertices.vertex
),
-- Actors are looked up before posts, because the engine takes acts on posts on topic for few and would hash them all.
acts AS (
  SELECT placed.vertex AS actor, placed.community_id, i.target_id, i.post_id
  FROM interactions AS i
  JOIN placed ON placed.account_id = i.actor_id
  CROSS JOIN work.settings AS s
  WHERE i.kind <> 'mention'
    AND i.at > s.window_start
    AND i.at <= s.as_of
    AND (i.ended_at IS NULL OR i.ended_at > s.state_as_of)
),
-- Each pair once, in eight bytes: there may be as many as interactions.
pairs AS (
  SELECT DISTINCT on_topic.vertex, acts.actor
  FROM acts
  JOIN on_topic ON on_topic.post_id = acts.post_id
    AND on_topic.author_id = acts.target_id
    AND on_topic.community_id = acts.community_id
),
attended AS (
  SELECT vertex, count(*) AS accounts FROM pairs GROUP BY vertex
),
-- Acts on posts that do not say on which: hardly any, or nearly all.
silent AS (
  SELECT DISTINCT i.target_id
  FROM interactions AS i, work.settings AS s
  WHERE i.post_id IS NULL
    AND i.kind <> 'mention'
    AND i.at > s.window_start
    AND i.at <= s.as_of
    AND (i.ended_at IS NULL OR i.ended_at > s.state_as_of)
),
named AS (
  SELECT DISTINCT i.target_id
  FROM interactions AS i
  SEMI JOIN silent ON silent.target_id = i.target_id
  CROSS JOIN work.settings AS s
  WHERE i.post_id IS NOT NULL
    AND i.kind <> 'mention'
    AND i.at > s.window_start
    AND i.at <= s.as_of
    AND (i.ended_at IS NULL OR i.ended_at > s.state_as_of)
),
unnamed AS (
  SELECT silent.target_id AS author_id FROM silent ANTI JOIN named ON named.target_id = silent.target_id
),
naming AS (
  SELECT EXISTS (
    SELECT 1
    FROM interactions AS i, work.settings AS s
    WHERE i.post_id IS NOT NULL
      AND i.kind <> 'mention'
      AND i.at > s.window_start
      AND i.at <= s.as_of
      AND (i.ended_at IS NULL OR i.ended_at > s.state_as_of)) AS names_posts
),
members AS (
  SELECT p.vertex, min(p.author_id) AS author_id
  FROM work.recent_posts AS p
  WHERE p.vertex IS NOT NULL
    AND p.hashtags IS NOT NULL
    AND p.community_id IN (SELECT community_id FROM topics)
  GROUP BY p.vertex
),
final AS (
  SELECT
    members.vertex,
    coalesce(posted.posts_on_topic, 0) AS posts_on_topic,
    CASE
      WHEN names_posts AND (posted.vertex IS NULL OR unnamed.author_id IS NULL) THEN coalesce(attended.accounts, 0)
    END AS topic_attention
  FROM members
  CROSS JOIN naming
  LEFT JOIN posted ON posted.vertex = members.vertex
  LEFT JOIN attended ON attended.vertex = members.vertex
  LEFT JOIN unnamed ON unnamed.author_id = members.author_id
)
SELECT * FROM final
