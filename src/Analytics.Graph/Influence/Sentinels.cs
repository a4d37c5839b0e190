namespace Analytics.Graph.Influence;

/// <summary>
/// Seeds that are fixed before the others (sentinel sets, Guo et al. 2020). Where influence runs far, a few seeds hit
/// nearly all large sets, and sets that end at them are up to hundreds of times smaller. No choice is worse for it than
/// the bounds say, because they are taken for the seeds as they are.
/// </summary>
/// <param name="Vertices">In order.</param>
/// <param name="Shares">What part of the sets that all of them hit, those up to each do.</param>
internal sealed record Sentinels(int[] Vertices, double[] Shares)
{
    public static readonly Sentinels None = new([], []);

    /// <summary>No more are sought when less than one in so many members is left.</summary>
    private const int Enough = 8;

    private const int SeedsPerSentinel = 8;

    /// <summary>
    /// The required seeds and such others as hit sets that hold at least half of all members left; none if those that
    /// they do not hit still hold more than half. Few sets are enough to see that, but not to choose well, so at most
    /// one in eight seeds is taken. None where groups are limited.
    /// </summary>
    public static Sentinels Find(ReverseSets pilot, int most, SeedConstraints constraints)
    {
        if (constraints.LimitsGroups)
            return None;
        HashSet<int> left = [.. Enumerable.Range(0, pilot.Count)];
        List<int> found = [];
        List<int> vertices = [];
        List<double> hits = [];
        long all = Members(left);
        foreach (int vertex in constraints.Required ?? [])
            Take(vertex);
        int allowed = vertices.Count + (most - vertices.Count) / SeedsPerSentinel;
        while (vertices.Count < allowed && Members(left) > all / Enough)
        {
            int leader = Leader(pilot, left);
            pilot.SetsOf(leader, found);
            if (Members(found.Where(left.Contains)) < Members(left) / 2)
                break;
            Take(leader);
        }

        if (Members(left) > all / 2 || vertices.Count == 0)
            return None;
        return new Sentinels([.. vertices], [.. hits.Select(share => share / Math.Max(1, hits[^1]))]);

        long Members(IEnumerable<int> sets) => sets.Sum(set => (long)pilot.SizeOf(set));

        void Take(int vertex)
        {
            pilot.SetsOf(vertex, found);
            left.ExceptWith(found);
            vertices.Add(vertex);
            hits.Add(pilot.Count - left.Count);
        }
    }

    /// <summary>Of those who hit nearly as many members as anybody, the one that activates most by itself: the sets are
    /// too few to tell them apart, and chance favours neighbours of the roots.</summary>
    private static int Leader(ReverseSets pilot, HashSet<int> left)
    {
        const long WholeGraph = 1 << 16;
        const double Nearly = 0.9;
        int[] members = new int[pilot.VertexCount];
        foreach (int set in left)
            pilot.CountMembers(set, members, (int)(WholeGraph * pilot.SizeOf(set) / pilot.VertexCount));
        int most = members.Max();
        float[] reach = pilot.Cascade.DirectReach;
        int leader = Array.IndexOf(members, most);
        for (int v = 0; v < members.Length; v++)
        {
            if (members[v] >= Nearly * most && reach[v] > reach[leader])
                leader = v;
        }

        return leader;
    }
}
