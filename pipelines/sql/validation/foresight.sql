-- Per member of a community found in the facts before the split: what happened after it, the score, and simple measures
-- taken before it. outcome: distinct accounts of the same community that reposted or mentioned the member later.
WITH places AS (
  SELECT vertices.account_id, positions.vertex, positions.community_id
  FROM work.positions AS positions
  JOIN work.vertices AS vertices ON vertices.vertex = positions.vertex
),
later AS (
  SELECT target.vertex, count(DISTINCT i.actor_id) AS outcome
  FROM delivered.later AS i
  JOIN places AS target ON target.account_id = i.target_id
  JOIN places AS actor ON actor.account_id = i.actor_id AND actor.community_id = target.community_id
  WHERE i.kind IN ('repost', 'mention')
  GROUP BY target.vertex
),
neighbours AS (
  SELECT e.source AS vertex, e.target AS neighbour FROM work.edges AS e
  UNION
  SELECT e.target, e.source FROM work.edges AS e
),
sums AS (
  SELECT own.vertex, sum(other.internal_degree) AS neighbour_degree_sum
  FROM neighbours
  JOIN work.positions AS own ON own.vertex = neighbours.vertex
  JOIN work.positions AS other ON other.vertex = neighbours.neighbour AND other.community_id = own.community_id
  GROUP BY own.vertex
),
final AS (
  SELECT
    m.community_id,
    coalesce(later.outcome, 0) AS outcome,
    scores.score,
    m.observed_followers AS followers,
    m.engaged_members AS in_degree,
    m.reach,
    m.reposting_members AS past_reposters,
    m.pagerank,
    m.coreness,
    coalesce(sums.neighbour_degree_sum, 0) AS neighbour_degree_sum
  FROM work.account_measures AS m
  JOIN work.member_scores AS scores ON scores.vertex = m.vertex
  LEFT JOIN later ON later.vertex = m.vertex
  LEFT JOIN sums ON sums.vertex = m.vertex
  ORDER BY m.community_id, m.vertex
)
SELECT * FROM final
