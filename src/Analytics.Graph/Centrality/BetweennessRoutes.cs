namespace Analytics.Graph.Centrality;

/// <summary>
/// Brandes's two sweeps from one source along arcs that have lengths: Dijkstra's algorithm settles vertices in order of
/// distance, then σ goes forward and δ backward over that order. Sums of float64 lengths differ by rounding although
/// the paths are equally long, so a path counts as shortest if it is longer by a factor of at most 1 + 1e-10.
/// <para>O(arcs + vertices · log vertices) per source; 44 bytes per vertex and worker.</para>
/// </summary>
internal sealed class BetweennessRoutes : ISourceSweeps
{
    private const double Tolerance = 1 + 1e-10;

    private readonly HopGraph _graph;
    private readonly double[] _weights;
    private readonly double[] _distance;
    private readonly double[] _sigma;
    private readonly double[] _given;
    private readonly int[] _rank;
    private readonly int[] _settled;
    private readonly DistanceHeap _heap;
    private int _count;

    public BetweennessRoutes(HopGraph graph, double[] weights)
    {
        (_graph, _weights) = (graph, weights);
        _distance = new double[graph.Count];
        Array.Fill(_distance, double.PositiveInfinity);
        _sigma = new double[graph.Count];
        _given = new double[graph.Count];
        _rank = new int[graph.Count];
        _settled = new int[graph.Count];
        _heap = new DistanceHeap(graph.Count, _distance);
    }

    public int SourcesAtATime => 1;

    public void Add(ReadOnlySpan<int> sources, long[] totals, double scale)
    {
        foreach (int source in sources)
        {
            Settle(source);
            CountPaths(source);
            Accumulate(_weights[source] * scale, totals);
        }
    }

    private void Settle(int source)
    {
        _count = 0;
        _distance[source] = 0;
        _heap.PushOrRaise(source);
        while (_heap.TryPop(out int v))
        {
            _rank[v] = _count;
            _settled[_count++] = v;
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
    }

    private void CountPaths(int source)
    {
        _sigma[source] = 1;
        foreach (int v in _settled.AsSpan(0, _count))
        {
            if (_sigma[v] > PathCounts.Limit)
                throw PathCounts.TooMany();
            for (long i = _graph.OutOffsets[v]; i < _graph.OutOffsets[v + 1]; i++)
            {
                if (IsShortest(v, i))
                    _sigma[_graph.OutTargets[i]] += _sigma[v];
            }
        }
    }

    private void Accumulate(double scale, long[] totals)
    {
        for (int place = _count - 1; place >= 0; place--)
        {
            int v = _settled[place];
            double sum = 0;
            for (long i = _graph.OutOffsets[v]; i < _graph.OutOffsets[v + 1]; i++)
            {
                if (IsShortest(v, i))
                    sum += _given[_graph.OutTargets[i]];
            }

            double dependency = place == 0 ? 0 : _sigma[v] * sum;
            totals[v] += (long)(dependency * scale + 0.5);
            _given[v] = (_weights[v] + dependency) / _sigma[v];
        }

        foreach (int v in _settled.AsSpan(0, _count))
            (_distance[v], _sigma[v]) = (double.PositiveInfinity, 0);
    }

    private bool IsShortest(int v, long arc)
    {
        int w = _graph.OutTargets[arc];
        return _rank[w] > _rank[v] && _distance[v] + _graph.OutLengths[arc] <= _distance[w] * Tolerance;
    }
}
