using Analytics.Graph.Randomness;

namespace Analytics.Graph.Centrality;

/// <summary>
/// Draws one of the shortest paths of random pairs along arcs that have lengths. The search from the source ends at the
/// target. While σ, the number of shortest paths, is added up over the settled vertices, each of them keeps one of
/// those before it, as likely as that one's share of σ; so the way back from the target is any shortest path, equally
/// likely. O(arcs + vertices · log vertices) per path at most; 36 bytes per vertex.
/// </summary>
internal sealed class BetweennessRoutePaths(HopGraph graph) : IPathDraws
{
    private readonly RouteSearch _search = new(graph);
    private readonly double[] _sigma = new double[graph.Count];
    private readonly int[] _before = new int[graph.Count];

    public void Draw(ulong seed, int block, int paths, long[] counts)
    {
        Xoshiro256 random = new(Xoshiro256.Derive(seed, (ulong)block));
        for (int i = 0; i < paths; i++)
        {
            int source = random.Below(graph.Count);
            int target = random.Below(graph.Count - 1);
            target += target >= source ? 1 : 0;
            if (_search.Settle(source, target))
            {
                Choose(source, random);
                for (int v = _before[target]; v != source; v = _before[v])
                    counts[v]++;
                foreach (int v in _search.Settled)
                    _sigma[v] = 0;
            }

            _search.Clear();
        }
    }

    private void Choose(int source, Xoshiro256 random)
    {
        _sigma[source] = 1;
        foreach (int v in _search.Settled)
        {
            if (_sigma[v] > PathCounts.Limit)
                throw PathCounts.TooMany();
            for (long i = graph.OutOffsets[v]; i < graph.OutOffsets[v + 1]; i++)
            {
                if (!_search.IsShortest(v, i))
                    continue;
                int w = graph.OutTargets[i];
                bool first = _sigma[w] == 0;
                _sigma[w] += _sigma[v];
                if (first || random.NextDouble() * _sigma[w] < _sigma[v])
                    _before[w] = v;
            }
        }
    }
}
