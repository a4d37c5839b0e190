-- The engaged audience of each leader: members of its community that interacted with it inside the window, each by
-- its place among the members (0, 1, 2, … in the order of vertices).
WITH places AS (
  SELECT
    vertex,
    community_id,
    CAST(row_number() OVER (PARTITION BY community_id ORDER BY vertex) - 1 AS INTEGER) AS place
  FROM work.positions
),
final AS (
  SELECT leaders.vertex AS leader, places.place
  FROM work.scores AS leaders
  JOIN work.edges AS e ON e.target = leaders.vertex
  JOIN places ON places.vertex = e.source
  WHERE places.community_id = leaders.community_id
    AND e.kinds & 62 <> 0
)
SELECT * FROM final
