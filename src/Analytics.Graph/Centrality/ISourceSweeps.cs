namespace Analytics.Graph.Centrality;

/// <summary>One worker's way of following all shortest paths from a few sources at a time.</summary>
internal interface ISourceSweeps
{
    /// <summary>How many sources <see cref="Add"/> takes at most.</summary>
    int SourcesAtATime { get; }

    /// <summary>
    /// Adds to <paramref name="totals"/> the dependency of the sources on each vertex, weighted by source and by
    /// target, in units of 1 / <paramref name="scale"/>. Whole numbers, so that totals of several workers can be added
    /// in any order.
    /// </summary>
    /// <exception cref="OverflowException">More shortest paths than float64 can count.</exception>
    void Add(ReadOnlySpan<int> sources, long[] totals, double scale);
}
