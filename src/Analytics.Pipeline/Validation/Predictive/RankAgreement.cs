namespace Analytics.Pipeline.Validation.Predictive;

/// <summary>
/// How well a measure, known before, orders members by what happened to them later. One value per member in both; a
/// higher measure means a better rank, NaN is below everything. Where members share a value, their order is left open:
/// every figure is the mean over all orders of them, so that no measure gains by ties (McSherry and Najork 2008).
/// </summary>
public static class RankAgreement
{
    /// <summary>
    /// Spearman's rank correlation (1904): Pearson's correlation of ranks, ties sharing their mean rank; −1 to 1, NaN
    /// where either is the same for all.
    /// </summary>
    public static double Spearman(ReadOnlySpan<double> measure, ReadOnlySpan<double> outcome)
    {
        var (x, y) = (MeanRanks(measure), MeanRanks(outcome));
        var mean = (measure.Length - 1) / 2.0;
        double xy = 0, xx = 0, yy = 0;
        for (var i = 0; i < x.Length; i++)
        {
            xy += (x[i] - mean) * (y[i] - mean);
            xx += (x[i] - mean) * (x[i] - mean);
            yy += (y[i] - mean) * (y[i] - mean);
        }

        return xy / Math.Sqrt(xx * yy);
    }

    /// <summary>
    /// Normalised discounted cumulative gain of the first <paramref name="depth"/> (Järvelin and Kekäläinen 2002):
    /// Σ gain / log2(1 + rank) over that of the best order, gain = ln(1 + outcome); 0 to 1, NaN where nobody gained.
    /// </summary>
    public static double Ndcg(ReadOnlySpan<double> measure, ReadOnlySpan<double> outcome, int depth)
    {
        var gains = new double[outcome.Length];
        for (var i = 0; i < gains.Length; i++) gains[i] = Math.Log(1 + outcome[i]);
        return Dcg(measure, gains, depth) / Dcg(outcome, gains, depth);
    }

    /// <summary>
    /// Share of the <paramref name="depth"/> members with the highest outcome that are among as many with the highest
    /// measure; where fewer have any outcome, their number takes the place of the depth. NaN where nobody has one.
    /// </summary>
    public static double TopOverlap(ReadOnlySpan<double> measure, ReadOnlySpan<double> outcome, int depth)
    {
        var positive = 0;
        foreach (var value in outcome)
        {
            if (value > 0) positive++;
        }

        var size = Math.Min(depth, positive);
        if (size == 0) return double.NaN;
        var (found, sought) = (TopShares(measure, size), TopShares(outcome, size));
        var both = 0.0;
        for (var i = 0; i < found.Length; i++) both += found[i] * sought[i];
        return both / size;
    }

    private static double Dcg(ReadOnlySpan<double> measure, double[] gains, int depth)
    {
        var order = Descending(measure);
        var sum = 0.0;
        foreach (var (start, end) in Ties(measure, order))
        {
            if (start >= depth) break;
            double gain = 0, discount = 0;
            for (var i = start; i < end; i++)
            {
                gain += gains[order[i]];
                if (i < depth) discount += 1 / Math.Log2(i + 2);
            }

            sum += gain / (end - start) * discount;
        }

        return sum;
    }

    /// <summary>Per member the probability of being among the first <paramref name="size"/>.</summary>
    private static double[] TopShares(ReadOnlySpan<double> values, int size)
    {
        var order = Descending(values);
        var shares = new double[values.Length];
        foreach (var (start, end) in Ties(values, order))
        {
            if (start >= size) break;
            for (var i = start; i < end; i++) shares[order[i]] = Math.Min(1, (double)(size - start) / (end - start));
        }

        return shares;
    }

    /// <summary>0 for the lowest; those with equal values share the mean of their ranks.</summary>
    private static double[] MeanRanks(ReadOnlySpan<double> values)
    {
        var order = Descending(values);
        var ranks = new double[values.Length];
        foreach (var (start, end) in Ties(values, order))
        {
            for (var i = start; i < end; i++) ranks[order[i]] = values.Length - 1 - ((start + end - 1) / 2.0);
        }

        return ranks;
    }

    private static int[] Descending(ReadOnlySpan<double> values)
    {
        var keys = values.ToArray();
        var order = new int[keys.Length];
        for (var i = 0; i < order.Length; i++) (keys[i], order[i]) = (-keys[i], i);

        // NaN sorts first among doubles; here it is the lowest.
        for (var i = 0; i < keys.Length; i++)
        {
            if (double.IsNaN(keys[i])) keys[i] = double.PositiveInfinity;
        }

        Array.Sort(keys, order);
        return order;
    }

    /// <summary>Stretches of equal values in the order, as half-open ranges.</summary>
    private static List<(int Start, int End)> Ties(ReadOnlySpan<double> values, int[] order)
    {
        List<(int, int)> ties = [];
        for (int start = 0, end; start < order.Length; start = end)
        {
            for (end = start + 1; end < order.Length && values[order[end]].Equals(values[order[start]]); end++)
            {
                // Only the end is looked for.
            }

            ties.Add((start, end));
        }

        return ties;
    }
}
