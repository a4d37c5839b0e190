-- The weights of every profile.
WITH final AS (
  SELECT s.run_id, weights.profile, weights.component, weights.weight
  FROM work.profile_weights AS weights, work.settings AS s
)
SELECT * FROM final
ORDER BY profile, component
