-- Per author in a community: posts, sponsored posts, and the engagement rate by followers, by reach and by views.
-- Followers at posting: the newest profile up to the post, else the oldest one after it (one export has one profile).
-- Rates are summed as integers (2^32 units = 1): floating-point sums would depend on the order of threads.
WITH profile AS (
  SELECT account_id, observed_at, claimed_followers
  FROM accounts
  WHERE claimed_followers > 0
),
measured AS (
  SELECT p.post_id, p.author_id, p.at, p.engagements, p.sponsored
  FROM work.recent_posts AS p
  WHERE p.vertex IS NOT NULL AND p.engagements IS NOT NULL
),
before AS (
  SELECT m.post_id, m.author_id, m.engagements, m.sponsored, profile.claimed_followers AS followers, m.at
  FROM measured AS m
  ASOF LEFT JOIN profile ON profile.account_id = m.author_id AND profile.observed_at <= m.at
),
rates AS (
  SELECT
    b.author_id,
    b.sponsored,
    CAST(round(b.engagements / coalesce(b.followers, after.claimed_followers) * 4294967296) AS HUGEINT) AS rate
  FROM before AS b
  ASOF LEFT JOIN profile AS after ON after.account_id = b.author_id AND after.observed_at > b.at
),
engagement AS (
  SELECT
    author_id,
    count(rate) AS engagement_posts,
    CAST(sum(rate) AS DOUBLE) / 4294967296 / count(rate) AS engagement_rate,
    median(CAST(rate AS DOUBLE)) / 4294967296 AS engagement_rate_median,
    count(*) FILTER (sponsored) AS sponsored_engagement_posts,
    CAST(sum(rate) FILTER (sponsored) AS DOUBLE) / 4294967296 / count(*) FILTER (sponsored)
      AS engagement_rate_sponsored,
    CAST(sum(rate) FILTER (NOT sponsored) AS DOUBLE) / 4294967296 / count(*) FILTER (NOT sponsored)
      AS engagement_rate_organic
  FROM rates
  WHERE rate IS NOT NULL
  GROUP BY author_id
),
seen_rates AS (
  SELECT
    author_id,
    CASE WHEN reach > 0 THEN CAST(round(engagements / reach * 4294967296) AS HUGEINT) END AS by_reach,
    CASE WHEN views > 0 THEN CAST(round(engagements / views * 4294967296) AS HUGEINT) END AS by_views
  FROM work.recent_posts
  WHERE vertex IS NOT NULL AND engagements IS NOT NULL AND (reach > 0 OR views > 0)
),
seen_engagement AS (
  SELECT
    author_id,
    count(by_reach) AS reached_posts,
    CAST(sum(by_reach) AS DOUBLE) / 4294967296 / count(by_reach) AS engagement_rate_reach,
    median(CAST(by_reach AS DOUBLE)) / 4294967296 AS engagement_rate_reach_median,
    count(by_views) AS viewed_posts,
    CAST(sum(by_views) AS DOUBLE) / 4294967296 / count(by_views) AS engagement_rate_views,
    median(CAST(by_views AS DOUBLE)) / 4294967296 AS engagement_rate_views_median
  FROM seen_rates
  GROUP BY author_id
),
posting AS (
  SELECT
    vertex,
    author_id,
    count(*) AS posts,
    count(*) FILTER (sponsored) AS sponsored_posts,
    count(adequate_label) AS labelled_posts,
    count(*) FILTER (adequate_label) AS adequate_posts
  FROM work.recent_posts
  WHERE vertex IS NOT NULL
  GROUP BY vertex, author_id
),
final AS (
  SELECT
    posting.vertex,
    posting.posts,
    posting.sponsored_posts,
    posting.labelled_posts,
    posting.adequate_posts,
    coalesce(engagement.engagement_posts, 0) AS engagement_posts,
    engagement.engagement_rate,
    engagement.engagement_rate_median,
    coalesce(engagement.sponsored_engagement_posts, 0) AS sponsored_engagement_posts,
    engagement.engagement_rate_sponsored,
    engagement.engagement_rate_organic,
    coalesce(seen_engagement.reached_posts, 0) AS reached_posts,
    seen_engagement.engagement_rate_reach,
    seen_engagement.engagement_rate_reach_median,
    coalesce(seen_engagement.viewed_posts, 0) AS viewed_posts,
    seen_engagement.engagement_rate_views,
    seen_engagement.engagement_rate_views_median
  FROM posting
  LEFT JOIN engagement ON engagement.author_id = posting.author_id
  LEFT JOIN seen_engagement ON seen_engagement.author_id = posting.author_id
)
SELECT * FROM final
