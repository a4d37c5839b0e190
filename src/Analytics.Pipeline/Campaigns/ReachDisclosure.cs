namespace Analytics.Pipeline.Campaigns;

/// <summary>
/// Which steps of a partner set may tell their reach. What a partner adds is a count of accounts, and a small one is
/// not published; nor are sums from which it would follow. So a cumulative reach is shown where it differs from the
/// last one shown by nothing or by a full cell, and a marginal reach where it lies between two that are shown.
/// </summary>
internal static class ReachDisclosure
{
    /// <returns>For each step whether its cumulative and its marginal reach may be shown.</returns>
    public static (bool Cumulative, bool Marginal)[] Of(IReadOnlyList<long> cumulative, int minGroup)
    {
        var shown = new (bool Cumulative, bool Marginal)[cumulative.Count];
        var last = 0L;
        var before = true;
        for (var step = 0; step < shown.Length; step++)
        {
            var shows = IsFull(cumulative[step] - last, minGroup);
            // Nothing is added to a hidden sum: then both stay hidden together.
            shown[step] = (shows, shows && before);
            if (shows) last = cumulative[step];
            before = shows;
        }

        return shown;
    }

    /// <summary>
    /// Which partners may tell the accounts that they share with each one before. Together with the overlap of the step
    /// these counts lead to accounts that engaged with three partners or more: the third partner's to the number in
    /// every part of the three audiences, a later one's to how often accounts of it are counted more than once.
    /// </summary>
    /// <param name="audiences">Accounts that each partner engaged, in the order of choice.</param>
    public static bool[] OfOverlaps(IReadOnlyList<int[]> audiences, int minGroup)
    {
        var shown = new bool[audiences.Count];
        Dictionary<int, int> seen = [];
        for (var step = 0; step < shown.Length; step++)
        {
            var again = 0L;
            foreach (var account in audiences[step])
            {
                var times = seen.GetValueOrDefault(account);
                again += Math.Max(0, times - 1);
                seen[account] = times + 1;
            }

            shown[step] = IsFull(again, minGroup);
            if (step == 2) shown[2] &= PartsOf(audiences[0], audiences[1], audiences[2]).All(n => IsFull(n, minGroup));
        }

        return shown;
    }

    /// <summary>Accounts in the one, two and three of three audiences, by which these are.</summary>
    private static IEnumerable<int> PartsOf(params int[][] audiences) => audiences
        .SelectMany((audience, bit) => audience.Select(account => (account, part: 1 << bit)))
        .GroupBy(pair => pair.account, pair => pair.part)
        .CountBy(parts => parts.Sum())
        .Select(count => count.Value);

    private static bool IsFull(long accounts, int minGroup) => accounts == 0 || accounts >= minGroup;
}
