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
            var added = cumulative[step] - last;
            var shows = added == 0 || added >= minGroup;
            // Nothing is added to a hidden sum: then both stay hidden together.
            shown[step] = (shows, shows && before);
            if (shows) last = cumulative[step];
            before = shows;
        }

        return shown;
    }
}
