-- Counts of accounts that rest on fewer accounts than the smallest cell, directly or by difference.
WITH cells AS (
  SELECT 'communities.size' AS cell, community_id, size AS accounts FROM communities
  UNION ALL SELECT 'leaders.reach', community_id, reach FROM leaders
  UNION ALL SELECT 'leaders: members that only follow', community_id, reach - engaged_members FROM leaders
  UNION ALL SELECT 'leaders: engaged without repost', community_id, engaged_members - reposting_members FROM leaders
  UNION ALL SELECT 'leaders: engaged without mention', community_id, engaged_members - mentioning_members FROM leaders
  UNION ALL SELECT 'leaders: reached without influence', community_id, reach - influenced_members FROM leaders
  UNION ALL SELECT 'leaders: influenced beyond reach', community_id, 1 FROM leaders WHERE influenced_members > reach
  UNION ALL SELECT 'leaders: audience that does not follow', community_id, observed_audience - observed_followers
    FROM leaders
  UNION ALL SELECT 'leaders: followers beyond the audience', community_id, 1
    FROM leaders WHERE observed_followers > observed_audience
  UNION ALL SELECT 'leaders: followers that engaged or are outside', community_id,
      observed_followers - reach + engaged_members FROM leaders
  UNION ALL SELECT 'leaders: audience outside', community_id, observed_audience - reach FROM leaders
  UNION ALL SELECT 'leaders: audience not engaged', community_id, observed_audience - engaged_members FROM leaders
  UNION ALL SELECT 'leaders: flagged or not engaged', community_id, observed_audience - credible_engaged FROM leaders
  UNION ALL SELECT 'leaders: engaged beyond the audience', community_id, 1
    FROM leaders WHERE credible_engaged > observed_audience
  UNION ALL SELECT 'leaders: credible and not engaged', community_id,
      observed_audience - flagged_audience - credible_engaged FROM leaders
  UNION ALL SELECT 'leaders: flagged and not engaged here', community_id,
      flagged_audience - engaged_members + credible_members FROM leaders
  UNION ALL SELECT 'leaders: credible and not engaged here', community_id,
      observed_audience - flagged_audience - credible_members FROM leaders
  UNION ALL SELECT 'leaders.engaged_members', community_id, engaged_members FROM leaders
  UNION ALL SELECT 'leaders.influenced_members', community_id, influenced_members FROM leaders
  UNION ALL SELECT 'leaders.reposting_members', community_id, reposting_members FROM leaders
  UNION ALL SELECT 'leaders.mentioning_members', community_id, mentioning_members FROM leaders
  UNION ALL SELECT 'leaders.observed_followers', community_id, observed_followers FROM leaders
  UNION ALL SELECT 'coordination.accounts', community_id, accounts FROM coordination
  UNION ALL SELECT 'coordination.targets', community_id, targets FROM coordination
  UNION ALL SELECT 'coordination: members without', community_id, size - accounts
    FROM coordination JOIN communities USING (community_id)
  UNION ALL SELECT 'leaders.credible_members', community_id, credible_members FROM leaders
  UNION ALL SELECT 'leaders.credible_engaged', community_id, credible_engaged FROM leaders
  UNION ALL SELECT 'leaders.neighbour_engaged', community_id, neighbour_engaged FROM leaders
  UNION ALL SELECT 'leaders: credible members and from nowhere', community_id, abs(credible_engaged - neighbour_engaged)
    FROM leaders
  UNION ALL SELECT 'leaders: flagged members and from nowhere', community_id,
      abs(credible_engaged - engaged_members - neighbour_engaged) FROM leaders
  UNION ALL SELECT 'leaders: engaged from nowhere', community_id,
      abs(credible_engaged - credible_members - neighbour_engaged) FROM leaders
  UNION ALL SELECT 'leaders: audience from nowhere', community_id, observed_audience - reach - neighbour_engaged
    FROM leaders
  UNION ALL SELECT 'leaders.topic_attention', community_id, topic_attention FROM leaders
  UNION ALL SELECT 'leaders: engaged off topic', community_id, engaged_members - topic_attention FROM leaders
  UNION ALL SELECT 'leaders.flagged_audience', community_id, flagged_audience FROM leaders
  UNION ALL SELECT 'leaders.audience_no_posts', community_id, audience_no_posts FROM leaders
  UNION ALL SELECT 'leaders.audience_following_ratio', community_id, audience_following_ratio FROM leaders
  UNION ALL SELECT 'leaders.audience_mass_following', community_id, audience_mass_following FROM leaders
  UNION ALL SELECT 'leaders.audience_young_account', community_id, audience_young_account FROM leaders
  UNION ALL SELECT 'leaders.audience_follow_burst', community_id, audience_follow_burst FROM leaders
  UNION ALL SELECT 'leaders.audience_identical_timing', community_id, audience_identical_timing FROM leaders
  UNION ALL SELECT 'leaders.audience_coordinated', community_id, audience_coordinated FROM leaders
  UNION ALL SELECT 'leaders: audience without no_posts', community_id,
      observed_audience - audience_no_posts FROM leaders
  UNION ALL SELECT 'leaders: audience without following_ratio', community_id,
      observed_audience - audience_following_ratio FROM leaders
  UNION ALL SELECT 'leaders: audience without mass_following', community_id,
      observed_audience - audience_mass_following FROM leaders
  UNION ALL SELECT 'leaders: audience without young_account', community_id,
      observed_audience - audience_young_account FROM leaders
  UNION ALL SELECT 'leaders: audience without follow_burst', community_id,
      observed_audience - audience_follow_burst FROM leaders
  UNION ALL SELECT 'leaders: audience without identical_timing', community_id,
      observed_audience - audience_identical_timing FROM leaders
  UNION ALL SELECT 'leaders: audience without coordinated', community_id,
      observed_audience - audience_coordinated FROM leaders
  UNION ALL SELECT 'leaders: flagged that engaged', community_id, engaged_members - credible_members FROM leaders
  UNION ALL SELECT 'leaders: engaged from outside', community_id, credible_engaged - credible_members FROM leaders
  UNION ALL SELECT 'leaders: audience without flags', community_id, observed_audience - flagged_audience FROM leaders
  UNION ALL SELECT 'partners.marginal_reach', community_id, marginal_reach FROM partners
  UNION ALL SELECT 'partners.cumulative_reach', community_id, cumulative_reach FROM partners
  UNION ALL SELECT 'partners: reach of hidden steps', community_id,
      cumulative_reach - max(cumulative_reach) OVER (
        PARTITION BY brief, community_id ORDER BY step ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)
    FROM partners
    WHERE brief NOT IN (SELECT brief FROM partner_sets WHERE scope = 'campaign')
  UNION ALL SELECT 'partners: engaged with three', any_value(partners.community_id),
      sum(shared_reach) - any_value(CAST(round(overlap * marginal_reach / (1 - overlap)) AS BIGINT))
    FROM partner_overlaps AS pairs
    JOIN partners ON partners.brief = pairs.brief AND partners.account_id = pairs.other_id
    WHERE overlap < 1
    GROUP BY pairs.brief, pairs.community_id, pairs.other_step
    HAVING count(*) = count(shared_reach)
  UNION ALL SELECT 'partner_sets.reach', community_id, reach FROM partner_sets
  UNION ALL SELECT 'partner_sets.top_reach', community_id, top_reach FROM partner_sets
  UNION ALL SELECT 'partner_sets: reach against top_reach', community_id, abs(reach - top_reach) FROM partner_sets
  UNION ALL SELECT 'partner_overlaps.shared_reach', community_id, shared_reach FROM partner_overlaps
  UNION ALL SELECT 'partner_overlaps: engaged by one alone', community_id, joint_reach - shared_reach
    FROM partner_overlaps
  UNION ALL SELECT 'constraint_costs.reach_without', community_id, reach_without FROM constraint_costs
  UNION ALL SELECT 'constraint_costs.reach_cost', community_id, abs(reach_cost) FROM constraint_costs
  UNION ALL SELECT 'topics.accounts', community_id, accounts FROM topics
  UNION ALL SELECT 'topics: members without', community_id, size - accounts
    FROM topics JOIN communities USING (community_id)
  UNION ALL SELECT 'topics: figures of a hidden count', community_id, 1
    FROM topics WHERE accounts IS NULL AND (z IS NOT NULL OR log_odds IS NOT NULL OR uses IS NOT NULL)
  UNION ALL SELECT 'stories: members without, by a trend from nothing', community_id,
      community_size - CAST(round(pow(2, abs(trend))) - 1 AS BIGINT)
    FROM stories WHERE accounts IS NULL
  UNION ALL SELECT 'stories.accounts', community_id, accounts FROM stories
  UNION ALL SELECT 'stories: members without', community_id, community_size - accounts FROM stories
  UNION ALL SELECT 'structures.accounts', community_id, accounts FROM structures
  UNION ALL SELECT 'structures: members without', community_id, size - accounts
    FROM structures JOIN communities USING (community_id)
  UNION ALL SELECT 'structures: platforms not shown', community_id, max(size) - sum(accounts)
    FROM structures JOIN communities USING (community_id)
    WHERE channel = 'platform'
    GROUP BY community_id
  UNION ALL SELECT 'bridges.accounts', community_id, least(accounts, other_accounts) FROM bridges
  UNION ALL SELECT 'lineage.shared_members', community_id, shared_members FROM lineage
)
SELECT cells.*
FROM cells, settings
WHERE accounts BETWEEN 1 AND settings.min_group - 1
