-- Accounts of which any post was delivered, at any time: of others the data do not say how much they post.
WITH final AS (
  SELECT vertices.vertex
  FROM (SELECT DISTINCT author_id FROM posts) AS authors
  JOIN work.vertices AS vertices ON vertices.account_id = authors.author_id
)
SELECT * FROM final
