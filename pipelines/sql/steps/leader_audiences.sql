-- Per leader, what may be published about its audience: who is credible (not flagged), and how many show each sign.
-- A count is left out where it, or what is left of the whole or of a count beside it, is a small cell. Audience quality
-- is then given by its interval alone, wide enough for every count that may hide behind it (Wilson 1927, 95 %).
WITH suspects AS (
  SELECT * FROM work.flags WHERE flags > 0
),
-- Flagged accounts of those parts of the audience that count.
signs AS (
  SELECT
    leaders.vertex,
    count(*) FILTER (suspects.no_posts) AS no_posts,
    count(*) FILTER (suspects.following_ratio) AS following_ratio,
    count(*) FILTER (suspects.mass_following) AS mass_following,
    count(*) FILTER (suspects.young_account) AS young_account,
    count(*) FILTER (suspects.follow_burst) AS follow_burst,
    count(*) FILTER (suspects.identical_timing) AS identical_timing,
    count(*) FILTER (suspects.coordinated) AS coordinated
  FROM work.ranks AS leaders
  JOIN work.account_measures AS own ON own.vertex = leaders.vertex
  JOIN work.edges AS e ON e.target = leaders.vertex
  JOIN suspects ON suspects.vertex = e.source
  LEFT JOIN work.positions AS places ON places.vertex = e.source
  WHERE CASE
    WHEN places.community_id = own.community_id THEN own.counts_silent OR e.kinds & 62 <> 0
    ELSE own.counts_outside
  END
  GROUP BY leaders.vertex
),
shown AS (
  SELECT leaders.vertex, coalesce(COLUMNS(signs.* EXCLUDE (vertex)), 0)
  FROM work.ranks AS leaders
  LEFT JOIN signs ON signs.vertex = leaders.vertex
),
cells AS (
  SELECT
    shown.* EXCLUDE (vertex),
    measures.*,
    s.min_group,
    measures.observed_audience - measures.flagged_audience AS credible_audience,
    measures.flagged_audience BETWEEN 1 AND s.min_group - 1 AS few_flagged,
    credible_audience BETWEEN 1 AND s.min_group - 1 AS few_credible,
    NOT few_flagged AND NOT few_credible AS show_flagged,
    measures.credible_members NOT BETWEEN 1 AND s.min_group - 1
      AND measures.engaged_members - measures.credible_members NOT BETWEEN 1 AND s.min_group - 1
      -- Those of the audience who did not engage here, flagged or not, would follow from the counts of all.
      AND NOT (show_flagged
        AND measures.flagged_audience - measures.engaged_members + measures.credible_members
          BETWEEN 1 AND s.min_group - 1)
      AND NOT (show_flagged AND credible_audience - measures.credible_members BETWEEN 1 AND s.min_group - 1)
      AS show_members,
    measures.credible_engaged NOT BETWEEN 1 AND s.min_group - 1
      AND NOT (show_flagged AND credible_audience - measures.credible_engaged BETWEEN 1 AND s.min_group - 1)
      AND measures.observed_audience - measures.credible_engaged NOT BETWEEN 1 AND s.min_group - 1
      -- More than the audience tell of the part that was left out of it.
      AND measures.credible_engaged <= measures.observed_audience AS show_engaged,
    -- What the counts beside it leave of it, or it of them, may be a small cell as well.
    measures.neighbour_engaged NOT BETWEEN 1 AND s.min_group - 1
      AND measures.outside_audience - measures.neighbour_engaged NOT BETWEEN 1 AND s.min_group - 1
      AND abs(measures.credible_engaged - measures.neighbour_engaged) NOT BETWEEN 1 AND s.min_group - 1
      AND abs(measures.credible_engaged - measures.credible_members - measures.neighbour_engaged)
        NOT BETWEEN 1 AND s.min_group - 1
      AND abs(measures.credible_engaged - measures.engaged_members - measures.neighbour_engaged)
        NOT BETWEEN 1 AND s.min_group - 1 AS show_neighbours
  FROM shown
  JOIN work.account_measures AS measures ON measures.vertex = shown.vertex
  CROSS JOIN work.settings AS s
),
bounds AS (
  SELECT
    *,
    CASE
      WHEN few_flagged THEN observed_audience - min_group + 1
      WHEN few_credible THEN 1
      ELSE credible_audience
    END / observed_audience AS lowest,
    CASE
      WHEN few_flagged THEN observed_audience - 1
      WHEN few_credible THEN min_group - 1
      ELSE credible_audience
    END / observed_audience AS highest,
    1.959963984540054 AS z
  FROM cells
),
final AS (
  SELECT
    vertex,
    CASE WHEN show_members THEN credible_members END AS credible_members,
    CASE WHEN show_members THEN credible_share END AS credible_share,
    -- Who engaged from outside must not follow from the two counts.
    CASE
      WHEN show_engaged AND NOT (show_members AND credible_engaged - credible_members BETWEEN 1 AND min_group - 1)
      THEN credible_engaged
    END AS credible_engaged,
    CASE
      WHEN show_engaged AND NOT (show_members AND credible_engaged - credible_members BETWEEN 1 AND min_group - 1)
      THEN reach_credibility
    END AS reach_credibility,
    CASE WHEN show_neighbours THEN neighbour_engaged END AS neighbour_engaged,
    observed_audience,
    CASE WHEN show_flagged THEN flagged_audience END AS flagged_audience,
    CASE WHEN show_flagged THEN audience_quality END AS audience_quality,
    -- Rounding must not push the share itself out of its interval.
    CASE
      WHEN observed_audience >= 30
      THEN greatest(0, least(lowest, (lowest + z * z / (2 * observed_audience)
        - z * sqrt(lowest * (1 - lowest) / observed_audience + z * z / (4 * observed_audience * observed_audience)))
        / (1 + z * z / observed_audience)))
    END AS audience_quality_low,
    CASE
      WHEN observed_audience >= 30
      THEN least(1, greatest(highest, (highest + z * z / (2 * observed_audience)
        + z * sqrt(highest * (1 - highest) / observed_audience + z * z / (4 * observed_audience * observed_audience)))
        / (1 + z * z / observed_audience)))
    END AS audience_quality_high,
    CASE
      WHEN no_posts NOT BETWEEN 1 AND min_group - 1
        AND observed_audience - no_posts NOT BETWEEN 1 AND min_group - 1
      THEN no_posts
    END AS audience_no_posts,
    CASE
      WHEN following_ratio NOT BETWEEN 1 AND min_group - 1
        AND observed_audience - following_ratio NOT BETWEEN 1 AND min_group - 1
      THEN following_ratio
    END AS audience_following_ratio,
    CASE
      WHEN mass_following NOT BETWEEN 1 AND min_group - 1
        AND observed_audience - mass_following NOT BETWEEN 1 AND min_group - 1
      THEN mass_following
    END AS audience_mass_following,
    CASE
      WHEN young_account NOT BETWEEN 1 AND min_group - 1
        AND observed_audience - young_account NOT BETWEEN 1 AND min_group - 1
      THEN young_account
    END AS audience_young_account,
    CASE
      WHEN follow_burst NOT BETWEEN 1 AND min_group - 1
        AND observed_audience - follow_burst NOT BETWEEN 1 AND min_group - 1
      THEN follow_burst
    END AS audience_follow_burst,
    CASE
      WHEN identical_timing NOT BETWEEN 1 AND min_group - 1
        AND observed_audience - identical_timing NOT BETWEEN 1 AND min_group - 1
      THEN identical_timing
    END AS audience_identical_timing,
    CASE
      WHEN coordinated NOT BETWEEN 1 AND min_group - 1
        AND observed_audience - coordinated NOT BETWEEN 1 AND min_group - 1
      THEN coordinated
    END AS audience_coordinated
  FROM bounds
)
SELECT * FROM final
