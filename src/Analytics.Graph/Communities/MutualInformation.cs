namespace Analytics.Graph.Communities;

/// <summary>Mutual information of two partitions, and what chance alone gives (Vinh, Epps and Bailey 2010). In nats.
/// </summary>
internal static class MutualInformation
{
    // Terms below this share of the peak cannot change the sum in float64.
    private const double Negligible = 1e-20;

    public static double Of(Contingency table)
    {
        double total = table.Total;
        double sum = 0;
        foreach ((int row, int column, int count) in table.Cells)
        {
            double expected = table.RowSums[row] * (table.ColumnSums[column] / total);
            sum += count / total * Math.Log(count / expected);
        }

        return sum;
    }

    public static double MeanEntropy(Contingency table) =>
        (Entropy(table.RowSums, table.Total) + Entropy(table.ColumnSums, table.Total)) / 2;

    /// <summary>
    /// E[I] when labels are dealt at random and sizes are kept: each cell is then hypergeometric. Cells with equal
    /// sizes have equal terms, so only pairs of different sizes are visited.
    /// </summary>
    public static double Expected(Contingency table)
    {
        double[] logFactorial = new double[table.Total + 1];
        for (int i = 2; i <= table.Total; i++)
            logFactorial[i] = logFactorial[i - 1] + Math.Log(i);
        (int Size, int Count)[] rows = Sizes(table.RowSums);
        (int Size, int Count)[] columns = Sizes(table.ColumnSums);
        double sum = 0;
        foreach ((int a, int rowCount) in rows)
        {
            foreach ((int b, int columnCount) in columns)
                sum += (double)rowCount * columnCount * ExpectedCell(a, b, table.Total, logFactorial);
        }

        return sum;
    }

    /// <summary>Σ over k of <c>P(k) · k/n · log(n·k/(a·b))</c>, from the mode outwards until terms vanish.</summary>
    private static double ExpectedCell(int a, int b, int n, double[] logFactorial)
    {
        int lowest = Math.Max(0, a + b - n);
        int highest = Math.Min(a, b);
        int mode = (int)Math.Clamp((a + 1L) * (b + 1L) / (n + 2L), lowest, highest);
        double atMode = Math.Exp(
            logFactorial[a] - logFactorial[mode] - logFactorial[a - mode]
            + logFactorial[n - a] - logFactorial[b - mode] - logFactorial[n - a - b + mode]
            - logFactorial[n] + logFactorial[b] + logFactorial[n - b]);

        double sum = 0;
        double probability = atMode;
        for (int k = mode; k <= highest && probability > atMode * Negligible; k++)
        {
            sum += Term(k, probability);
            probability *= (double)(a - k) * (b - k) / ((k + 1.0) * (n - (double)a - b + k + 1));
        }

        probability = atMode;
        for (int k = mode; k > lowest && probability > atMode * Negligible; k--)
        {
            probability *= k * (n - (double)a - b + k) / ((a - k + 1.0) * (b - k + 1.0));
            sum += Term(k - 1, probability);
        }

        return sum;

        double Term(int k, double p) => k == 0 ? 0 : p * k / n * Math.Log((double)n * k / ((double)a * b));
    }

    private static (int Size, int Count)[] Sizes(int[] sums) =>
        [.. sums.Where(size => size > 0).GroupBy(size => size).OrderBy(g => g.Key).Select(g => (g.Key, g.Count()))];

    private static double Entropy(int[] sums, int total)
    {
        double entropy = 0;
        foreach (int size in sums)
        {
            if (size > 0)
                entropy -= (double)size / total * Math.Log((double)size / total);
        }

        return entropy;
    }
}
