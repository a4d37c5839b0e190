using Analytics.Graph.Randomness;

namespace Analytics.Graph.Communities;

/// <summary>
/// Refinement (Traag, Waltman and van Eck 2019, functions RefinePartition and MergeNodesSubset). Inside each community
/// S of the partition every vertex starts alone. In random order, a vertex that is still alone and well connected to S
/// merges with a well connected part of S, chosen at random among the merges that do not lower the quality. Parts are
/// only joined along arcs, so every refined part is connected.
/// <para>"Well connected" means <c>w(C, S−C) ≥ γ·mass(C)·(mass(S) − mass(C))</c>.</para>
/// <para>Memory: 41 bytes per vertex, allocated once for all levels and iterations.</para>
/// </summary>
internal sealed class Refinement(int capacity)
{
    // The sums behind the well-connectedness test are updated merge by merge; this much is rounding.
    private const double Slack = 1e-10;

    private readonly double[] _communityMass = new double[capacity];
    private readonly double[] _partMass = new double[capacity];
    private readonly double[] _outward = new double[capacity];
    private readonly double[] _link = new double[capacity];
    private readonly int[] _touched = new int[capacity];
    private readonly int[] _order = new int[capacity];
    private readonly bool[] _joined = new bool[capacity];
    private double[] _chance = new double[64];
    private int _touchedCount;

    /// <summary>Writes the refined parts of <paramref name="labels"/> to <paramref name="parts"/>; a part is named by
    /// one of its vertices.</summary>
    /// <param name="temperature">θ in units of arc weight.</param>
    public void Run(
        LevelGraph graph, int[] labels, int[] parts, double resolution, double temperature, Xoshiro256 random,
        CancellationToken cancel)
    {
        int n = graph.VertexCount;
        StartAlone(graph, labels, parts);
        random.Permutation(_order.AsSpan(0, n));
        for (int step = 0; step < n; step++)
        {
            if ((step & 0xFFF) == 0)
                cancel.ThrowIfCancellationRequested();
            int v = _order[step];
            // A part is named after its first vertex. v is alone if it bears its own name and nobody has joined.
            bool alone = parts[v] == v && !_joined[v];
            if (!alone || !IsWellConnected(v, labels[v], resolution))
                continue;
            int part = ChoosePart(graph, labels, parts, v, resolution, temperature, random);
            if (part != v)
                Merge(graph, parts, v, part);
            ClearLinks();
        }
    }

    private void StartAlone(LevelGraph graph, int[] labels, int[] parts)
    {
        int n = graph.VertexCount;
        Array.Clear(_communityMass, 0, n);
        Array.Clear(_joined, 0, n);
        for (int v = 0; v < n; v++)
        {
            parts[v] = v;
            _partMass[v] = graph.Mass[v];
            _communityMass[labels[v]] += graph.Mass[v];
            double outward = 0;
            for (long i = graph.Offsets[v]; i < graph.Offsets[v + 1]; i++)
            {
                int neighbour = graph.Targets[i];
                if (neighbour != v && labels[neighbour] == labels[v])
                    outward += graph.Weights[i];
            }

            _outward[v] = outward;
        }
    }

    private bool IsWellConnected(int part, int community, double resolution)
    {
        double mass = _partMass[part];
        double needed = resolution * mass * (_communityMass[community] - mass);
        return _outward[part] >= needed * (1 - Slack);
    }

    private int ChoosePart(
        LevelGraph graph, int[] labels, int[] parts, int v, double resolution, double temperature, Xoshiro256 random)
    {
        CollectLinks(graph, labels, parts, v);
        if (_chance.Length < _touchedCount)
            _chance = new double[Math.Max(_touchedCount, 2 * _chance.Length)];

        // Staying alone gains nothing and is always possible; other parts must not lose.
        double best = 0;
        int bestPart = v;
        for (int i = 0; i < _touchedCount; i++)
        {
            int part = _touched[i];
            double gain = _link[part] - resolution * graph.Mass[v] * _partMass[part];
            bool possible = gain >= 0 && IsWellConnected(part, labels[v], resolution);
            _chance[i] = possible ? gain : double.NegativeInfinity;
            if (possible && gain > best)
                (best, bestPart) = (gain, part);
        }

        return temperature > 0 ? Draw(v, best, temperature, random) : bestPart;
    }

    /// <summary>Draws a part with probability ∝ exp(gain/θ); gains are taken relative to the best, which cannot
    /// overflow.</summary>
    private int Draw(int v, double best, double temperature, Xoshiro256 random)
    {
        double total = Math.Exp(-best / temperature);
        double stay = total;
        for (int i = 0; i < _touchedCount; i++)
        {
            _chance[i] = Math.Exp((_chance[i] - best) / temperature);
            total += _chance[i];
        }

        double point = random.NextDouble() * total - stay;
        int chosen = v;
        for (int i = 0; i < _touchedCount && point >= 0; i++)
        {
            if (_chance[i] > 0)
                chosen = _touched[i];
            point -= _chance[i];
        }

        return chosen;
    }

    private unsafe void CollectLinks(LevelGraph graph, int[] labels, int[] parts, int v)
    {
        int community = labels[v];
        int count = 0;
        // Labels, parts and targets are vertex ids of this level, below the capacity of every array.
        fixed (int* label = labels, part = parts, target = graph.Targets, touched = _touched)
        fixed (float* weight = graph.Weights)
        fixed (double* link = _link)
        {
            long end = graph.Offsets[v + 1];
            for (long i = graph.Offsets[v]; i < end; i++)
            {
                int neighbour = target[i];
                if (label[neighbour] != community || neighbour == v)
                    continue;
                int p = part[neighbour];
                if (link[p] == 0)
                    touched[count++] = p;
                link[p] += weight[i];
            }
        }

        _touchedCount = count;
    }

    private void ClearLinks()
    {
        for (int i = 0; i < _touchedCount; i++)
            _link[_touched[i]] = 0;
        _touchedCount = 0;
    }

    private void Merge(LevelGraph graph, int[] parts, int v, int part)
    {
        // The arcs between v and the part now lie inside it, counted from both ends.
        _outward[part] += _outward[v] - 2 * _link[part];
        _partMass[part] += graph.Mass[v];
        _joined[part] = true;
        parts[v] = part;
    }
}
