-- One row: every constant of this run that the other steps use. Published as the mart `settings`, so that an analyst
-- can run the steps again. "Latest" is the newest act (interaction or post): the times of follows and profiles are
-- often only the day of the export, and an export of 2025 about acts of 2012 must not make all of them too old.
WITH acts AS (
  SELECT max(newest) AS newest, min(oldest) AS oldest, max(ended) AS ended
  FROM (
    SELECT max(i.at) AS newest, min(i.at) AS oldest, max(i.ended_at) AS ended FROM interactions AS i
    UNION ALL
    SELECT max(p.at), min(p.at), max(p.ended_at) FROM posts AS p
  )
),
states AS (
  SELECT max(newest) AS newest
  FROM (
    SELECT greatest(max(first_seen), max(last_seen), max(ended_at)) AS newest FROM follows
    UNION ALL
    SELECT max(observed_at) FROM accounts
  )
),
instants AS (
  SELECT
    p.*,
    coalesce(p.explicit_as_of, acts.newest, states.newest) AS as_of,
    coalesce(p.explicit_as_of, greatest(acts.newest, acts.ended, states.newest)) AS state_as_of,
    acts.oldest AS oldest_act
  FROM work.parameters AS p, acts, states
),
windows AS (
  SELECT
    *,
    -- Exclusive. Without a window everything counts, from just before the oldest act on.
    make_timestamp(coalesce(epoch_us(as_of) - window_us, epoch_us(coalesce(oldest_act, as_of)) - 1)) AS window_start,
    make_timestamp(epoch_us(as_of) + retention_us) AS expires_at
  FROM instants
),
final AS (
  SELECT
    run_id,
    as_of,
    state_as_of,
    window_start,
    make_timestamp((epoch_us(as_of) + epoch_us(greatest(window_start, oldest_act))) // 2) AS midpoint,
    expires_at,
    window_us,
    half_life_us,
    CAST((epoch_us(as_of) - epoch_us(greatest(window_start, oldest_act))) // 10 AS BIGINT) AS recent_half_life_us,
    COLUMNS('_weight$'),     -- of the kinds of acts, then of the components of the score
    influence_limit_us,
    leader_topics,
    leaders_top,
    replicates,
    top_k,
    min_group,
    max_size,
    min_size,
    resolution,
    objective,
    seed
  FROM windows
)
SELECT * FROM final
