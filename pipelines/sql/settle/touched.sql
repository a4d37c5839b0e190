-- Follows that may stand otherwise than they were delivered first.
WITH final AS (
  SELECT follower_id, followee_id FROM settle.ends
  UNION
  SELECT f.follower_id, f.followee_id
  FROM settle.sightings AS s
  JOIN settle.follows AS f ON f.follower_id = s.follower_id AND f.followee_id = s.followee_id
  WHERE s.ended_at IS NOT NULL
    OR f.ended_at IS NOT NULL
    OR s.first_seen < f.first_seen
)
SELECT * FROM final
