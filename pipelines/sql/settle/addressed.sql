-- Interactions of which only the post was known, once a post tells its author; what an author does to itself is no
-- attention. Only what is new meets what is known: the rest met in earlier runs.
WITH told AS (
  SELECT u.actor_id, p.author_id AS target_id, u.kind, u.post_id, u.at, u.source
  FROM settle.unaddressed AS u
  JOIN settle.new_posts AS p ON p.post_id = u.post_id
  WHERE p.author_id <> u.actor_id
  UNION
  SELECT u.actor_id, p.author_id, u.kind, u.post_id, u.at, u.source
  FROM settle.new_unaddressed AS u
  JOIN settle.posts AS p ON p.post_id = u.post_id
  WHERE p.author_id <> u.actor_id
),
-- Where another export named the author itself. The few rows are the side that is kept in memory.
known AS (
  SELECT told.*
  FROM settle.interactions AS i
  JOIN told
    ON told.post_id = i.post_id
    AND told.actor_id = i.actor_id
    AND told.target_id = i.target_id
    AND told.kind = i.kind
    AND told.at = i.at
),
final AS (
  SELECT (year(told.at) - 1970) * 12 + month(told.at) AS month, told.*
  FROM told
  ANTI JOIN known
    ON told.post_id = known.post_id
    AND told.actor_id = known.actor_id
    AND told.target_id = known.target_id
    AND told.kind = known.kind
    AND told.at = known.at
)
SELECT * FROM final
