namespace Analytics.Pipeline.Leaders;

/// <summary>
/// Percentile ranks: the share of the others with a known value whose value is lower. 0 is lowest, 1 highest, equal
/// values share the lower rank; a value known of nobody else has rank 0.
/// </summary>
internal sealed class PercentileRanks
{
    private double[] _sorted = [];
    private int[] _order = [];

    /// <summary>Ranks <paramref name="values"/> into <paramref name="ranks"/>; NaN is unknown and stays NaN.</summary>
    public void Of(ReadOnlySpan<double> values, Span<double> ranks)
    {
        if (_sorted.Length < values.Length)
            (_sorted, _order) = (new double[values.Length], new int[values.Length]);
        var known = 0;
        for (var i = 0; i < values.Length; i++)
        {
            ranks[i] = double.NaN;
            if (double.IsNaN(values[i]))
                continue;
            (_sorted[known], _order[known]) = (values[i], i);
            known++;
        }

        Array.Sort(_sorted, _order, 0, known);
        var lower = 0;
        for (var i = 0; i < known; i++)
        {
            if (_sorted[i] != _sorted[lower])
                lower = i;
            ranks[_order[i]] = known > 1 ? (double)lower / (known - 1) : 0;
        }
    }
}
