-- How the communities of the previous snapshot went on.
SELECT lineage.previous_id, lineage.relation, communities.label, communities.event, lineage.shared_members,
  lineage.jaccard
FROM lineage
LEFT JOIN communities USING (community_id)
ORDER BY lineage.previous_id, lineage.jaccard DESC, lineage.community_id
