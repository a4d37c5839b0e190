-- why(account): the same in one sentence, what adds most to the score first.
WITH card AS (
  SELECT * FROM leader_card(account) WHERE scored
),
added AS (
  SELECT
    community_id,
    rank,
    string_agg(
      printf('%s %s %.3f (', figure, CASE WHEN contribution < 0 THEN 'takes' ELSE 'adds' END, abs(contribution))
        || CASE
          WHEN percentile = 1 THEN 'higher than all other members)'
          -- Rounded down: nobody is above everybody by rounding.
          ELSE printf('higher than %.1f %% of the other members)', floor(1000 * percentile) / 10)
        END, ', '
      ORDER BY contribution DESC, figure) FILTER (contribution <> 0) AS reasons,
    string_agg(figure, ', ' ORDER BY figure) FILTER (percentile IS NULL) AS unknown
  FROM card
  GROUP BY community_id, rank
),
final AS (
  SELECT
    added.community_id,
    added.rank,
    leaders.score,
    printf('Rank %d of community %d with a score of %.3f: ', added.rank, added.community_id, leaders.score)
      || coalesce(reasons, 'nothing adds to it') || coalesce('. Not known from these data: ' || unknown, '') || '.'
      AS sentence
  FROM added
  JOIN leaders USING (community_id, rank)
)
SELECT * FROM final
ORDER BY community_id
