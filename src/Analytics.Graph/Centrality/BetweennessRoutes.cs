namespace Analytics.Graph.Centrality;

/// <summary>
/// Brandes's two sweeps from one source along arcs that have lengths: <see cref="RouteSearch"/> settles vertices in
/// order of distance, then σ goes forward and δ backward over that order.
/// <para>O(arcs + vertices · log vertices) per source; 44 bytes per vertex and worker.</para>
/// </summary>
internal sealed class BetweennessRoutes(HopGraph graph, double[] weights) : ISourceSweeps
{
    private readonly RouteSearch _search = new(graph);
    private readonly double[] _sigma = new double[graph.Count];
    private readonly double[] _given = new double[graph.Count];

    public int SourcesAtATime => 1;

    public void Add(ReadOnlySpan<int> sources, long[] totals, double scale)
    {
        foreach (int source in sources)
        {
            _search.Settle(source);
            CountPaths(source);
            Accumulate(weights[source] * scale, totals);
            _search.Clear();
        }
    }

    private void CountPaths(int source)
    {
        _sigma[source] = 1;
        foreach (int v in _search.Settled)
        {
            if (_sigma[v] > PathCounts.Limit)
                throw PathCounts.TooMany();
            for (long i = graph.OutOffsets[v]; i < graph.OutOffsets[v + 1]; i++)
            {
                if (_search.IsShortest(v, i))
                    _sigma[graph.OutTargets[i]] += _sigma[v];
            }
        }
    }

    private void Accumulate(double scale, long[] totals)
    {
        ReadOnlySpan<int> settled = _search.Settled;
        for (int place = settled.Length - 1; place >= 0; place--)
        {
            int v = settled[place];
            double sum = 0;
            for (long i = graph.OutOffsets[v]; i < graph.OutOffsets[v + 1]; i++)
            {
                if (_search.IsShortest(v, i))
                    sum += _given[graph.OutTargets[i]];
            }

            double dependency = place == 0 ? 0 : _sigma[v] * sum;
            totals[v] += (long)(dependency * scale + 0.5);
            _given[v] = (weights[v] + dependency) / _sigma[v];
        }

        foreach (int v in settled)
            _sigma[v] = 0;
    }
}
