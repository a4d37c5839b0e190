-- The leaders of every snapshot that is kept, up to this one, with their main figures.
WITH final AS (
  SELECT
    kept.run_id,
    CAST(split_part(kept.run_id, '-', 1) AS INTEGER) AS snapshot,
    moments.as_of,
    kept.community_id,
    kept.rank,
    kept.account_id,
    kept.score,
    kept.reach,
    kept.engaged_members,
    kept.engaged_share,
    kept.engagement_rate,
    kept.sponsored_share,
    kept.influence_credit
  FROM kept_leaders AS kept
  JOIN kept_settings AS moments ON moments.run_id = kept.run_id
)
SELECT *
FROM final
WHERE snapshot <= (SELECT CAST(split_part(run_id, '-', 1) AS INTEGER) FROM settings)
ORDER BY snapshot, community_id, rank
