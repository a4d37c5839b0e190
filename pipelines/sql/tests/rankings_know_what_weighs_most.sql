-- Members listed for a task of whom none of the components that weigh most there is known.
WITH contributions AS (
  UNPIVOT (SELECT profile, community_id, rank, COLUMNS('^(.*)_contribution$') AS '\1' FROM rankings)
  ON COLUMNS(* EXCLUDE (profile, community_id, rank))
  INTO NAME component VALUE contribution
),
weightiest AS (
  SELECT profile, component
  FROM profiles
  QUALIFY abs(weight) = max(abs(weight)) OVER (PARTITION BY profile)
),
known AS (
  SELECT contributions.*
  FROM contributions
  JOIN weightiest USING (profile, component)
)
SELECT rankings.profile, rankings.community_id, rankings.rank
FROM rankings
ANTI JOIN known USING (profile, community_id, rank)
WHERE rankings.profile <> 'multiplier'
