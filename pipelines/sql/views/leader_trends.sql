-- Each leader of this snapshot or the one before: rank and main figures against the snapshot before. Stable is a rank
-- that changed by one, or by no more than a fifth of the lower one.
WITH snapshots AS (
  SELECT run_id, row_number() OVER (ORDER BY CAST(split_part(run_id, '-', 1) AS INTEGER) DESC) AS age
  FROM kept_settings
  WHERE CAST(split_part(run_id, '-', 1) AS INTEGER)
    <= (SELECT CAST(split_part(run_id, '-', 1) AS INTEGER) FROM settings)
),
listed AS (
  SELECT history.*, snapshots.age
  FROM leader_history AS history
  JOIN snapshots ON snapshots.run_id = history.run_id
),
careers AS (
  SELECT account_id, count(*) AS snapshots, min(rank) AS best_rank, min(as_of) AS first_listed
  FROM listed
  GROUP BY account_id
),
pairs AS (
  SELECT
    coalesce(current.account_id, previous.account_id) AS account_id,
    current.community_id,
    previous.community_id AS previous_community_id,
    current.rank,
    previous.rank AS previous_rank,
    current.score,
    previous.score AS previous_score,
    current.reach,
    previous.reach AS previous_reach,
    current.engaged_share,
    previous.engaged_share AS previous_engaged_share,
    current.influence_credit,
    previous.influence_credit AS previous_influence_credit,
    abs(previous.rank - current.rank) <= greatest(1, 0.2 * greatest(previous.rank, current.rank)) AS is_stable
  FROM (SELECT * FROM listed WHERE age = 1) AS current
  FULL JOIN (SELECT * FROM listed WHERE age = 2) AS previous ON previous.account_id = current.account_id
),
final AS (
  SELECT
    CASE
      WHEN (SELECT max(age) FROM snapshots) < 2 THEN NULL
      WHEN pairs.previous_rank IS NULL THEN 'new'
      WHEN pairs.rank IS NULL THEN 'gone'
      WHEN pairs.community_id <> pairs.previous_community_id THEN 'moved'
      WHEN pairs.is_stable THEN 'stable'
      WHEN pairs.rank < pairs.previous_rank THEN 'rising'
      ELSE 'fading'
    END AS trend,
    pairs.account_id,
    pairs.community_id,
    pairs.previous_community_id,
    pairs.rank,
    pairs.previous_rank,
    pairs.score,
    pairs.previous_score,
    pairs.reach,
    pairs.previous_reach,
    pairs.engaged_share,
    pairs.previous_engaged_share,
    pairs.influence_credit,
    pairs.previous_influence_credit,
    careers.snapshots,
    careers.best_rank,
    careers.first_listed
  FROM pairs
  JOIN careers ON careers.account_id = pairs.account_id
)
SELECT *
FROM final
ORDER BY coalesce(community_id, previous_community_id), rank NULLS LAST, previous_rank
