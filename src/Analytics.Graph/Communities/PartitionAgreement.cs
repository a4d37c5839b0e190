namespace Analytics.Graph.Communities;

/// <summary>
/// How far two partitions of the same vertices agree. Vertices with a label below zero in either are left out. The
/// numbering of communities plays no part.
/// </summary>
public static class PartitionAgreement
{
    /// <summary>
    /// Adjusted Rand index (Hubert and Arabie 1985): pairs that are together in both, above what chance gives; 1 = the
    /// same, 0 = chance. Two partitions that leave nothing to chance (all alone, all together) and are equal give 1.
    /// </summary>
    public static double AdjustedRand(ReadOnlySpan<int> first, ReadOnlySpan<int> second)
    {
        Contingency table = Contingency.Of(first, second);
        double both = 0;
        foreach ((_, _, int count) in table.Cells)
            both += Pairs(count);
        double inFirst = table.RowSums.Sum(Pairs);
        double inSecond = table.ColumnSums.Sum(Pairs);
        double all = Pairs(table.Total);
        double expected = all > 0 ? inFirst * inSecond / all : 0;
        double highest = (inFirst + inSecond) / 2;
        return highest == expected ? 1 : (both - expected) / (highest - expected);
    }

    /// <summary>
    /// Normalised mutual information, <c>I(A;B) / mean(H(A), H(B))</c> with the arithmetic mean; 1 = the same. Two
    /// partitions of one community each give 1.
    /// </summary>
    public static double NormalizedMutualInformation(ReadOnlySpan<int> first, ReadOnlySpan<int> second)
    {
        Contingency table = Contingency.Of(first, second);
        double mean = MutualInformation.MeanEntropy(table);
        return mean == 0 ? 1 : Math.Max(0, MutualInformation.Of(table)) / mean;
    }

    /// <summary>
    /// Adjusted mutual information (Vinh, Epps and Bailey 2010) with the arithmetic mean:
    /// <c>(I − E[I]) / (mean(H(A), H(B)) − E[I])</c>, E[I] exact under random labels with the same sizes. Costs
    /// O(vertices + a·b·s): a and b the numbers of different sizes in either partition, s the width of the
    /// hypergeometric peak, about ten times √(size·size/vertices). Some hundred communities of a million vertices take
    /// well under a second.
    /// </summary>
    public static double AdjustedMutualInformation(ReadOnlySpan<int> first, ReadOnlySpan<int> second)
    {
        Contingency table = Contingency.Of(first, second);
        if (IsSamePartition(table))
            return 1;
        double expected = MutualInformation.Expected(table);
        double room = MutualInformation.MeanEntropy(table) - expected;
        double above = MutualInformation.Of(table) - expected;
        return Math.Abs(room) < 1e-15 ? 0 : above / room;
    }

    private static bool IsSamePartition(Contingency table) =>
        table.Cells.All(cell => table.RowSums[cell.Row] == cell.Count && table.ColumnSums[cell.Column] == cell.Count);

    private static double Pairs(int count) => 0.5 * count * (count - 1.0);
}
