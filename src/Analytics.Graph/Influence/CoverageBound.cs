namespace Analytics.Graph.Influence;

/// <summary>
/// How much any choice of candidates could cover at most, seen from a choice that was made: after some of its picks, no
/// choice covers more than they do plus the largest gains that are left, one for each place (Nemhauser, Wolsey and
/// Fisher 1978). The smallest such bound counts. What the picks cover over the bound is a share of the best that is
/// certain for these very sets, often far above the 63 % that hold for all.
/// <para>O(listed elements) for each pick; 4 bytes per element.</para>
/// </summary>
public static class CoverageBound
{
    /// <summary>No choice of <paramref name="count"/> candidates within the constraints covers more elements.</summary>
    /// <param name="sets">What each candidate covers.</param>
    /// <param name="picks">A choice, required candidates first.</param>
    /// <param name="count">k.</param>
    /// <param name="constraints">Which candidates may be chosen; all by default.</param>
    public static long Of(
        CoverageSets sets, IReadOnlyList<int> picks, int count, SeedConstraints? constraints = null)
    {
        constraints ??= new SeedConstraints();
        constraints.Check(sets.CandidateCount, count);
        bool[]? excluded = constraints.Marks(sets.CandidateCount);
        int required = constraints.Required?.Count ?? 0;
        int[] mark = new int[sets.ElementCount];
        long covered = 0;
        long bound = long.MaxValue;
        for (int pick = 0; pick <= picks.Count; pick++)
        {
            if (pick >= required)
            {
                List<(int Candidate, int Gain)> gains = Gains(sets, mark, pick, excluded);
                bound = Math.Min(bound, covered + Largest(gains, count - required, constraints));
            }

            if (pick < picks.Count)
                covered += Cover(sets[picks[pick]], mark);
        }

        return bound;
    }

    /// <summary>Covered elements are marked −1, those already met in a list with the number of its look.</summary>
    private static List<(int Candidate, int Gain)> Gains(CoverageSets sets, int[] mark, int pick, bool[]? excluded)
    {
        List<(int Candidate, int Gain)> gains = [];
        for (int candidate = 0; candidate < sets.CandidateCount; candidate++)
        {
            if (excluded?[candidate] == true)
                continue;
            int look = checked((pick * sets.CandidateCount) + candidate + 1);
            int gain = 0;
            foreach (int element in sets[candidate])
            {
                if (mark[element] < 0 || mark[element] == look)
                    continue;
                mark[element] = look;
                gain++;
            }

            gains.Add((candidate, gain));
        }

        return gains;
    }

    private static long Largest(List<(int Candidate, int Gain)> gains, int count, SeedConstraints constraints)
    {
        Dictionary<int, int> taken = [];
        foreach (int candidate in constraints.LimitsGroups ? constraints.Required ?? [] : [])
            taken[constraints.Groups![candidate]] = taken.GetValueOrDefault(constraints.Groups[candidate]) + 1;
        long sum = 0;
        foreach ((int candidate, int gain) in gains.OrderByDescending(pair => pair.Gain))
        {
            int group = constraints.LimitsGroups ? constraints.Groups![candidate] : -1;
            if (count == 0)
                break;
            if (group >= 0 && taken.GetValueOrDefault(group) >= constraints.MostPerGroup)
                continue;
            taken[group] = taken.GetValueOrDefault(group) + 1;
            sum += gain;
            count--;
        }

        return sum;
    }

    private static long Cover(ReadOnlySpan<int> elements, int[] mark)
    {
        long added = 0;
        foreach (int element in elements)
        {
            added += mark[element] >= 0 ? 1 : 0;
            mark[element] = -1;
        }

        return added;
    }
}
