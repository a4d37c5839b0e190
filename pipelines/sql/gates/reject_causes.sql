-- Per source the three commonest reasons for which rows of a file were refused, with the first lines.
WITH groups AS (
  SELECT source, file, field, reason, count(*) AS refused, array_to_string(min(line, 3), ', ') AS first_lines
  FROM refused
  WHERE reason <> 'an account cannot turn to itself'
  GROUP BY source, file, field, reason
),
final AS (
  SELECT *
  FROM groups
  QUALIFY row_number() OVER (PARTITION BY source ORDER BY refused DESC, file, field, reason) <= 3
)
SELECT *
FROM final
ORDER BY source, refused DESC, file, field, reason
