-- Hashtags that set a community apart: log-odds ratio with an informative Dirichlet prior (Monroe, Colaresi & Quinn
-- 2008, equations 15, 16, 19 and 22) of the accounts that used a hashtag, this community against all other accounts.
-- An account counts once per hashtag, so that nobody can make a topic alone. The prior is worth 100 account-uses and is
-- distributed like the whole data. Hashtags of fewer members than the smallest cell are left out.
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
final AS (
  SELECT
    community_id,
    CAST(row_number() OVER (
      PARTITION BY community_id ORDER BY log_odds / deviation DESC, topic) AS INTEGER) AS rank,
    topic,
    size,
    y_here AS accounts,
    uses,
    log_odds,
    deviation
  FROM odds
  WHERE log_odds / deviation >= 1.96
  QUALIFY rank <= 20
)
SELECT * FROM final
