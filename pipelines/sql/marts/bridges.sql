-- Attention that crosses from one community to another. A pair is shown where at least the smallest cell of accounts
-- takes part on either side. Conductance tells how much crosses in all, so where what remains hidden of a community
-- would rest on a small cell, its smallest visible pair is hidden with it.
WITH pairs AS (
  SELECT
    here.community_id,
    here.other_id,
    here.weight,
    here.accounts,
    there.accounts AS other_accounts,
    -- least() passes over NULL, so the missing side of what lies outside all communities is asked for first.
    there.accounts IS NOT NULL AND least(here.accounts, there.accounts) >= s.min_group AS visible
  FROM work.bridge_pairs AS here
  CROSS JOIN work.settings AS s
  LEFT JOIN work.bridge_pairs AS there
    ON there.community_id = here.other_id AND there.other_id = here.community_id
),
hidden AS (
  SELECT community_id, sum(accounts) FILTER (NOT visible) AS accounts
  FROM pairs
  GROUP BY community_id
),
smallest AS (
  SELECT
    pairs.community_id,
    pairs.other_id,
    row_number() OVER (
      PARTITION BY pairs.community_id ORDER BY least(accounts, other_accounts), pairs.weight, other_id) AS position
  FROM pairs
  WHERE visible
),
sacrificed AS (
  SELECT smallest.community_id, smallest.other_id
  FROM smallest
  JOIN hidden ON hidden.community_id = smallest.community_id
  CROSS JOIN work.settings AS s
  WHERE smallest.position = 1
    AND hidden.accounts BETWEEN 1 AND s.min_group - 1
),
final AS (
  SELECT
    s.run_id,
    pairs.community_id,
    pairs.other_id,
    pairs.weight / 1048576 AS weight,
    pairs.accounts,
    pairs.other_accounts
  FROM pairs
  CROSS JOIN work.settings AS s
  ANTI JOIN (
    SELECT community_id, other_id FROM sacrificed
    UNION
    SELECT other_id, community_id FROM sacrificed
  ) AS kept_back USING (community_id, other_id)
  WHERE pairs.visible
)
SELECT * FROM final
ORDER BY community_id, other_id
