-- Scores that are not the sum of their contributions.
WITH contributions AS (
  UNPIVOT (SELECT community_id, rank, score, COLUMNS('_contribution$') FROM leaders)
  ON COLUMNS(* EXCLUDE (community_id, rank, score))
  INTO NAME component VALUE contribution
),
explained AS (
  SELECT community_id, rank, any_value(score) AS score, sum(contribution) AS contributions
  FROM contributions
  GROUP BY community_id, rank
)
SELECT leaders.community_id, leaders.rank
FROM leaders
LEFT JOIN explained USING (community_id, rank)
WHERE contributions IS NULL OR abs(leaders.score - contributions) > 1e-9
