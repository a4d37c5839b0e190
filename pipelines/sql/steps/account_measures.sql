-- Every measure of every member, one row each. A ratio without a denominator is NULL, never 0.
WITH final AS (
  SELECT
    positions.vertex,
    positions.community_id,
    vertices.account_id,
    sizes.size AS community_size,
    positions.pagerank,
    positions.coreness,
    positions.betweenness,
    positions.betweenness_error,
    positions.neighbour_degree_sum,
    places.within_module_z,
    places.participation,
    places.role,
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
    coalesce(audience.neighbour_engaged, 0) AS neighbour_engaged,
    coalesce(audience.observed_followers, 0) AS observed_followers,
    profiles.claimed_followers,
    coalesce(audience.credible_members, 0) AS credible_members,
    coalesce(audience.credible_members, 0) / sizes.size AS credible_share,
    coalesce(audience.credible_engaged, 0) AS credible_engaged,
    coalesce(audience.credible_engaged, 0) / nullif(profiles.claimed_followers, 0) AS reach_credibility,
    coalesce(audience.silent_members, 0) AS silent_members,
    coalesce(audience.outside_audience, 0) AS outside_audience,
    coalesce(audience.counts_silent, true) AS counts_silent,
    coalesce(audience.counts_outside, true) AS counts_outside,
    coalesce(audience.observed_audience, 0) AS observed_audience,
    coalesce(audience.flagged_audience, 0) AS flagged_audience,
    CASE
      WHEN audience.observed_audience >= 30 THEN 1 - audience.flagged_audience / audience.observed_audience
    END AS audience_quality,
    coalesce(posts.posts, 0) AS posts,
    coalesce(posts.sponsored_posts, 0) AS sponsored_posts,
    posts.sponsored_posts / posts.posts AS sponsored_share,
    topics.posts_on_topic,
    topics.posts_on_topic / posts.posts AS topic_share,
    topics.topic_attention,
    coalesce(posts.labelled_posts, 0) AS labelled_posts,
    coalesce(posts.adequate_posts, 0) AS adequate_posts,
    posts.adequate_posts / nullif(posts.labelled_posts, 0) AS label_adequacy,
    coalesce(posts.engagement_posts, 0) AS engagement_posts,
    posts.engagement_rate,
    posts.engagement_rate_median,
    coalesce(posts.sponsored_engagement_posts, 0) AS sponsored_engagement_posts,
    posts.engagement_rate_sponsored,
    posts.engagement_rate_organic,
    posts.engagement_rate_sponsored / nullif(posts.engagement_rate_organic, 0) AS paid_post_performance,
    coalesce(posts.reached_posts, 0) AS reached_posts,
    posts.engagement_rate_reach,
    posts.engagement_rate_reach_median,
    coalesce(posts.viewed_posts, 0) AS viewed_posts,
    posts.engagement_rate_views,
    posts.engagement_rate_views_median,
    coalesce(replies.replying_accounts, 0) AS replying_accounts,
    coalesce(replies.replies_received, 0) AS replies_received,
    coalesce(replies.replies_answered, 0) AS replies_answered,
    replies.replies_answered / replies.replies_received AS response_rate,
    coalesce(reposts.reposts_made, 0) AS reposts_made,
    CASE
      WHEN authors.vertex IS NOT NULL
      THEN coalesce(posts.posts, 0) / nullif(coalesce(posts.posts, 0) + coalesce(reposts.reposts_made, 0), 0)
    END AS originality,
    coalesce(outgoing.paid, 0) AS paid,
    coalesce(outgoing.paid_inside, 0) AS paid_inside,
    outgoing.paid_inside / nullif(outgoing.paid, 0) AS one_of_us
  FROM work.positions AS positions
  JOIN work.vertices AS vertices ON vertices.vertex = positions.vertex
  JOIN work.sizes AS sizes ON sizes.community_id = positions.community_id
  LEFT JOIN work.audience_measures AS audience ON audience.vertex = positions.vertex
  LEFT JOIN work.attention_measures AS attention ON attention.vertex = positions.vertex
  LEFT JOIN work.influence AS influence ON influence.vertex = positions.vertex
  LEFT JOIN work.profiles AS profiles ON profiles.vertex = positions.vertex
  LEFT JOIN work.post_measures AS posts ON posts.vertex = positions.vertex
  LEFT JOIN work.topic_measures AS topics ON topics.vertex = positions.vertex
  LEFT JOIN work.places AS places ON places.vertex = positions.vertex
  LEFT JOIN work.replies AS replies ON replies.vertex = positions.vertex
  LEFT JOIN work.reposts_made AS reposts ON reposts.vertex = positions.vertex
  LEFT JOIN work.authors AS authors ON authors.vertex = positions.vertex
  LEFT JOIN work.outgoing AS outgoing ON outgoing.vertex = positions.vertex
)
SELECT * FROM final
