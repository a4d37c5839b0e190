-- Members ranked for other tasks: one list per profile and community, as in leaders under other weights.
WITH final AS (
  SELECT s.run_id, rankings.profile, rankings.community_id, rankings.rank, vertices.account_id, rankings.score,
    COLUMNS('_contribution$')
  FROM work.rankings AS rankings
  JOIN work.vertices AS vertices ON vertices.vertex = rankings.vertex
  CROSS JOIN work.settings AS s
)
SELECT * FROM final
ORDER BY profile, community_id, rank
