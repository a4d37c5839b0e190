-- Agreement must be there, or a reason why it is not.
SELECT community_id, agreement, stability, agreement_note
FROM communities
WHERE (agreement IS NULL) <> (agreement_note IS NOT NULL)
  OR (stability IS NULL) <> (agreement_note IS NOT NULL)
