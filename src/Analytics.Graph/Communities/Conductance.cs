using Analytics.Graph.Csr;

namespace Analytics.Graph.Communities;

/// <summary>
/// How much of the weight at a community leads out of it: <c>cut(C) / min(vol(C), vol(rest))</c>, vol the sum of
/// weighted degrees. 0 = separate, 1 = nothing inside.
/// </summary>
public static class Conductance
{
    /// <summary>One value per community of a symmetric graph; NaN where a side has no weight at all.</summary>
    public static double[] Of(CsrGraph symmetric, ReadOnlySpan<int> labels)
    {
        CommunityWeights sums = CommunityWeights.Of(symmetric, labels);
        double[] result = new double[sums.Inside.Length];
        for (int c = 0; c < result.Length; c++)
        {
            double smaller = Math.Min(sums.Out[c], sums.Total - sums.Out[c]);
            result[c] = smaller > 0 ? (sums.Out[c] - sums.Inside[c]) / smaller : double.NaN;
        }

        return result;
    }
}
