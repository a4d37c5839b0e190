using Analytics.Graph.Randomness;

namespace Analytics.Graph.Centrality;

/// <summary>
/// Draws one of the shortest paths of random pairs. Searches from both ends, level by level, always where fewer arcs
/// are to be followed, until they meet; in social graphs that looks at a small part of the graph (Borassi and Natale
/// 2019). 48 bytes per vertex; one object per worker.
/// </summary>
internal sealed class BetweennessPaths : IPathDraws
{
    private readonly HopGraph _graph;
    private readonly Side _source;
    private readonly Side _target;
    private readonly List<int> _meeting = [];

    public BetweennessPaths(HopGraph graph)
    {
        _graph = graph;
        _source = new Side(graph.Count, graph.OutOffsets, graph.OutTargets, graph.InOffsets, graph.InTargets);
        _target = new Side(graph.Count, graph.InOffsets, graph.InTargets, graph.OutOffsets, graph.OutTargets);
    }

    public void Draw(ulong seed, int block, int paths, long[] counts)
    {
        Xoshiro256 random = new(Xoshiro256.Derive(seed, (ulong)block));
        for (int i = 0; i < paths; i++)
        {
            int source = random.Below(_graph.Count);
            int target = random.Below(_graph.Count - 1);
            target += target >= source ? 1 : 0;
            _source.Start(source);
            _target.Start(target);
            if (Meet())
            {
                int middle = Choose(random);
                if (middle != source && middle != target)
                    counts[middle]++;
                _source.CountBack(middle, random, counts);
                _target.CountBack(middle, random, counts);
            }

            _source.Clear();
            _target.Clear();
        }
    }

    private bool Meet()
    {
        _meeting.Clear();
        while (_meeting.Count == 0 && _source.FrontArcs > 0 && _target.FrontArcs > 0)
        {
            (Side near, Side far) =
                _source.FrontArcs <= _target.FrontArcs ? (_source, _target) : (_target, _source);
            near.Expand(far, _meeting);
        }

        return _meeting.Count > 0;
    }

    /// <summary>A vertex where the searches meet, as likely as it has paths through it.</summary>
    private int Choose(Xoshiro256 random)
    {
        double paths = 0;
        foreach (int v in _meeting)
            paths += _source.Paths[v] * _target.Paths[v];
        double left = random.NextDouble() * paths;
        foreach (int v in _meeting)
        {
            left -= _source.Paths[v] * _target.Paths[v];
            if (left < 0)
                return v;
        }

        return _meeting[^1];
    }

    /// <summary>The search from one end.</summary>
    private sealed class Side(int vertices, long[] offsets, int[] targets, long[] backOffsets, int[] backTargets)
    {
        // Distance from the end plus one; zero where the search has not been.
        private readonly int[] _depths = new int[vertices];
        private readonly int[] _seen = new int[vertices];
        private int _count;
        private int _levelStart;

        /// <summary>Number of shortest paths from the end.</summary>
        public double[] Paths { get; } = new double[vertices];

        /// <summary>Arcs that lead on from the last level.</summary>
        public long FrontArcs { get; private set; }

        public void Start(int end)
        {
            (_count, _levelStart) = (0, 0);
            Paths[end] = 1;
            See(end, 1);
            FrontArcs = offsets[end + 1] - offsets[end];
        }

        /// <summary>Goes one level on; vertices of it that the other search has seen lie on shortest paths.</summary>
        public void Expand(Side other, List<int> meeting)
        {
            int levelEnd = _count;
            int depth = _depths[_seen[_levelStart]] + 1;
            FrontArcs = 0;
            for (int i = _levelStart; i < levelEnd; i++)
            {
                int v = _seen[i];
                for (long arc = offsets[v]; arc < offsets[v + 1]; arc++)
                {
                    int w = targets[arc];
                    if (_depths[w] == 0)
                    {
                        See(w, depth);
                        FrontArcs += offsets[w + 1] - offsets[w];
                        if (other._depths[w] > 0)
                            meeting.Add(w);
                    }

                    if (_depths[w] == depth)
                        Paths[w] += Paths[v];
                }
            }

            _levelStart = levelEnd;
        }

        /// <summary>Goes back from a vertex to the end on a random shortest path and counts those in between.</summary>
        public void CountBack(int vertex, Xoshiro256 random, long[] counts)
        {
            while (_depths[vertex] > 2)
            {
                vertex = Before(vertex, random.NextDouble() * Paths[vertex]);
                counts[vertex]++;
            }
        }

        public void Clear()
        {
            for (int i = 0; i < _count; i++)
                (_depths[_seen[i]], Paths[_seen[i]]) = (0, 0);
        }

        private int Before(int vertex, double left)
        {
            int before = -1;
            for (long arc = backOffsets[vertex]; arc < backOffsets[vertex + 1] && left >= 0; arc++)
            {
                if (_depths[backTargets[arc]] != _depths[vertex] - 1)
                    continue;
                before = backTargets[arc];
                left -= Paths[before];
            }

            return before;
        }

        private void See(int vertex, int depth)
        {
            _depths[vertex] = depth;
            _seen[_count++] = vertex;
        }
    }
}
