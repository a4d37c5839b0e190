-- why(account): the same in sentences, the most important first.
WITH final AS (
  SELECT
    community_id,
    rank,
    contribution,
    CASE
      WHEN percentile IS NULL THEN figure || ': not known from these data, so it does not count'
      ELSE printf('%s: higher than %.0f %% of the members, adds %.3f to the score', figure, 100 * percentile,
        contribution)
    END AS reason
  FROM leader_card(account)
)
SELECT * FROM final
ORDER BY contribution DESC NULLS LAST, reason
