-- leader_card(account): every figure of a leader, what it is worth among the members, and what it adds to the score.
-- Figures without a percentile are no part of the score.
WITH card AS (
  SELECT * FROM leaders WHERE account_id = CAST(account AS UBIGINT)
),
figures AS (
  SELECT community_id, rank, unnest([
    {'figure': 'steady attention', 'value': steady_attention::DOUBLE, 'scored': true,
      'percentile': steady_attention_percentile, 'contribution': steady_attention_contribution},
    {'figure': 'recent attention', 'value': recent_attention, 'scored': true,
      'percentile': recent_attention_percentile, 'contribution': recent_attention_contribution},
    {'figure': 'PageRank', 'value': pagerank, 'scored': true,
      'percentile': pagerank_percentile, 'contribution': pagerank_contribution},
    {'figure': 'reach', 'value': reach, 'scored': true,
      'percentile': reach_percentile, 'contribution': reach_contribution},
    {'figure': 'engaged share', 'value': engaged_share, 'scored': true,
      'percentile': engaged_share_percentile, 'contribution': engaged_share_contribution},
    {'figure': 'recent engagement', 'value': recent_engaged, 'scored': true,
      'percentile': recent_engaged_percentile, 'contribution': recent_engaged_contribution},
    {'figure': 'engagement rate', 'value': engagement_rate, 'scored': true,
      'percentile': engagement_rate_percentile, 'contribution': engagement_rate_contribution},
    {'figure': 'credible share', 'value': credible_share, 'scored': true,
      'percentile': credible_share_percentile, 'contribution': credible_share_contribution},
    {'figure': 'coreness', 'value': coreness, 'scored': true,
      'percentile': coreness_percentile, 'contribution': coreness_contribution},
    {'figure': 'observed influence', 'value': influence_credit, 'scored': true,
      'percentile': influence_percentile, 'contribution': influence_contribution},
    {'figure': 'betweenness', 'value': betweenness, 'scored': true,
      'percentile': betweenness_percentile, 'contribution': betweenness_contribution},
    {'figure': 'participation', 'value': participation, 'scored': true,
      'percentile': participation_percentile, 'contribution': participation_contribution},
    {'figure': 'engaged neighbours', 'value': neighbour_engaged, 'scored': true,
      'percentile': neighbour_engaged_percentile, 'contribution': neighbour_engaged_contribution},
    {'figure': 'originality', 'value': originality, 'scored': true,
      'percentile': originality_percentile, 'contribution': originality_contribution},
    {'figure': 'response rate', 'value': response_rate, 'scored': true,
      'percentile': response_rate_percentile, 'contribution': response_rate_contribution},
    {'figure': 'audience quality', 'value': audience_quality, 'scored': true,
      'percentile': audience_quality_percentile, 'contribution': audience_quality_contribution},
    {'figure': 'sponsored share', 'value': sponsored_share, 'scored': true,
      'percentile': sponsored_share_percentile, 'contribution': sponsored_share_contribution},
    {'figure': 'claimed followers', 'value': claimed_followers, 'scored': false, 'percentile': NULL,
      'contribution': NULL},
    {'figure': 'engaged members', 'value': engaged_members, 'scored': false, 'percentile': NULL,
      'contribution': NULL},
    {'figure': 'influenced members', 'value': influenced_members, 'scored': false, 'percentile': NULL,
      'contribution': NULL},
    {'figure': 'mentioning members', 'value': mentioning_members, 'scored': false, 'percentile': NULL,
      'contribution': NULL},
    {'figure': 'observed followers', 'value': observed_followers, 'scored': false, 'percentile': NULL,
      'contribution': NULL},
    {'figure': 'engagement rate by reach', 'value': engagement_rate_reach, 'scored': false, 'percentile': NULL,
      'contribution': NULL},
    {'figure': 'engagement rate by views', 'value': engagement_rate_views, 'scored': false, 'percentile': NULL,
      'contribution': NULL},
    {'figure': 'neighbours'' degrees', 'value': neighbour_degree_sum, 'scored': false, 'percentile': NULL,
      'contribution': NULL},
    {'figure': 'one of us', 'value': one_of_us, 'scored': false, 'percentile': NULL,
      'contribution': NULL},
    {'figure': 'label adequacy', 'value': label_adequacy, 'scored': false, 'percentile': NULL,
      'contribution': NULL},
    {'figure': 'paid post performance', 'value': paid_post_performance, 'scored': false, 'percentile': NULL,
      'contribution': NULL},
    {'figure': 'reach credibility', 'value': reach_credibility, 'scored': false, 'percentile': NULL,
      'contribution': NULL},
    {'figure': 'posts', 'value': posts, 'scored': false, 'percentile': NULL, 'contribution': NULL},
    {'figure': 'reposting members', 'value': reposting_members, 'scored': false, 'percentile': NULL,
      'contribution': NULL}
  ]) AS entry
  FROM card
),
final AS (
  SELECT community_id, rank, entry.figure, entry.value, entry.percentile, entry.contribution, entry.scored
  FROM figures
)
SELECT * FROM final
ORDER BY contribution DESC NULLS LAST, scored DESC, figure
