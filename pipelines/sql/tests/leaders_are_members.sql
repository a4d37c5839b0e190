-- Leaders that are not members of the community that they lead.
SELECT leaders.community_id, leaders.account_id
FROM leaders
ANTI JOIN members USING (community_id, account_id)
