using Analytics.Graph.Csr;

namespace Analytics.Graph.Communities;

/// <summary>What the quality measures need, summed per community in one pass over the arcs.</summary>
internal sealed class CommunityWeights(int communities)
{
    /// <summary>Weight of the arcs with both ends in the community, self-loops included.</summary>
    public readonly double[] Inside = new double[communities];

    /// <summary>Weight of the self-loops.</summary>
    public readonly double[] Loops = new double[communities];

    /// <summary>Weight of the arcs that leave vertices of the community.</summary>
    public readonly double[] Out = new double[communities];

    /// <summary>Weight of the arcs that enter vertices of the community.</summary>
    public readonly double[] In = new double[communities];

    /// <summary>Vertices.</summary>
    public readonly int[] Size = new int[communities];

    /// <summary>Arcs with both ends in the community, without self-loops.</summary>
    public readonly long[] ArcsInside = new long[communities];

    /// <summary>Weight of all arcs of the graph.</summary>
    public double Total { get; private set; }

    /// <summary>Σ out(v)·in(v) over the vertices without a community.</summary>
    public double ResidualProduct { get; private set; }

    /// <summary>Weight of the self-loops of the vertices without a community.</summary>
    public double ResidualLoops { get; private set; }

    public static CommunityWeights Of(CsrGraph graph, ReadOnlySpan<int> labels)
    {
        if (labels.Length != graph.VertexCount)
            throw new ArgumentException($"{labels.Length} labels for {graph.VertexCount} vertices.", nameof(labels));
        int communities = 0;
        foreach (int label in labels)
            communities = Math.Max(communities, label + 1);
        CommunityWeights sums = new(communities);
        double[] into = new double[graph.VertexCount];
        for (int v = 0; v < graph.VertexCount; v++)
            sums.AddRow(graph, labels, v, into);
        for (int v = 0; v < graph.VertexCount; v++)
        {
            if (labels[v] >= 0)
                sums.In[labels[v]] += into[v];
            else
                sums.ResidualProduct += into[v] * graph.OutWeight(v);
        }

        return sums;
    }

    private void AddRow(CsrGraph graph, ReadOnlySpan<int> labels, int v, double[] into)
    {
        ReadOnlySpan<int> targets = graph.Targets(v);
        ReadOnlySpan<float> weights = graph.Weights(v);
        int own = labels[v];
        double outward = 0;
        double inside = 0;
        for (int i = 0; i < targets.Length; i++)
        {
            outward += weights[i];
            into[targets[i]] += weights[i];
            if (targets[i] == v)
                AddLoop(own, weights[i]);
            if (own < 0 || labels[targets[i]] != own)
                continue;
            inside += weights[i];
            ArcsInside[own] += targets[i] == v ? 0 : 1;
        }

        Total += outward;
        if (own < 0)
            return;
        Size[own]++;
        Out[own] += outward;
        Inside[own] += inside;
    }

    private void AddLoop(int community, float weight)
    {
        if (community < 0)
            ResidualLoops += weight;
        else
            Loops[community] += weight;
    }
}
