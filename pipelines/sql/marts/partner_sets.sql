-- One row per brief and community, or per campaign: how partners were chosen, how good the choice is, and what it
-- reaches. A reach is shown where it is no small cell and differs from those shown beside it by none.
WITH cells AS (
  SELECT
    sets.*,
    s.run_id,
    reach_shown
      AND top_reach NOT BETWEEN 1 AND s.min_group - 1
      AND (top_reach = reach OR abs(top_reach - reach) >= s.min_group) AS top_shown
  FROM work.partner_sets AS sets, work.settings AS s
),
final AS (
  SELECT
    run_id,
    brief,
    community_id,
    scope,
    method,
    probabilities,
    probability,
    asked AS partners_asked,
    chosen AS partners,
    population,
    CASE WHEN reach_shown THEN reach END AS reach,
    CASE WHEN reach_shown THEN reach / population END AS reach_share,
    CASE WHEN top_shown THEN top_reach END AS top_reach,
    spread,
    spread_error,
    top_spread,
    guarantee,
    -- By coverage it is the reach over a whole number, from which both follow.
    CASE WHEN reach_shown OR method <> 'coverage' THEN proven_share END AS proven_share,
    epsilon,
    delta,
    seed,
    selection_sets,
    validation_sets,
    spread_sets
  FROM cells
)
SELECT * FROM final
ORDER BY brief, community_id
