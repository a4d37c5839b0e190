using Analytics.Graph.Csr;

namespace Analytics.Graph.Communities;

/// <summary>
/// The constant Potts model (Traag, Van Dooren and Nesterov 2011) of a symmetric graph:
/// <c>H = Σ_C [ e(C) − γ · n(C)·(n(C) − 1)/2 ]</c> with e(C) the weight of the edges inside C.
/// </summary>
public static class ConstantPotts
{
    /// <summary>H in units of weight. A label below zero is a community of that vertex alone. Self-loops do not
    /// count.</summary>
    public static double Of(CsrGraph graph, ReadOnlySpan<int> labels, double resolution)
    {
        CommunityWeights sums = CommunityWeights.Of(graph, labels);
        double quality = 0;
        for (int c = 0; c < sums.Inside.Length; c++)
        {
            double pairs = 0.5 * sums.Size[c] * (sums.Size[c] - 1.0);
            quality += (sums.Inside[c] - sums.Loops[c]) / 2 - resolution * pairs;
        }

        return quality;
    }
}
