using Analytics.Graph.Csr;

namespace Analytics.Graph.Communities;

/// <summary>
/// Joins every community below the floor with the neighbouring community to which the greatest weight leads, among
/// those that then stay within the ceiling; among equals the one with the smallest vertex. The smallest community goes
/// first, among equals the one with the smallest vertex, and one that is still too small after joining waits again.
/// What has no neighbour with room stays as it is. Joining along an arc keeps communities connected.
/// <para>Cost: O(arcs of small communities · log of their number).</para>
/// </summary>
internal sealed class SmallParts
{
    private readonly CsrGraph _graph;
    private readonly int[] _labels;
    private readonly int[] _size;
    private readonly int[] _smallest;
    private readonly int[] _head;
    private readonly int[] _tail;
    private readonly int[] _next;
    private readonly double[] _link;
    private readonly List<int> _touched = [];

    private SmallParts(CsrGraph graph, int[] labels)
    {
        int n = labels.Length;
        _graph = graph;
        _labels = labels;
        (_size, _smallest, _head, _tail) = (new int[n], new int[n], new int[n], new int[n]);
        _next = new int[n];
        _link = new double[n];
        Array.Fill(_head, -1);
        for (int v = n - 1; v >= 0; v--)
        {
            int c = labels[v];
            _next[v] = _head[c];
            if (_head[c] < 0)
                _tail[c] = v;
            _head[c] = v;
            _smallest[c] = v;
            _size[c]++;
        }
    }

    /// <summary>Changes <paramref name="labels"/> (≥ 0 and below the vertex count) in place.</summary>
    public static void Merge(CsrGraph graph, int[] labels, int minSize, int maxSize) =>
        new SmallParts(graph, labels).Run(minSize, maxSize);

    private void Run(int minSize, int maxSize)
    {
        PriorityQueue<int, (int Size, int Smallest)> waiting = new();
        for (int c = 0; c < _size.Length; c++)
        {
            if (_size[c] > 0 && _size[c] < minSize)
                waiting.Enqueue(c, (_size[c], _smallest[c]));
        }

        while (waiting.TryDequeue(out int part, out (int Size, int Smallest) queued))
        {
            if (_size[part] != queued.Size)
                continue; // joined or grown since; it waits under its new size if need be
            int host = StrongestNeighbour(part, maxSize);
            if (host < 0)
                continue;
            Join(part, host);
            if (_size[host] < minSize)
                waiting.Enqueue(host, (_size[host], _smallest[host]));
        }
    }

    private int StrongestNeighbour(int part, int maxSize)
    {
        for (int v = _head[part]; v >= 0; v = _next[v])
        {
            ReadOnlySpan<int> targets = _graph.Targets(v);
            ReadOnlySpan<float> weights = _graph.Weights(v);
            for (int i = 0; i < targets.Length; i++)
            {
                int c = _labels[targets[i]];
                if (_link[c] == 0)
                    _touched.Add(c);
                _link[c] += weights[i];
            }
        }

        int best = -1;
        double bestLink = 0;
        foreach (int c in _touched)
        {
            double link = _link[c];
            _link[c] = 0;
            if (c == part || _size[c] > maxSize - _size[part])
                continue;
            if (link > bestLink || (link == bestLink && _smallest[c] < _smallest[best]))
                (best, bestLink) = (c, link);
        }

        _touched.Clear();
        return best;
    }

    private void Join(int part, int host)
    {
        for (int v = _head[part]; v >= 0; v = _next[v])
            _labels[v] = host;
        _next[_tail[host]] = _head[part];
        _tail[host] = _tail[part];
        _size[host] += _size[part];
        _smallest[host] = Math.Min(_smallest[host], _smallest[part]);
        _size[part] = 0;
    }
}
