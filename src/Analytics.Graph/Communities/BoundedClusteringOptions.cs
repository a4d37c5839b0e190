namespace Analytics.Graph.Communities;

/// <summary>Bounds on the size of communities, and how to search for them.</summary>
/// <param name="MaxSize">No community has more vertices.</param>
/// <param name="MinSize">No community has fewer vertices; what cannot reach it is the residual. With less than half of
/// MaxSize two small neighbours always fit together; bounds closer than that leave more over.</param>
public sealed record BoundedClusteringOptions(int MaxSize = 20_000, int MinSize = 10)
{
    /// <summary>The search for the communities before the bounds; its seed is the seed of all.</summary>
    public LeidenOptions Leiden { get; init; } = new();

    internal void Check()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(MinSize, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxSize, MinSize);
    }
}
