using Analytics.Graph.Randomness;

namespace Analytics.Graph.Communities;

/// <summary>
/// Fast local moving (Traag, Waltman and van Eck 2019, function MoveNodesFast). Vertices wait in a queue, at first all
/// of them in random order. Each moves to the community with the largest gain, which may be an empty one; when it has
/// moved, its neighbours outside the new community are queued again. Ends when the queue is empty: then no single
/// vertex can raise the quality.
/// <para>Gain of vertex v in community C, both taken without v: <c>w(v,C) − γ·mass(v)·mass(C)</c>.</para>
/// <para>Memory: 37 bytes per vertex, allocated once for all levels and iterations.</para>
/// </summary>
internal sealed class LocalMoving(int capacity)
{
    // A gain must exceed this share of the vertex's own arc weight: below it differences are rounding, and following
    // them could move vertices in a circle for ever.
    private const double SmallestGain = 1e-10;

    private readonly double[] _mass = new double[capacity];
    private readonly double[] _link = new double[capacity];
    private readonly int[] _size = new int[capacity];
    private readonly int[] _population = new int[capacity];
    private readonly int[] _touched = new int[capacity];
    private readonly int[] _queue = new int[capacity];
    private readonly int[] _empty = new int[capacity];
    private readonly bool[] _queued = new bool[capacity];
    private int _emptyCount;

    /// <summary>Moves vertices of <paramref name="graph"/> between the communities in <paramref name="labels"/>
    /// (values below the vertex count) and returns how often a vertex moved.</summary>
    public long Run(
        LevelGraph graph, int[] labels, double resolution, int maxSize, Xoshiro256 random, CancellationToken cancel)
    {
        int n = graph.VertexCount;
        CountCommunities(graph, labels);
        random.Permutation(_queue.AsSpan(0, n));
        Array.Fill(_queued, true, 0, n);

        long moves = 0;
        int head = 0;
        int waiting = n;
        for (long steps = 0; waiting > 0; steps++)
        {
            if ((steps & 0xFFF) == 0)
                cancel.ThrowIfCancellationRequested();
            int v = _queue[head];
            head = head + 1 == n ? 0 : head + 1;
            waiting--;
            _queued[v] = false;

            int from = labels[v];
            int to = BestCommunity(graph, labels, v, resolution, maxSize);
            if (to == from)
                continue;
            Move(graph, labels, v, from, to);
            moves++;
            waiting = QueueNeighbours(graph, labels, v, to, head, waiting);
        }

        return moves;
    }

    private void CountCommunities(LevelGraph graph, int[] labels)
    {
        int n = graph.VertexCount;
        Array.Clear(_mass, 0, n);
        Array.Clear(_size, 0, n);
        Array.Clear(_population, 0, n);
        for (int v = 0; v < n; v++)
        {
            _mass[labels[v]] += graph.Mass[v];
            _size[labels[v]] += graph.Size[v];
            _population[labels[v]]++;
        }

        _emptyCount = 0;
        for (int c = n - 1; c >= 0; c--)
        {
            if (_population[c] == 0)
                _empty[_emptyCount++] = c;
        }
    }

    private unsafe int BestCommunity(LevelGraph graph, int[] labels, int v, double resolution, int maxSize)
    {
        int own = labels[v];
        int touchedCount = 0;
        double strength = 0;
        // Labels and targets are vertex ids of this level, below the capacity of every array: no bounds checks here.
        fixed (int* label = labels, target = graph.Targets, touched = _touched)
        fixed (float* weight = graph.Weights)
        fixed (double* link = _link)
        {
            long end = graph.Offsets[v + 1];
            for (long i = graph.Offsets[v]; i < end; i++)
            {
                if (target[i] == v)
                    continue;
                int c = label[target[i]];
                // Weights are positive, so a zero says that this community was not met before.
                if (link[c] == 0)
                    touched[touchedCount++] = c;
                link[c] += weight[i];
                strength += weight[i];
            }
        }

        double mass = graph.Mass[v] * resolution;
        int size = graph.Size[v];
        double atLeast = strength * SmallestGain;
        int best = own;
        double bestGain = _link[own] - mass * (_mass[own] - graph.Mass[v]) + atLeast;
        for (int i = 0; i < touchedCount; i++)
        {
            int c = _touched[i];
            double gain = _link[c] - mass * _mass[c];
            _link[c] = 0;
            if (gain > bestGain && c != own && _size[c] <= maxSize - size)
                (best, bestGain) = (c, gain);
        }

        return bestGain < 0 && _population[own] > 1 ? _empty[_emptyCount - 1] : best;
    }

    private void Move(LevelGraph graph, int[] labels, int v, int from, int to)
    {
        if (_population[to] == 0)
            _emptyCount--;
        _population[to]++;
        _mass[to] += graph.Mass[v];
        _size[to] += graph.Size[v];
        labels[v] = to;
        _mass[from] -= graph.Mass[v];
        _size[from] -= graph.Size[v];
        if (--_population[from] == 0)
        {
            _mass[from] = 0; // exactly, whatever rounding left behind
            _empty[_emptyCount++] = from;
        }
    }

    private int QueueNeighbours(LevelGraph graph, int[] labels, int v, int community, int head, int waiting)
    {
        int n = graph.VertexCount;
        for (long i = graph.Offsets[v]; i < graph.Offsets[v + 1]; i++)
        {
            int neighbour = graph.Targets[i];
            if (_queued[neighbour] || labels[neighbour] == community)
                continue;
            _queued[neighbour] = true;
            int tail = head + waiting++;
            _queue[tail >= n ? tail - n : tail] = neighbour;
        }

        return waiting;
    }
}
