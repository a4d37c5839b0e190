-- Percentiles among members of all communities whose profiles claim a similar number of followers: bands of a factor of
-- four. A percentile is the share of the others in the band with a known value whose value is lower; fewer than thirty
-- known values in a band say nothing.
WITH sized AS (
  SELECT
    vertex,
    CAST(floor(log2(claimed_followers) / 2) AS INTEGER) AS size_band,
    reach_credibility,
    CASE WHEN engagement_posts >= 3 THEN engagement_rate END AS engagement_rate
  FROM work.account_measures
  WHERE claimed_followers > 0
),
ranked AS (
  SELECT
    *,
    count(*) OVER (PARTITION BY size_band) AS similar_accounts,
    percent_rank() OVER (PARTITION BY size_band ORDER BY reach_credibility) AS credibility_percentile,
    count(engagement_rate) OVER (PARTITION BY size_band) AS rated,
    percent_rank() OVER (PARTITION BY size_band, engagement_rate IS NULL ORDER BY engagement_rate) AS rate_percentile
  FROM sized
),
final AS (
  SELECT
    vertex,
    size_band,
    CASE WHEN similar_accounts >= 30 THEN credibility_percentile END AS reach_credibility_percentile_similar,
    CASE
      WHEN rated >= 30 AND engagement_rate IS NOT NULL THEN rate_percentile
    END AS engagement_rate_percentile_similar
  FROM ranked
)
SELECT * FROM final
