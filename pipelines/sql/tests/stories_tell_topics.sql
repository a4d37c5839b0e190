-- Stories without a topic, and topics without a story.
SELECT community_id, topic
FROM stories
FULL JOIN topics USING (community_id, topic)
WHERE stories.run_id IS NULL
  OR topics.run_id IS NULL
