-- Groups of accounts that turned to the same targets within seconds, repeatedly, as far as the smallest cell of them is
-- in one community. That they act together says nothing about why: campaigns, fan clubs and botnets look alike here.
WITH crowds AS (
  SELECT DISTINCT
    coordinated.group_number,
    positions.community_id,
    acts.target,
    acts.slot,
    acts.second,
    acts.vertex
  FROM work.crowded_acts AS acts
  JOIN work.coordinated AS coordinated ON coordinated.vertex = acts.vertex
  JOIN work.positions AS positions ON positions.vertex = acts.vertex
),
moments AS (
  SELECT
    group_number,
    community_id,
    target,
    slot,
    count(DISTINCT vertex) AS accounts,
    max(second) - min(second) AS seconds
  FROM crowds
  GROUP BY group_number, community_id, target, slot
),
together AS (
  SELECT
    group_number,
    community_id,
    count(*) AS moments,
    count(DISTINCT target) AS targets,
    quantile_disc(seconds, 0.5) AS seconds
  FROM moments
  WHERE accounts >= 2
  GROUP BY group_number, community_id
),
members AS (
  SELECT coordinated.group_number, positions.community_id, count(*) AS accounts
  FROM work.coordinated AS coordinated
  JOIN work.positions AS positions ON positions.vertex = coordinated.vertex
  GROUP BY coordinated.group_number, positions.community_id
),
final AS (
  SELECT
    s.run_id,
    members.community_id,
    members.group_number,
    CASE WHEN sizes.size - members.accounts NOT BETWEEN 1 AND s.min_group - 1 THEN members.accounts END AS accounts,
    together.moments,
    CASE WHEN together.targets >= s.min_group THEN together.targets END AS targets,
    CAST(together.seconds AS INTEGER) AS spread
  FROM members
  JOIN together USING (group_number, community_id)
  JOIN work.sizes AS sizes ON sizes.community_id = members.community_id
  CROSS JOIN work.settings AS s
  WHERE members.accounts >= s.min_group
)
SELECT * FROM final
ORDER BY community_id, group_number
