-- Every measure of every member, one row each. A ratio without a denominator is NULL, never 0.
WITH final AS (
  SELECT
    positions.vertex,
    positions.community_id,
    vertices.account_id,
    sizes.size AS community_size,
    positions.pagerank,
    positions.coreness,
    coalesce(audience.reach, 0) AS reach,
    coalesce(attention.steady_attention, 0) AS steady_attention,
    coalesce(attention.recent_attention, 0) AS recent_attention,
    coalesce(audience.engaged_members, 0) AS engaged_members,
    coalesce(audience.engaged_members, 0) / sizes.size AS engaged_share,
    coalesce(audience.recent_engaged, 0) AS recent_engaged,
    coalesce(influence.item_acts, 0) AS item_acts,
    influence.influenced_members,
    influence.influence_credit,
    coalesce(audience.reposting_members, 0) AS reposting_members,
    coalesce(audience.mentioning_members, 0) AS mentioning_members,
    coalesce(audience.observed_followers, 0) AS observed_followers,
    profiles.claimed_followers,
    coalesce(audience.credible_members, 0) AS credible_members,
    coalesce(audience.credible_members, 0) / sizes.size AS credible_share,
    coalesce(audience.credible_engaged, 0) AS credible_engaged,
    coalesce(audience.credible_engaged, 0) / nullif(profiles.claimed_followers, 0) AS reach_credibility,
    coalesce(audience.observed_audience, 0) AS observed_audience,
    coalesce(audience.flagged_audience, 0) AS flagged_audience,
    CASE
      WHEN audience.observed_audience >= 30 THEN 1 - audience.flagged_audience / audience.observed_audience
    END AS audience_quality,
    coalesce(posts.posts, 0) AS posts,
    coalesce(posts.sponsored_posts, 0) AS sponsored_posts,
    posts.sponsored_posts / posts.posts AS sponsored_share,
    coalesce(posts.engagement_posts, 0) AS engagement_posts,
    posts.engagement_rate,
    posts.engagement_rate_median
  FROM work.positions AS positions
  JOIN work.vertices AS vertices ON vertices.vertex = positions.vertex
  JOIN work.sizes AS sizes ON sizes.community_id = positions.community_id
  LEFT JOIN work.audience_measures AS audience ON audience.vertex = positions.vertex
  LEFT JOIN work.attention_measures AS attention ON attention.vertex = positions.vertex
  LEFT JOIN work.influence AS influence ON influence.vertex = positions.vertex
  LEFT JOIN work.profiles AS profiles ON profiles.vertex = positions.vertex
  LEFT JOIN work.post_measures AS posts ON posts.vertex = positions.vertex
)
SELECT * FROM final
