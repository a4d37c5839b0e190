namespace Analytics.Graph.Centrality;

/// <summary>Numbers of shortest paths grow exponentially with the length of paths in a lattice; float64 holds those of
/// every social graph.</summary>
internal static class PathCounts
{
    public const double Limit = 1e280;

    public static OverflowException TooMany() =>
        new($"There are more than {Limit:g1} shortest paths between two vertices, more than can be counted.");
}
