-- Percentile ranks within the community (0 lowest, 1 highest, ties share the lower rank) and the score: the weighted
-- mean of the ranks that exist. A rate over fewer than three posts is too noisy to be ranked. Where no component that
-- weighs anything is known, there is no score and no leader.
WITH rankable AS (
  SELECT
    *,
    CASE WHEN engagement_posts >= 3 THEN engagement_rate END AS ranked_rate
  FROM work.account_measures
),
percentiles AS (
  SELECT
    *,
    percent_rank() OVER (PARTITION BY community_id ORDER BY pagerank) AS pagerank_percentile,
    percent_rank() OVER (PARTITION BY community_id ORDER BY engaged_members) AS engaged_share_percentile,
    percent_rank() OVER (PARTITION BY community_id ORDER BY reach) AS reach_percentile,
    percent_rank() OVER (PARTITION BY community_id ORDER BY coreness) AS coreness_percentile,
    CASE
      WHEN ranked_rate IS NOT NULL
      THEN percent_rank() OVER (PARTITION BY community_id, ranked_rate IS NULL ORDER BY ranked_rate)
    END AS engagement_rate_percentile,
    CASE
      WHEN sponsored_share IS NOT NULL
      THEN percent_rank() OVER (PARTITION BY community_id, sponsored_share IS NULL ORDER BY sponsored_share)
    END AS sponsored_share_percentile
  FROM rankable
),
weighed AS (
  SELECT
    p.*,
    s.pagerank_weight, s.engaged_share_weight, s.reach_weight, s.coreness_weight,
    s.engagement_rate_weight, s.sponsored_share_weight,
    s.pagerank_weight + s.engaged_share_weight + s.reach_weight + s.coreness_weight
      + CASE WHEN p.engagement_rate_percentile IS NULL THEN 0 ELSE s.engagement_rate_weight END
      + CASE WHEN p.sponsored_share_percentile IS NULL THEN 0 ELSE abs(s.sponsored_share_weight) END AS total_weight
  FROM percentiles AS p, work.settings AS s
),
contributions AS (
  SELECT
    *,
    pagerank_percentile * pagerank_weight / total_weight AS pagerank_contribution,
    engaged_share_percentile * engaged_share_weight / total_weight AS engaged_share_contribution,
    reach_percentile * reach_weight / total_weight AS reach_contribution,
    coreness_percentile * coreness_weight / total_weight AS coreness_contribution,
    engagement_rate_percentile * engagement_rate_weight / total_weight AS engagement_rate_contribution,
    sponsored_share_percentile * sponsored_share_weight / total_weight AS sponsored_share_contribution
  FROM weighed
),
scored AS (
  SELECT
    *,
    -- Added up in the order of total_weight and divided once, so that rounding never lifts a score above 1.
    (pagerank_percentile * pagerank_weight + engaged_share_percentile * engaged_share_weight
      + reach_percentile * reach_weight + coreness_percentile * coreness_weight
      + coalesce(engagement_rate_percentile * engagement_rate_weight, 0)
      + coalesce(sponsored_share_percentile * sponsored_share_weight, 0)) / total_weight AS score
  FROM contributions
),
-- A leader is a public multiplier: whoever reaches fewer members than the smallest cell is none.
final AS (
  SELECT
    scored.*,
    row_number() OVER (PARTITION BY community_id ORDER BY score DESC, account_id) AS rank
  FROM scored, work.settings AS s
  WHERE scored.reach >= s.min_group
    AND scored.total_weight > 0
  QUALIFY rank <= s.leaders_top
)
SELECT * FROM final
