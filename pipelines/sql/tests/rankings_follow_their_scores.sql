-- Profiles whose ranks do not follow their scores, whose scores are not explained, or whose main list is not leaders.
WITH contributions AS (
  UNPIVOT (SELECT profile, community_id, rank, COLUMNS('_contribution$') FROM rankings)
  ON COLUMNS(* EXCLUDE (profile, community_id, rank))
  INTO NAME component VALUE contribution
),
explained AS (
  SELECT profile, community_id, rank, sum(contribution) AS contributions
  FROM contributions
  GROUP BY ALL
),
expected AS (
  SELECT
    rankings.*,
    contributions,
    row_number() OVER (PARTITION BY profile, community_id ORDER BY rankings.score DESC, rankings.account_id)
      AS expected_rank
  FROM rankings
  LEFT JOIN explained USING (profile, community_id, rank)
)
SELECT expected.profile, expected.community_id, expected.rank
FROM expected
LEFT JOIN leaders USING (community_id, rank)
WHERE expected.rank <> expected_rank
  OR contributions IS NULL
  OR abs(expected.score - contributions) > 1e-9
  OR (profile = 'multiplier' AND leaders.account_id IS DISTINCT FROM expected.account_id)
