-- Per author in a community: posts, sponsored posts, and the engagement rate by followers.
-- Followers at posting: the newest profile up to the post, else the oldest one after it (one export has one profile).
-- Rates are summed as integers (2^32 units = 1): floating-point sums would depend on the order of threads.
WITH profile AS (
  SELECT account_id, observed_at, claimed_followers
  FROM accounts
  WHERE claimed_followers > 0
),
measured AS (
  SELECT p.post_id, p.author_id, p.at, p.engagements
  FROM work.recent_posts AS p
  WHERE p.vertex IS NOT NULL AND p.engagements IS NOT NULL
),
before AS (
  SELECT m.post_id, m.author_id, m.engagements, profile.claimed_followers AS followers, m.at
  FROM measured AS m
  ASOF LEFT JOIN profile ON profile.account_id = m.author_id AND profile.observed_at <= m.at
),
rates AS (
  SELECT
    b.author_id,
    CAST(round(b.engagements / coalesce(b.followers, after.claimed_followers) * 4294967296) AS HUGEINT) AS rate
  FROM before AS b
  ASOF LEFT JOIN profile AS after ON after.account_id = b.author_id AND after.observed_at > b.at
),
engagement AS (
  SELECT
    author_id,
    count(rate) AS engagement_posts,
    CAST(sum(rate) AS DOUBLE) / 4294967296 / count(rate) AS engagement_rate,
    median(CAST(rate AS DOUBLE)) / 4294967296 AS engagement_rate_median
  FROM rates
  WHERE rate IS NOT NULL
  GROUP BY author_id
),
posting AS (
  SELECT vertex, author_id, count(*) AS posts, count(*) FILTER (sponsored) AS sponsored_posts
  FROM work.recent_posts
  WHERE vertex IS NOT NULL
  GROUP BY vertex, author_id
),
final AS (
  SELECT
    posting.vertex,
    posting.posts,
    posting.sponsored_posts,
    coalesce(engagement.engagement_posts, 0) AS engagement_posts,
    engagement.engagement_rate,
    engagement.engagement_rate_median
  FROM posting
  LEFT JOIN engagement ON engagement.author_id = posting.author_id
)
SELECT * FROM final
