-- Members per community.
WITH final AS (
  SELECT community_id, count(*) AS size
  FROM work.positions
  GROUP BY community_id
)
SELECT * FROM final
