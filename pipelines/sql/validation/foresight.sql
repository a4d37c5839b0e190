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
    m.neighbour_degree_sum
  FROM work.account_measures AS m
  JOIN work.member_scores AS scores ON scores.vertex = m.vertex
  LEFT JOIN later ON later.vertex = m.vertex
  ORDER BY m.community_id, m.vertex
)
SELECT * FROM final
