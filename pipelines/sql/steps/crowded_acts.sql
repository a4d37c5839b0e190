-- Acts in a crowd: at least four accounts turned to the same target within the same ten seconds (clock time), and at
-- least five times as many as the ten minutes around let expect, so that a busy hour of a popular account is no crowd.
-- same_second: the same holds within the second, at ten times what is to be expected.
-- Accounts count once per second and target, whatever they did.
WITH recent AS NOT MATERIALIZED (
  SELECT i.actor_id, i.target_id, epoch_us(i.at) // 1000000 AS second
  FROM interactions AS i, work.settings AS s
  WHERE i.at > s.window_start
    AND i.at <= s.as_of
    AND (i.ended_at IS NULL OR i.ended_at > s.state_as_of)
),
candidates AS (
  SELECT target_id, second // 10 AS slot
  FROM recent
  GROUP BY target_id, second // 10
  HAVING count(*) >= 4
),
periods AS (
  SELECT DISTINCT target_id, slot // 60 AS period FROM candidates
),
nearby AS (
  SELECT DISTINCT recent.actor_id, recent.target_id, recent.second
  FROM recent
  JOIN periods ON periods.target_id = recent.target_id AND periods.period = recent.second // 600
),
expectations AS (
  SELECT target_id, second // 600 AS period, count(*) AS acts
  FROM nearby
  GROUP BY target_id, second // 600
),
slots AS (
  SELECT target_id, second // 10 AS slot, count(DISTINCT actor_id) AS accounts
  FROM nearby
  GROUP BY target_id, second // 10
  HAVING count(DISTINCT actor_id) >= 4
),
seconds AS (
  SELECT target_id, second, count(*) AS accounts
  FROM nearby
  GROUP BY target_id, second
),
final AS (
  SELECT
    actor.vertex,
    target.vertex AS target,
    nearby.second,
    slots.slot,
    seconds.accounts >= 4 AND 599 * seconds.accounts >= 10 * (expectations.acts - seconds.accounts) AS same_second
  FROM nearby
  JOIN slots ON slots.target_id = nearby.target_id AND slots.slot = nearby.second // 10
  JOIN seconds ON seconds.target_id = nearby.target_id AND seconds.second = nearby.second
  JOIN expectations
    ON expectations.target_id = nearby.target_id AND expectations.period = nearby.second // 600
  JOIN work.vertices AS actor ON actor.account_id = nearby.actor_id
  JOIN work.vertices AS target ON target.account_id = nearby.target_id
  WHERE 59 * slots.accounts >= 5 * (expectations.acts - slots.accounts)
)
SELECT * FROM final
