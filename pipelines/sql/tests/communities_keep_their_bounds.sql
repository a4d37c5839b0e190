-- Communities outside the bounds that the settings promise.
SELECT communities.community_id, communities.size
FROM communities, settings
WHERE communities.size NOT BETWEEN settings.min_size AND settings.max_size
