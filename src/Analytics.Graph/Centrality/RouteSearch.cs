namespace Analytics.Graph.Centrality;

/// <summary>
/// Dijkstra's algorithm along arcs that have lengths: vertices are settled in order of distance, among equally far ones
/// the smallest number first. Sums of float64 lengths differ by rounding although the paths are equally long, so a path
/// counts as shortest if it is longer by a factor of at most 1 + 1e-10. 24 bytes per vertex; one object per worker.
/// </summary>
internal sealed class RouteSearch
{
    private const double Tolerance = 1 + 1e-10;

    private readonly HopGraph _graph;
    private readonly double[] _distance;
    private readonly int[] _rank;
    private readonly int[] _settled;
    private readonly DistanceHeap _heap;
    private int _count;

    public RouteSearch(HopGraph graph)
    {
        _graph = graph;
        _distance = new double[graph.Count];
        Array.Fill(_distance, double.PositiveInfinity);
        _rank = new int[graph.Count];
        _settled = new int[graph.Count];
        _heap = new DistanceHeap(graph.Count, _distance);
    }

    /// <summary>The vertices settled, from the source on.</summary>
    public ReadOnlySpan<int> Settled => _settled.AsSpan(0, _count);

    /// <summary>Settles all that the source reaches, or those up to the target.</summary>
    /// <returns>Whether the target was reached.</returns>
    public bool Settle(int source, int target = -1)
    {
        _distance[source] = 0;
        _heap.PushOrRaise(source);
        while (_heap.TryPop(out int v))
        {
            _rank[v] = _count;
            _settled[_count++] = v;
            if (v == target)
                return true;
            for (long i = _graph.OutOffsets[v]; i < _graph.OutOffsets[v + 1]; i++)
            {
                int w = _graph.OutTargets[i];
                double distance = _distance[v] + _graph.OutLengths[i];
                if (distance >= _distance[w])
                    continue;
                _distance[w] = distance;
                _heap.PushOrRaise(w);
            }
        }

        return false;
    }

    /// <summary>Whether an arc of the settled vertex <paramref name="v"/> leads to a settled one on a shortest path.
    /// </summary>
    public bool IsShortest(int v, long arc)
    {
        int w = _graph.OutTargets[arc];
        return _rank[w] > _rank[v] && _distance[v] + _graph.OutLengths[arc] <= _distance[w] * Tolerance;
    }

    /// <summary>Forgets the search.</summary>
    public void Clear()
    {
        while (_heap.TryTakeLast(out int open))
            _distance[open] = double.PositiveInfinity;
        foreach (int v in Settled)
            (_distance[v], _rank[v]) = (double.PositiveInfinity, 0);
        _count = 0;
    }
}
