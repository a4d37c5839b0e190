namespace Analytics.Graph.Communities;

/// <summary>A resemblance between a community of before (by its place among the ids) and one of now; the strongest
/// sorts first.</summary>
internal readonly record struct Overlap(int Previous, int Current, int Common, double Jaccard) : IComparable<Overlap>
{
    public int CompareTo(Overlap other) => (other.Jaccard, other.Common, Previous, Current)
        .CompareTo((Jaccard, Common, other.Previous, other.Current));
}

/// <summary>Counts common members of all pairs of communities by merging two sorted columns.</summary>
internal static class MembershipOverlap
{
    /// <summary>The pairs whose Jaccard index reaches the threshold, in no order.</summary>
    public static Overlap[] Of(
        CommunityMembership previous, CommunityMembership current, int[] previousIds, double threshold)
    {
        (ulong[] beforeIds, int[] before) = Sorted(previous, label => Array.BinarySearch(previousIds, label));
        (ulong[] nowIds, int[] now) = Sorted(current, label => label);
        int[] beforeSizes = Sizes(before, previousIds.Length);
        int[] nowSizes = Sizes(now, now.Length == 0 ? 0 : Math.Max(0, now.Max() + 1));

        long[] pairs = CommonMembers(beforeIds, before, nowIds, now);
        Array.Sort(pairs);
        List<Overlap> overlaps = [];
        for (int start = 0, end = 0; start < pairs.Length; start = end)
        {
            while (end < pairs.Length && pairs[end] == pairs[start])
                end++;
            (int p, int c) = ((int)(pairs[start] >> 32), (int)(pairs[start] & int.MaxValue));
            int common = end - start;
            double jaccard = common / ((double)beforeSizes[p] + nowSizes[c] - common);
            if (jaccard >= threshold)
                overlaps.Add(new Overlap(p, c, common, jaccard));
        }

        return [.. overlaps];
    }

    /// <summary>For every member with a community at both times, the two as one number.</summary>
    private static long[] CommonMembers(ulong[] beforeIds, int[] before, ulong[] nowIds, int[] now)
    {
        List<long> pairs = new(Math.Min(beforeIds.Length, nowIds.Length));
        int i = 0;
        int j = 0;
        while (i < beforeIds.Length && j < nowIds.Length)
        {
            if (beforeIds[i] == nowIds[j] && before[i] >= 0 && now[j] >= 0)
                pairs.Add((long)before[i] << 32 | (uint)now[j]);
            (int stepBefore, int stepNow) = beforeIds[i].CompareTo(nowIds[j]) switch
            {
                < 0 => (1, 0),
                > 0 => (0, 1),
                _ => (1, 1),
            };
            i += stepBefore;
            j += stepNow;
        }

        return [.. pairs];
    }

    private static (ulong[] Ids, int[] Labels) Sorted(CommunityMembership membership, Func<int, int> number)
    {
        if (membership.MemberIds.Length != membership.Labels.Length)
        {
            throw new ArgumentException(
                $"{membership.MemberIds.Length} members and {membership.Labels.Length} labels do not match.");
        }

        ulong[] ids = (ulong[])membership.MemberIds.Clone();
        int[] labels = [.. membership.Labels.Select(label => label < 0 ? -1 : number(label))];
        Array.Sort(ids, labels);
        for (int i = 1; i < ids.Length; i++)
        {
            if (ids[i] == ids[i - 1])
                throw new ArgumentException($"Member {ids[i]} is listed twice.");
        }

        return (ids, labels);
    }

    private static int[] Sizes(int[] labels, int count) => new Partition(labels, count).Sizes();
}
