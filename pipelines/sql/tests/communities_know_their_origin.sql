-- Births with a previous community, and other events without one.
SELECT community_id, event, previous_id
FROM communities
WHERE (event = 'birth') <> (previous_id IS NULL)
