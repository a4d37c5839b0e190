-- Ranks that are not 1, 2, 3, … in the order of scores, equal scores by account.
WITH expected AS (
  SELECT
    community_id, account_id, rank,
    row_number() OVER (PARTITION BY community_id ORDER BY score DESC, account_id) AS expected_rank
  FROM leaders
)
SELECT * FROM expected WHERE rank <> expected_rank
