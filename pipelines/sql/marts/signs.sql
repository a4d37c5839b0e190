-- Signs that an account may not be a person who listens; accounts without any sign have no row. No sign is a proof.
WITH final AS (
  SELECT
    s.run_id,
    vertices.account_id,
    flags.no_posts,
    flags.following_ratio,
    flags.mass_following,
    flags.young_account,
    flags.follow_burst,
    flags.identical_timing,
    flags.coordinated,
    coordinated.group_number AS coordination_group,
    CAST(flags.flags AS INTEGER) AS signs,
    flags.flagged
  FROM work.flags AS flags
  JOIN work.vertices AS vertices ON vertices.vertex = flags.vertex
  LEFT JOIN work.coordinated AS coordinated ON coordinated.vertex = flags.vertex
  CROSS JOIN work.settings AS s
  WHERE flags.flags > 0
)
SELECT * FROM final
ORDER BY account_id
