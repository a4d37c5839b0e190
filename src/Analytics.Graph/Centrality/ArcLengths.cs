namespace Analytics.Graph.Centrality;

/// <summary>How long the arcs of a path are.</summary>
public enum ArcLengths
{
    /// <summary>Every arc has length 1; weights do not count.</summary>
    Hops,

    /// <summary>The weight of an arc is its length.</summary>
    Weights,

    /// <summary>1 / weight: the stronger a tie, the shorter (Newman 2001).</summary>
    InverseWeights,
}
