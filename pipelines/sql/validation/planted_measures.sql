-- Per member that reaches enough others to be a leader: the score and single measures, each as it would rank alone.
WITH final AS (
  SELECT
    m.account_id,
    m.community_id,
    scores.score,
    m.observed_followers AS followers,
    m.engaged_members AS in_degree,
    m.reach,
    m.reposting_members AS past_reposters,
    m.mentioning_members AS mentions,
    m.steady_attention,
    m.recent_attention,
    m.pagerank,
    m.coreness,
    m.neighbour_degree_sum,
    CASE WHEN m.engagement_posts >= 3 THEN m.engagement_rate END AS engagement_rate
  FROM work.account_measures AS m
  JOIN work.member_scores AS scores ON scores.vertex = m.vertex
  CROSS JOIN work.settings AS s
  WHERE m.reach >= s.min_group
  ORDER BY m.community_id, m.account_id
)
SELECT * FROM final
