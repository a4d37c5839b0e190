-- What a community already knows about each of its topics, how long, and whether interest grows.
-- trend: log2 of (accounts that used it in the later half + 1) / (… in the earlier half + 1) of the observed time;
-- NULL where either half is a small cell, or all members but a small cell. first_use is a day, not the moment at which
-- one person wrote.
WITH used AS (
  SELECT
    uses.community_id,
    uses.topic,
    count(*) FILTER (uses.earlier) AS earlier_accounts,
    count(*) FILTER (uses.later) AS later_accounts,
    min(uses.first_use) AS first_use
  FROM work.hashtag_uses AS uses
  WHERE uses.community_id IS NOT NULL
  GROUP BY uses.community_id, uses.topic
),
final AS (
  SELECT
    s.run_id,
    used.community_id,
    used.topic,
    topics.accounts,
    CAST(sizes.size AS INTEGER) AS community_size,
    topics.share AS prior_knowledge,
    CAST(used.first_use AS DATE) AS first_use,
    CASE
      WHEN (used.earlier_accounts = 0 OR used.earlier_accounts >= s.min_group)
        AND (used.later_accounts = 0 OR used.later_accounts >= s.min_group)
        AND sizes.size - used.earlier_accounts NOT BETWEEN 1 AND s.min_group - 1
        AND sizes.size - used.later_accounts NOT BETWEEN 1 AND s.min_group - 1
      THEN log2((used.later_accounts + 1) / (used.earlier_accounts + 1))
    END AS trend
  FROM used
  JOIN marts.topics AS topics ON topics.community_id = used.community_id AND topics.topic = used.topic
  JOIN work.sizes AS sizes ON sizes.community_id = used.community_id
  CROSS JOIN work.settings AS s
)
SELECT * FROM final
ORDER BY community_id, topic
