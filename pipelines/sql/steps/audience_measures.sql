-- Per member, counted over the edges that point at it: accounts inside its community, and anywhere.
-- neighbour: in another community. credible: not flagged. The observed audience has three parts: members who interacted
-- with it, members who only follow it (silent), and accounts outside its community. A part that is a small cell is left
-- out, because the counts beside the sum would tell it: silent ones that are few beside a full cell of engaged ones,
-- and few outside.
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
counted AS (
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
    count(*) FILTER (inside AND kinds & 62 = 0) AS silent_members,
    count(*) FILTER (NOT inside) AS outside_audience,
    count(*) FILTER (inside AND NOT credible AND kinds & 62 <> 0) AS flagged_engaged,
    count(*) FILTER (inside AND NOT credible AND kinds & 62 = 0) AS flagged_silent,
    count(*) FILTER (NOT inside AND NOT credible) AS flagged_outside
  FROM incoming
  GROUP BY vertex
),
parted AS (
  SELECT
    counted.*,
    silent_members NOT BETWEEN 1 AND s.min_group - 1 OR engaged_members < s.min_group AS counts_silent,
    outside_audience NOT BETWEEN 1 AND s.min_group - 1 AS counts_outside
  FROM counted, work.settings AS s
),
final AS (
  SELECT
    * EXCLUDE (flagged_engaged, flagged_silent, flagged_outside),
    engaged_members + CASE WHEN counts_silent THEN silent_members ELSE 0 END
      + CASE WHEN counts_outside THEN outside_audience ELSE 0 END AS observed_audience,
    flagged_engaged + CASE WHEN counts_silent THEN flagged_silent ELSE 0 END
      + CASE WHEN counts_outside THEN flagged_outside ELSE 0 END AS flagged_audience
  FROM parted
)
SELECT * FROM final
