-- Sets whose figures are not those of their last partner, that have more partners than asked for, or that claim to be
-- better than possible or worse than guaranteed.
WITH last AS (
  SELECT sets.brief, sets.community_id, max(step) AS steps, arg_max(cumulative_reach, step) AS last_reach,
    arg_max(cumulative_spread, step) AS last_spread
  FROM partner_sets AS sets
  JOIN partners ON partners.brief = sets.brief
    AND coalesce(sets.community_id, partners.community_id) = partners.community_id
  GROUP BY sets.brief, sets.community_id
)
SELECT sets.brief, sets.community_id
FROM partner_sets AS sets
LEFT JOIN last ON last.brief = sets.brief AND last.community_id IS NOT DISTINCT FROM sets.community_id
WHERE sets.partners <> coalesce(last.steps, 0)
  OR sets.partners > sets.partners_asked
  OR abs(sets.spread - coalesce(last.last_spread, 0)) > 1e-6
  OR sets.reach < last.last_reach
  OR proven_share < guarantee
  OR (sets.community_id IS NULL) <> (scope = 'campaign')
