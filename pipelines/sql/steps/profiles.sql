-- What the newest profiles of the community members say. Each field is the newest value that is not missing.
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
    arg_max(language, observed_at) FILTER (language IS NOT NULL) AS language,
    arg_max(place, observed_at) FILTER (place IS NOT NULL) AS place
  FROM known
  GROUP BY account_id
),
final AS (
  SELECT positions.vertex, positions.community_id, latest.*
  FROM latest
  JOIN work.vertices AS vertices ON vertices.account_id = latest.account_id
  JOIN work.positions AS positions ON positions.vertex = vertices.vertex
)
SELECT * FROM final
