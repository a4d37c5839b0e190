-- Signs that an account may not be a person who listens, one row per account of the attention graph. A sign is no
-- proof: each of them alone is common among real people. NULL where the data do not say.
--   no_posts          its profile counts 0 posts, and none was delivered
--   following_ratio   it follows ten times as many as follow it, and ten at least, by its profile
--   mass_following    it follows more than five times the median, and beyond Tukey's outer fence (1977) of the
--                     logarithm: upper quartile · (upper quartile / lower quartile)³; observed follows where the
--                     profile is silent
--   young_account     opened within the 365 days before state_as_of
--   follow_burst      ten accounts or more followed within the same five minutes
--   identical_timing  in a crowd of the same second at three different times or more
--   coordinated       in a group that acted on the same targets within seconds, repeatedly
-- flagged: at least two signs, one of them of timing (the last three), or all of the first four.
WITH followed AS (
  SELECT source AS vertex, count(*) AS accounts
  FROM work.edges
  WHERE kinds & 1 <> 0
  GROUP BY source
),
timing AS (
  SELECT vertex, count(DISTINCT second) FILTER (same_second) AS moments
  FROM work.crowded_acts
  GROUP BY vertex
),
acting AS (
  SELECT DISTINCT source AS vertex FROM work.edges WHERE kinds & 62 <> 0
),
known AS (
  SELECT
    vertices.vertex,
    profiles.claimed_posts,
    profiles.claimed_followers,
    profiles.claimed_following,
    profiles.created_at,
    coalesce(profiles.claimed_following, followed.accounts) AS following,
    bursts.follows_in_five_minutes,
    CASE WHEN acting.vertex IS NOT NULL THEN coalesce(timing.moments, 0) END AS moments,
    CASE WHEN acting.vertex IS NOT NULL THEN coordinated.vertex IS NOT NULL END AS coordinated,
    authors.vertex IS NOT NULL AS has_posts
  FROM work.vertices AS vertices
  LEFT JOIN work.profiles AS profiles ON profiles.vertex = vertices.vertex
  LEFT JOIN followed ON followed.vertex = vertices.vertex
  LEFT JOIN work.follow_bursts AS bursts ON bursts.vertex = vertices.vertex
  LEFT JOIN timing ON timing.vertex = vertices.vertex
  LEFT JOIN acting ON acting.vertex = vertices.vertex
  LEFT JOIN work.coordinated AS coordinated ON coordinated.vertex = vertices.vertex
  LEFT JOIN work.authors AS authors ON authors.vertex = vertices.vertex
),
quartiles AS (
  SELECT quantile_disc(following, [0.25, 0.5, 0.75]) AS following
  FROM known
  WHERE following > 0
),
signs AS (
  SELECT
    known.vertex,
    known.claimed_posts = 0 AND NOT known.has_posts AS no_posts,
    known.claimed_following >= 10 AND known.claimed_following >= 10 * known.claimed_followers::HUGEINT
      AS following_ratio,
    known.following > 5 * quartiles.following[2]::HUGEINT
      AND known.following > quartiles.following[3] * pow(quartiles.following[3] / quartiles.following[1], 3)
      AS mass_following,
    known.created_at > s.state_as_of - INTERVAL 365 DAY AS young_account,
    known.follows_in_five_minutes >= 10 AS follow_burst,
    known.moments >= 3 AS identical_timing,
    known.coordinated
  FROM known, quartiles, work.settings AS s
),
counted AS (
  SELECT
    *,
    CAST(coalesce(no_posts, false)::INT + coalesce(following_ratio, false)::INT
      + coalesce(mass_following, false)::INT + coalesce(young_account, false)::INT + coalesce(follow_burst, false)::INT
      + coalesce(identical_timing, false)::INT + coalesce(coordinated, false)::INT AS UTINYINT) AS flags
  FROM signs
),
final AS (
  SELECT
    *,
    flags >= 4 OR (flags >= 2 AND coalesce(follow_burst OR identical_timing OR coordinated, false)) AS flagged
  FROM counted
)
SELECT * FROM final
