-- Per member, counted over the edges that point at it: accounts inside its community, and anywhere.
-- neighbour: in another community. credible: not flagged. observed_audience: who follows it or interacted with it, wherever they are.
WITH flagged AS (
  SELECT vertex FROM work.flags WHERE flagged
),
incoming AS (
  SELECT
    e.target AS vertex,
    e.kinds,
    e.freshness,
    coalesce(source.community_id = target.community_id, false) AS inside,
    coalesce(source.community_id <> target.community_id, false) AS neighbour,
    flagged.vertex IS NULL AS credible
  FROM work.edges AS e
  JOIN work.positions AS target ON target.vertex = e.target
  LEFT JOIN work.positions AS source ON source.vertex = e.source
  LEFT JOIN flagged ON flagged.vertex = e.source
),
final AS (
  SELECT
    vertex,
    count(*) FILTER (inside) AS reach,
    count(*) FILTER (inside AND kinds & 62 <> 0) AS engaged_members,
    -- Each engaged member once, by the age of its newest interaction.
    coalesce(sum(freshness) FILTER (inside), 0) / 65535 AS recent_engaged,
    count(*) FILTER (inside AND kinds & 16 <> 0) AS reposting_members,
    count(*) FILTER (inside AND kinds & 8 <> 0) AS mentioning_members,
    count(*) FILTER (neighbour AND kinds & 62 <> 0) AS neighbour_engaged,
    count(*) FILTER (kinds & 1 <> 0) AS observed_followers,
    count(*) FILTER (inside AND credible AND kinds & 62 <> 0) AS credible_members,
    count(*) FILTER (credible AND kinds & 62 <> 0) AS credible_engaged,
    count(*) AS observed_audience,
    count(*) FILTER (NOT credible) AS flagged_audience
  FROM incoming
  GROUP BY vertex
)
SELECT * FROM final
