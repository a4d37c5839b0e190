-- Communities, largest first, with their first leader.
SELECT
  communities.community_id,
  communities.label,
  communities.size,
  communities.event,
  communities.density,
  communities.conductance,
  communities.stability,
  communities.top_hashtags,
  communities.top_places,
  communities.languages,
  leaders.account_id AS first_leader,
  leaders.engaged_share AS first_leader_engaged_share
FROM communities
LEFT JOIN leaders ON leaders.community_id = communities.community_id AND leaders.rank = 1
ORDER BY communities.size DESC, communities.community_id
