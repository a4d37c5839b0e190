namespace Analytics.Graph.Communities;

/// <summary>
/// Gives communities the ids that they had before (Greene, Doyle and Cunningham 2010, "Tracking the evolution of
/// communities in dynamic social networks"). Two communities resemble each other when their Jaccard index reaches the
/// threshold. Ids are carried on one to one: pairs in order of falling Jaccard index, then of falling number of common
/// members, then by id and label. A community that gets no id this way gets a new one, also after a split or merge.
/// <para>O(members · log members), by sorting and merging; nothing is hashed.</para>
/// </summary>
public static class CommunityMatching
{
    /// <summary>Matches the communities of now with those of before.</summary>
    /// <param name="previous">Labelled with stable ids (≥ 0, with gaps as may be).</param>
    /// <param name="current">Labelled 0, 1, 2, ….</param>
    /// <param name="nextFreeId">The first id that was never used, above every label of <paramref name="previous"/>.
    /// </param>
    /// <param name="threshold">Smallest Jaccard index of a resemblance, in (0, 1].</param>
    /// <exception cref="ArgumentException">Columns of unequal length, a member listed twice, an id that is not free.
    /// </exception>
    public static CommunityMatches Match(
        CommunityMembership previous, CommunityMembership current, int nextFreeId, double threshold = 0.3)
    {
        if (!(threshold is > 0 and <= 1))
            throw new ArgumentOutOfRangeException(nameof(threshold), threshold, "The threshold must lie in (0, 1].");
        int[] previousIds = [.. previous.Labels.Where(id => id >= 0).Distinct().Order()];
        if (previousIds.Length > 0 && nextFreeId <= previousIds[^1])
        {
            throw new ArgumentException(
                $"Id {nextFreeId} is not free: {previousIds[^1]} is in use.", nameof(nextFreeId));
        }

        Overlap[] overlaps = MembershipOverlap.Of(previous, current, previousIds, threshold);
        Array.Sort(overlaps);
        int[] carried = CarryOn(overlaps, previousIds.Length, Bound(current.Labels));
        return Describe(overlaps, carried, previousIds, nextFreeId);
    }

    /// <summary>For every current community the previous one whose id it carries on, or -1.</summary>
    private static int[] CarryOn(Overlap[] overlaps, int previousCount, int currentCount)
    {
        bool[] taken = new bool[previousCount];
        int[] carried = new int[currentCount];
        Array.Fill(carried, -1);
        foreach (Overlap overlap in overlaps)
        {
            if (taken[overlap.Previous] || carried[overlap.Current] >= 0)
                continue;
            taken[overlap.Previous] = true;
            carried[overlap.Current] = overlap.Previous;
        }

        return carried;
    }

    private static CommunityMatches Describe(Overlap[] overlaps, int[] carried, int[] previousIds, int nextFreeId)
    {
        ILookup<int, Overlap> ofCurrent = overlaps.ToLookup(o => o.Current);
        ILookup<int, Overlap> ofPrevious = overlaps.ToLookup(o => o.Previous);
        CommunityMatch[] matches = new CommunityMatch[carried.Length];
        for (int c = 0; c < carried.Length; c++)
        {
            int id = carried[c] >= 0 ? previousIds[carried[c]] : nextFreeId++;
            Overlap[] sources = [.. ofCurrent[c]];
            CommunityEvent what = sources.Length switch
            {
                0 => CommunityEvent.Birth,
                1 when ofPrevious[sources[0].Previous].Count() > 1 => CommunityEvent.Split,
                1 => CommunityEvent.Continue,
                _ => CommunityEvent.Merge,
            };
            matches[c] = sources.Length == 0
                ? new CommunityMatch(c, id, what, null, 0)
                : new CommunityMatch(c, id, what, previousIds[sources[0].Previous], sources[0].Jaccard);
        }

        HashSet<int> alive = [.. carried];
        CommunityDeath[] deaths = [.. Enumerable.Range(0, previousIds.Length)
            .Where(p => !alive.Contains(p))
            .Select(p => new CommunityDeath(previousIds[p], Heir(ofPrevious[p])))];
        return new CommunityMatches(matches, deaths, nextFreeId);

        int? Heir(IEnumerable<Overlap> strongestFirst) =>
            strongestFirst.Select(o => (int?)matches[o.Current].StableId).FirstOrDefault();
    }

    private static int Bound(int[] labels) => labels.Length == 0 ? 0 : Math.Max(0, labels.Max() + 1);
}
