-- Hashtags that set a community apart: log-odds ratio with an informative Dirichlet prior (Monroe, Colaresi & Quinn
-- 2008, equations 15, 16, 19 and 22) of the accounts that used a hashtag, this community against all other accounts.
-- An account counts once per hashtag, so that nobody can make a topic alone. The prior is worth 100 account-uses and is
-- distributed like the whole data. Small cells are left out; where all but a small cell used the hashtag, the topic
-- stays but its count does not, because the size of the community would give the small cell away.
WITH here AS (
  SELECT community_id, topic, count(*) AS accounts, sum(uses) AS uses
  FROM work.hashtag_uses
  WHERE community_id IS NOT NULL
  GROUP BY community_id, topic
),
community_totals AS (
  SELECT community_id, sum(accounts) AS accounts FROM here GROUP BY community_id
),
everywhere AS (
  SELECT topic, count(*) AS accounts FROM work.hashtag_uses GROUP BY topic
),
overall AS (
  SELECT sum(accounts) AS accounts FROM everywhere
),
counts AS (
  SELECT
    here.community_id,
    here.topic,
    sizes.size,
    here.uses,
    here.accounts AS y_here,
    CAST(community_totals.accounts AS DOUBLE) AS n_here,
    everywhere.accounts - here.accounts AS y_rest,
    CAST(overall.accounts - community_totals.accounts AS DOUBLE) AS n_rest,
    100.0 * everywhere.accounts / overall.accounts AS prior
  FROM here
  JOIN community_totals ON community_totals.community_id = here.community_id
  JOIN everywhere ON everywhere.topic = here.topic
  JOIN work.sizes AS sizes ON sizes.community_id = here.community_id
  CROSS JOIN overall
  CROSS JOIN work.settings AS s
  WHERE here.accounts >= s.min_group
),
odds AS (
  SELECT
    *,
    ln((y_here + prior) / (n_here + 100.0 - y_here - prior))
      - ln((y_rest + prior) / (n_rest + 100.0 - y_rest - prior)) AS log_odds,
    sqrt(1 / (y_here + prior) + 1 / (y_rest + prior)) AS deviation
  FROM counts
  WHERE prior < 100.0
),
-- Where few members do not use a topic, neither the count nor what could be solved for it is shown: whoever uses it
-- has at least one use.
cells AS (
  SELECT odds.*, s.run_id, odds.size - odds.y_here NOT BETWEEN 1 AND s.min_group - 1 AS visible
  FROM odds, work.settings AS s
),
final AS (
  SELECT
    odds.run_id,
    odds.community_id,
    CAST(row_number() OVER (
      PARTITION BY odds.community_id ORDER BY log_odds / deviation DESC, odds.topic) AS INTEGER) AS rank,
    odds.topic,
    CASE WHEN odds.visible THEN odds.y_here END AS accounts,
    CASE WHEN odds.visible THEN odds.y_here / odds.size END AS share,
    CASE WHEN odds.visible THEN CAST(odds.uses AS BIGINT) END AS uses,
    CASE WHEN odds.visible THEN odds.log_odds END AS log_odds,
    CASE WHEN odds.visible THEN odds.log_odds / odds.deviation END AS z
  FROM cells AS odds
  WHERE odds.log_odds / odds.deviation >= 1.96
  QUALIFY rank <= 20
)
SELECT * FROM final
ORDER BY community_id, rank
