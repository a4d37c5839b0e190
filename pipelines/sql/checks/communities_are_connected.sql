-- Communities that fall apart: members that cannot be reached from the community's first account through attention
-- between members, in either direction. Made from the view attention (facts) and members alone.
WITH RECURSIVE pairs AS (
  SELECT actor.account_id AS one, target.account_id AS other
  FROM attention
  JOIN members AS actor ON actor.account_id = attention.actor_id
  JOIN members AS target ON target.account_id = attention.target_id
  WHERE actor.community_id = target.community_id
    AND attention.weight > 0
),
neighbours AS (
  SELECT one, other FROM pairs
  UNION
  SELECT other, one FROM pairs
),
reached AS (
  SELECT min(account_id) AS account_id FROM members GROUP BY community_id
  UNION
  SELECT neighbours.other
  FROM reached
  JOIN neighbours ON neighbours.one = reached.account_id
),
final AS (
  SELECT members.community_id, count(*) AS unreached
  FROM members
  ANTI JOIN reached USING (account_id)
  GROUP BY members.community_id
)
SELECT * FROM final
