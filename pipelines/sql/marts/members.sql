-- Accounts in communities. Accounts of the residual are in none and have no row.
WITH final AS (
  SELECT
    s.run_id,
    positions.community_id,
    vertices.account_id,
    positions.internal_degree,
    places.within_module_z,
    places.participation,
    places.role,
    positions.pagerank,
    positions.coreness,
    positions.betweenness,
    positions.neighbour_degree_sum
  FROM work.positions AS positions
  JOIN work.places AS places ON places.vertex = positions.vertex
  JOIN work.vertices AS vertices ON vertices.vertex = positions.vertex
  CROSS JOIN work.settings AS s
)
SELECT * FROM final
ORDER BY community_id, account_id
