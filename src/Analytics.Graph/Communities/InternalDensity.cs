using Analytics.Graph.Csr;

namespace Analytics.Graph.Communities;

/// <summary>Share of the possible pairs of a community that are joined by an edge, weights ignored.</summary>
public static class InternalDensity
{
    /// <summary>One value in [0, 1] per community of a symmetric graph; NaN for communities of one vertex.</summary>
    public static double[] Of(CsrGraph symmetric, ReadOnlySpan<int> labels)
    {
        CommunityWeights sums = CommunityWeights.Of(symmetric, labels);
        double[] result = new double[sums.Size.Length];
        for (int c = 0; c < result.Length; c++)
        {
            double pairs = sums.Size[c] * (sums.Size[c] - 1.0);
            result[c] = pairs > 0 ? sums.ArcsInside[c] / pairs : double.NaN;
        }

        return result;
    }
}
