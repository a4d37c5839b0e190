-- Per member: attention of members that keeps coming, and attention of late. Each member who follows adds the weight of
-- a follow. Steady: of each slot of time only the weightiest act counts, so a burst counts once. Recent: every act
-- counts, halved with every recent half-life, which is twenty slots. Summed in units of 1 / 1,048,576.
WITH slots AS (
  SELECT
    vertex,
    max(weight) AS weightiest,
    sum(acts * CAST(round(weight * pow(2, -slot / 20)) AS HUGEINT)) AS recent
  FROM work.attention_slots
  GROUP BY vertex, slot
),
acts AS (
  SELECT vertex, sum(weightiest) AS steady, sum(recent) AS recent
  FROM slots
  GROUP BY vertex
),
final AS (
  SELECT
    audience.vertex,
    audience.following_members * s.follow_weight + coalesce(acts.steady, 0) / 1048576 AS steady_attention,
    audience.following_members * s.follow_weight + coalesce(acts.recent, 0) / 1048576 AS recent_attention
  FROM work.audience_measures AS audience
  LEFT JOIN acts ON acts.vertex = audience.vertex
  CROSS JOIN work.settings AS s
)
SELECT * FROM final
