-- Communities whose members' PageRank does not sum to 1, rounding aside.
SELECT community_id, sum(pagerank) AS total
FROM members
GROUP BY community_id
HAVING abs(sum(pagerank) - 1) > 1e-6
