-- Leaders to ask together, in the order of what each adds to the engaged audience of those before it.
WITH final AS (
  SELECT
    s.run_id,
    picks.brief,
    picks.community_id,
    picks.step,
    vertices.account_id,
    picks.marginal_reach,
    picks.cumulative_reach,
    picks.cumulative_reach / sizes.size AS cumulative_share,
    -- The overlap is a count of accounts in disguise: one of fewer than the smallest cell is not published.
    CASE
      WHEN picks.audience = picks.marginal_reach OR picks.audience - picks.marginal_reach >= s.min_group
      THEN (picks.audience - picks.marginal_reach) / picks.audience
    END AS overlap
  FROM work.picks AS picks
  JOIN work.vertices AS vertices ON vertices.vertex = picks.vertex
  JOIN work.sizes AS sizes ON sizes.community_id = picks.community_id
  CROSS JOIN work.settings AS s
)
SELECT * FROM final
ORDER BY brief, community_id, step
