-- Scores that are not the sum of their contributions.
WITH explained AS (
  SELECT
    community_id,
    rank,
    score,
    pagerank_contribution + engaged_share_contribution + reach_contribution + coreness_contribution
      + coalesce(engagement_rate_contribution, 0) + coalesce(sponsored_share_contribution, 0) AS contributions
  FROM leaders
)
SELECT * FROM explained WHERE abs(score - contributions) > 1e-9
