namespace Analytics.Pipeline.Leaders;

/// <summary>
/// Every component of the score, in one place: the keys of the pipeline file, the columns of <c>settings</c>,
/// <c>leaders</c> and <c>rankings</c> and the scoring itself follow from this list and its order.
/// </summary>
public static class LeaderComponents
{
    public static IReadOnlyList<LeaderComponent> All { get; } =
    [
        new("steady_attention", "steady attention", 2),
        new("recent_attention", "recent attention", 1),
        new("pagerank", "PageRank", 1),
        new("reach", "reach", 0),
        new("engaged_share", "engaged share", 0),
        new("recent_engaged", "recent engagement", 0),
        new("engagement_rate", "engagement rate", 1)
        {
            // A rate over fewer posts is too noisy to be ranked.
            RankedBy = "CASE WHEN engagement_posts >= 3 THEN engagement_rate END",
            UnknownWhere = "fewer than three posts are measured",
        },
        new("credible_share", "credible share", 0),
        new("coreness", "coreness", 0),
        new("influence", "observed influence", 0)
        {
            RankedBy = "influence_credit",
            UnknownWhere = "the member acted on no post, hashtag or link",
        },
        new("betweenness", "betweenness", 0),
        new("participation", "participation", 0),
        new("neighbour_engaged", "engaged neighbours", 0),
        new("topic_attention", "attention to the topics", 0)
        {
            UnknownWhere = "the community has no topics, no post in the window tells its hashtags, or interactions "
                + "do not name posts",
        },
        new("originality", "originality", 0) { UnknownWhere = "no posts were delivered, or there are no acts" },
        new("response_rate", "response rate", 0)
        {
            RankedBy = "CASE WHEN replies_received >= 3 THEN response_rate END",
            UnknownWhere = "fewer than three replies came",
        },
        new("audience_quality", "audience quality", 0)
        {
            UnknownWhere = "fewer than 30 accounts are observed",
        },
        new("sponsored_share", "sponsored share", 0) { MayCost = true, UnknownWhere = "there are no posts" },
    ];

    /// <summary>Place of the component in <see cref="All"/>.</summary>
    /// <exception cref="KeyNotFoundException">There is no such component.</exception>
    public static int IndexOf(string name)
    {
        for (var i = 0; i < All.Count; i++)
        {
            if (All[i].Name == name)
                return i;
        }

        throw new KeyNotFoundException($"No component is called '{name}'.");
    }
}
