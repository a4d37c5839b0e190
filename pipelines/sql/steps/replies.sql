-- Per account: replies received in the window, from how many accounts, and how many of them it answered. A reply is
-- answered if the account replied to the same actor later, inside the window; one answer answers all that came before.
WITH replies AS (
  SELECT i.actor_id, i.target_id, i.at
  FROM interactions AS i, work.settings AS s
  WHERE i.kind = 'reply'
    AND i.at > s.window_start
    AND i.at <= s.as_of
    AND (i.ended_at IS NULL OR i.ended_at > s.state_as_of)
),
answers AS (
  SELECT actor_id, target_id, max(replies.at) AS latest
  FROM replies
  GROUP BY actor_id, target_id
),
pairs AS (
  SELECT
    replies.target_id,
    replies.actor_id,
    count(*) AS received,
    count(*) FILTER (answers.latest > replies.at) AS answered
  FROM replies
  LEFT JOIN answers ON answers.actor_id = replies.target_id AND answers.target_id = replies.actor_id
  GROUP BY replies.target_id, replies.actor_id
),
counted AS (
  SELECT
    target_id,
    CAST(sum(received) AS BIGINT) AS replies_received,
    CAST(sum(answered) AS BIGINT) AS replies_answered,
    count(*) AS replying_accounts
  FROM pairs
  GROUP BY target_id
),
final AS (
  SELECT vertices.vertex, counted.* EXCLUDE (target_id)
  FROM counted
  JOIN work.vertices AS vertices ON vertices.account_id = counted.target_id
)
SELECT * FROM final
