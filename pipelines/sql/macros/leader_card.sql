-- leader_card(account): every figure of a leader, what it is worth among the members, and what it adds to the score.
WITH card AS (
  SELECT * FROM leaders WHERE account_id = CAST(account AS UBIGINT)
),
final AS (
  SELECT community_id, rank, 'PageRank' AS figure, pagerank AS value, pagerank_percentile AS percentile,
    pagerank_contribution AS contribution
  FROM card
  UNION ALL
  SELECT community_id, rank, 'engaged share', engaged_share, engaged_share_percentile, engaged_share_contribution
  FROM card
  UNION ALL
  SELECT community_id, rank, 'reach', reach, reach_percentile, reach_contribution FROM card
  UNION ALL
  SELECT community_id, rank, 'coreness', coreness, coreness_percentile, coreness_contribution FROM card
  UNION ALL
  SELECT community_id, rank, 'engagement rate', engagement_rate, engagement_rate_percentile,
    engagement_rate_contribution
  FROM card
  UNION ALL
  SELECT community_id, rank, 'sponsored share', sponsored_share, sponsored_share_percentile,
    sponsored_share_contribution
  FROM card
)
SELECT * FROM final
ORDER BY contribution DESC NULLS LAST, figure
