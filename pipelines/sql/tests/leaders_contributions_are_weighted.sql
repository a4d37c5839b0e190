-- Contributions that are not percentile × weight / Σ |weights| of the components that are known.
WITH weighed AS (
  SELECT
    leaders.*,
    settings.* EXCLUDE (run_id),
    pagerank_weight + engaged_share_weight + reach_weight + coreness_weight
      + CASE WHEN engagement_rate_percentile IS NULL THEN 0 ELSE engagement_rate_weight END
      + CASE WHEN sponsored_share_percentile IS NULL THEN 0 ELSE abs(sponsored_share_weight) END AS total
  FROM leaders, settings
),
components AS (
  SELECT community_id, rank, pagerank_percentile * pagerank_weight / total AS expected, pagerank_contribution AS given
  FROM weighed
  UNION ALL
  SELECT community_id, rank, engaged_share_percentile * engaged_share_weight / total, engaged_share_contribution
  FROM weighed
  UNION ALL
  SELECT community_id, rank, reach_percentile * reach_weight / total, reach_contribution FROM weighed
  UNION ALL
  SELECT community_id, rank, coreness_percentile * coreness_weight / total, coreness_contribution FROM weighed
  UNION ALL
  SELECT community_id, rank, engagement_rate_percentile * engagement_rate_weight / total, engagement_rate_contribution
  FROM weighed
  UNION ALL
  SELECT community_id, rank, sponsored_share_percentile * sponsored_share_weight / total, sponsored_share_contribution
  FROM weighed
)
SELECT *
FROM components
WHERE (expected IS NULL) <> (given IS NULL)
  OR abs(expected - given) > 1e-9
