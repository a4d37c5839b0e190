-- Pairs of accounts that were in the same crowd at three or more different times. Each account of a crowd is compared
-- with the next eight by number only: in a group that keeps together this finds everybody, at a cost that does not grow
-- with the square of the crowd.
WITH crowds AS (
  SELECT DISTINCT vertex, target, slot FROM work.crowded_acts
),
placed AS (
  SELECT vertex, target, slot, row_number() OVER (PARTITION BY target, slot ORDER BY vertex) AS place
  FROM crowds
),
shifted AS (
  SELECT vertex, target, slot, place + step AS place
  FROM placed, range(1, 9) AS steps(step)
),
final AS (
  SELECT shifted.vertex AS one, placed.vertex AS other, count(DISTINCT placed.slot) AS moments
  FROM shifted
  JOIN placed
    ON placed.target = shifted.target AND placed.slot = shifted.slot AND placed.place = shifted.place
  GROUP BY shifted.vertex, placed.vertex
  HAVING count(DISTINCT placed.slot) >= 3
)
SELECT * FROM final
