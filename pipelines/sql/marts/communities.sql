-- One row per community: how closely knit, how well separated, what it talks about, and where it came from.
WITH topics AS (
  SELECT community_id, list('#' || topic ORDER BY rank) FILTER (rank <= 5) AS names
  FROM marts.topics
  GROUP BY community_id
),
traits AS (
  SELECT
    community_id,
    list(value ORDER BY position) FILTER (trait = 'place' AND position <= 5) AS places,
    list(value ORDER BY position) FILTER (trait = 'language' AND position <= 5) AS languages
  FROM work.traits
  GROUP BY community_id
),
knit AS (
  SELECT community_id, CAST(sum(internal_degree) AS BIGINT) AS degrees
  FROM work.positions
  GROUP BY community_id
),
volumes AS (
  SELECT
    *,
    2 * internal_weight + cut_weight AS volume,
    2 * total_weight - 2 * internal_weight - cut_weight AS outside_volume
  FROM work.boundary
),
final AS (
  SELECT
    s.run_id,
    sizes.community_id,
    coalesce(
      nullif(concat_ws(' · ', topics.names[1], traits.places[1]), ''),
      'Community ' || sizes.community_id) AS label,
    CAST(sizes.size AS INTEGER) AS size,
    knit.degrees / (sizes.size * (sizes.size - 1)) AS density,
    volumes.cut_weight / nullif(least(volumes.volume, volumes.outside_volume), 0) AS conductance,
    volumes.internal_weight / 1048576 AS internal_weight,
    origins.agreement,
    origins.stability,
    origins.agreement_note,
    origins.event,
    origins.previous_id,
    coalesce(topics.names, []) AS top_hashtags,
    coalesce(traits.places, []) AS top_places,
    coalesce(traits.languages, []) AS languages,
    s.as_of,
    s.expires_at
  FROM work.sizes AS sizes
  JOIN knit ON knit.community_id = sizes.community_id
  JOIN volumes ON volumes.community_id = sizes.community_id
  JOIN work.origins AS origins ON origins.community_id = sizes.community_id
  LEFT JOIN topics ON topics.community_id = sizes.community_id
  LEFT JOIN traits ON traits.community_id = sizes.community_id
  CROSS JOIN work.settings AS s
)
SELECT * FROM final
ORDER BY community_id
