-- Which communities talk about cycling, and how many of their members know the topic?
SELECT communities.label, communities.size, stories.topic, stories.prior_knowledge, stories.first_use, stories.trend
FROM stories
JOIN communities USING (community_id)
WHERE stories.topic LIKE '%rad%'
ORDER BY stories.prior_knowledge DESC NULLS LAST, communities.community_id, stories.topic
