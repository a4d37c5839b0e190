-- What the newest profiles of the accounts in the graph say; the community is NULL in the residual. Each field is the
-- newest value that is not missing.
WITH known AS (
  SELECT a.*
  FROM accounts AS a, work.settings AS s
  WHERE a.observed_at <= s.state_as_of
),
latest AS (
  SELECT
    account_id,
    max(platform) AS platform,
    arg_max(claimed_followers, observed_at) FILTER (claimed_followers IS NOT NULL) AS claimed_followers,
    arg_max(claimed_following, observed_at) FILTER (claimed_following IS NOT NULL) AS claimed_following,
    arg_max(claimed_posts, observed_at) FILTER (claimed_posts IS NOT NULL) AS claimed_posts,
    arg_max(created_at, observed_at) FILTER (created_at IS NOT NULL) AS created_at,
    arg_max(language, observed_at) FILTER (language IS NOT NULL) AS language,
    arg_max(place, observed_at) FILTER (place IS NOT NULL) AS place
  FROM known
  GROUP BY account_id
),
final AS (
  SELECT vertices.vertex, positions.community_id, latest.*
  FROM latest
  JOIN work.vertices AS vertices ON vertices.account_id = latest.account_id
  LEFT JOIN work.positions AS positions ON positions.vertex = vertices.vertex
)
SELECT * FROM final
