-- How communities of the previous snapshot went on: every overlap of at least the smallest cell, and every death.
-- jaccard = shared members / members of either.
WITH shared AS (
  SELECT positions.community_id, previous.community_id AS previous_id, count(*) AS members
  FROM work.positions AS positions
  JOIN work.vertices AS vertices ON vertices.vertex = positions.vertex
  JOIN work.previous_members AS previous ON previous.account_id = vertices.account_id
  GROUP BY positions.community_id, previous.community_id
),
previous_sizes AS (
  SELECT community_id, count(*) AS size FROM work.previous_members GROUP BY community_id
),
continued AS (
  SELECT
    'overlap' AS relation,
    shared.community_id,
    shared.previous_id,
    shared.members AS shared_members,
    shared.members / (sizes.size + previous_sizes.size - shared.members) AS jaccard
  FROM shared
  JOIN work.sizes AS sizes ON sizes.community_id = shared.community_id
  JOIN previous_sizes ON previous_sizes.community_id = shared.previous_id
  CROSS JOIN work.settings AS s
  WHERE shared.members >= s.min_group
),
deaths AS (
  SELECT
    'death' AS relation,
    absorbed_by AS community_id,
    community_id AS previous_id,
    NULL AS shared_members,
    NULL AS jaccard
  FROM work.deaths
),
final AS (
  SELECT
    s.run_id,
    relations.relation,
    CAST(relations.community_id AS BIGINT) AS community_id,
    relations.previous_id,
    CAST(relations.shared_members AS BIGINT) AS shared_members,
    CAST(relations.jaccard AS DOUBLE) AS jaccard
  FROM (SELECT * FROM continued UNION ALL SELECT * FROM deaths) AS relations, work.settings AS s
)
SELECT * FROM final
ORDER BY previous_id, relation, community_id
