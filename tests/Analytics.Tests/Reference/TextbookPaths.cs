using Analytics.Graph.Csr;

namespace Analytics.Tests.Reference;

/// <summary>Distances and numbers of shortest paths between all pairs by trying every vertex in between (Floyd 1962),
/// in whole numbers, and what follows from them by definition.</summary>
public sealed class TextbookPaths
{
    private const long Far = long.MaxValue / 4;

    private readonly int _n;
    private readonly long[,] _distance;
    private readonly double[,] _count;

    /// <param name="graph">At most a few dozen vertices.</param>
    /// <param name="length">A whole length for every weight.</param>
    public TextbookPaths(CsrGraph graph, Func<float, long> length)
    {
        _n = graph.VertexCount;
        _distance = new long[_n, _n];
        _count = new double[_n, _n];
        for (int s = 0; s < _n; s++)
        {
            for (int t = 0; t < _n; t++)
                _distance[s, t] = s == t ? 0 : Far;
            for (int i = 0; i < graph.Degree(s); i++)
            {
                if (graph.Targets(s)[i] != s)
                    _distance[s, graph.Targets(s)[i]] = length(graph.Weights(s)[i]);
            }
        }

        for (int v = 0; v < _n; v++)
        {
            for (int s = 0; s < _n; s++)
            {
                for (int t = 0; t < _n; t++)
                    _distance[s, t] = Math.Min(_distance[s, t], _distance[s, v] + _distance[v, t]);
            }
        }

        for (int s = 0; s < _n; s++)
            CountFrom(graph, length, s);
    }

    public double[] Betweenness(bool undirected, IReadOnlyCollection<int>? sources = null)
    {
        double[] scores = new double[_n];
        foreach (int s in sources ?? [.. Enumerable.Range(0, _n)])
        {
            for (int t = 0; t < _n; t++)
            {
                for (int v = 0; v < _n; v++)
                {
                    if (s != v && v != t && s != t && _distance[s, t] < Far
                        && _distance[s, v] + _distance[v, t] == _distance[s, t])
                        scores[v] += _count[s, v] * _count[v, t] / _count[s, t] * (undirected ? 0.5 : 1);
                }
            }
        }

        return scores;
    }

    public double[] Harmonic()
    {
        double[] scores = new double[_n];
        for (int v = 0; v < _n; v++)
        {
            for (int u = 0; u < _n; u++)
                scores[v] += u != v && _distance[v, u] < Far ? 1.0 / _distance[v, u] : 0;
        }

        return scores;
    }

    private void CountFrom(CsrGraph graph, Func<float, long> length, int source)
    {
        _count[source, source] = 1;
        foreach (int v in Enumerable.Range(0, _n).OrderBy(v => _distance[source, v]))
        {
            for (int i = 0; i < graph.Degree(v); i++)
            {
                int w = graph.Targets(v)[i];
                if (w != v && _distance[source, v] < Far
                    && _distance[source, v] + length(graph.Weights(v)[i]) == _distance[source, w])
                    _count[source, w] += _count[source, v];
            }
        }
    }
}
