using Analytics.Graph.Csr;

namespace Analytics.Graph.Communities;

/// <summary>
/// Modularity of a weighted graph (Newman and Girvan 2004; directed form of Leicht and Newman 2008) with resolution γ
/// (Reichardt and Bornholdt 2006): <c>Q = Σ_C [ w(C,C)/W − γ · out(C)/W · in(C)/W ]</c>, W the weight of all arcs. In
/// a symmetric graph out = in and this is the undirected modularity, a self-loop counted once in degrees.
/// </summary>
public static class Modularity
{
    /// <summary>Q, at most 1; 0 for a graph without arcs. A label below zero is a community of that vertex alone.
    /// </summary>
    public static double Of(CsrGraph graph, ReadOnlySpan<int> labels, double resolution = 1.0)
    {
        CommunityWeights sums = CommunityWeights.Of(graph, labels);
        if (sums.Total == 0)
            return 0;
        double total = sums.Total;
        double quality = -resolution * sums.ResidualProduct / (total * total) + sums.ResidualLoops / total;
        for (int c = 0; c < sums.Inside.Length; c++)
            quality += sums.Inside[c] / total - resolution * (sums.Out[c] / total) * (sums.In[c] / total);
        return quality;
    }
}
