-- Leaders to ask together, in the order of choice, and what each adds to those before it: accounts that engaged with
-- it in the window, and accounts that a cascade from it reaches in the mean.
WITH final AS (
  SELECT
    s.run_id,
    picks.brief,
    picks.community_id,
    picks.step,
    vertices.account_id,
    picks.required,
    CASE WHEN picks.marginal_shown THEN picks.marginal_reach END AS marginal_reach,
    CASE WHEN picks.cumulative_shown THEN picks.cumulative_reach END AS cumulative_reach,
    picks.population,
    CASE WHEN picks.cumulative_shown THEN picks.cumulative_reach / picks.population END AS cumulative_share,
    -- The overlap is a count of accounts in disguise: one of fewer than the smallest cell is not published.
    CASE
      WHEN picks.marginal_shown
        AND (picks.audience = picks.marginal_reach OR picks.audience - picks.marginal_reach >= s.min_group)
      THEN (picks.audience - picks.marginal_reach) / nullif(picks.audience, 0)
    END AS overlap,
    picks.marginal_spread,
    picks.cumulative_spread
  FROM work.picks AS picks
  JOIN work.vertices AS vertices ON vertices.vertex = picks.vertex
  CROSS JOIN work.settings AS s
)
SELECT * FROM final
ORDER BY brief, community_id, step
