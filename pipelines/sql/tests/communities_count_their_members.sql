-- Communities whose size is not the number of their members, and members of communities that do not exist.
WITH counted AS (
  SELECT community_id, count(*) AS members FROM members GROUP BY community_id
),
final AS (
  SELECT community_id, communities.size, counted.members
  FROM communities
  FULL JOIN counted USING (community_id)
  WHERE communities.size IS DISTINCT FROM counted.members
)
SELECT * FROM final
