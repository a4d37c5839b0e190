-- Overlaps of accounts that are not both partners of the set, and sets without one of their overlaps.
WITH expected AS (
  SELECT partner_sets.brief, partner_sets.community_id, one.step, other.step AS other_step,
    one.account_id, other.account_id AS other_id
  FROM partner_sets
  JOIN partners AS one ON one.brief = partner_sets.brief
    AND coalesce(partner_sets.community_id, one.community_id) = one.community_id
  JOIN partners AS other ON other.brief = partner_sets.brief
    AND coalesce(partner_sets.community_id, other.community_id) = other.community_id
  WHERE one.step < other.step
),
given AS (
  SELECT brief, community_id, step, other_step, account_id, other_id FROM partner_overlaps
)
(FROM expected EXCEPT FROM given)
UNION ALL
(FROM given EXCEPT FROM expected)
