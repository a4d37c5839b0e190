namespace Analytics.Graph.Communities;

/// <summary>
/// Exchanges vertices between full communities and the others. Where a ceiling cuts through a group, the cut stays
/// where it happened to fall: whoever would gain inside cannot move there. So a pass lets the vertex enter that gains
/// most, or loses least, then has another one leave for where it loses least, and goes on like this; none moves twice.
/// In the end the pass is taken back to where the quality was highest (Fiduccia and Mattheyses 1982, "A linear-time
/// heuristic for improving network partitions", for one community against all others).
/// <para>For levels whose vertices have size 1. One worker, in the order of the communities, so deterministic. Gains in
/// the queues are bounds from above, brought up to date when they are taken.</para>
/// <para>Cost: O(arcs of full communities and their neighbours) per pass. Memory: 40 bytes per vertex, and the queues.
/// </para>
/// </summary>
internal sealed unsafe class Exchange
{
    // A pass ends when so many exchanges in a row have not reached a new height.
    private const int Patience = 64;
    private const int PassesPerCommunity = 8;
    private const int Rounds = 3;
    private const int MostSeen = 32;
    private const double Rounding = 1e-12;

    private readonly LevelGraph _graph;
    private readonly int* _labels;
    private readonly MoveGoal _goal;
    private readonly Links _links;
    private readonly double _least;
    private readonly double[] _mass;
    private readonly CommunityLists _lists;
    private readonly double[] _bound;
    private readonly int[] _offered;
    private readonly int[] _moved;
    private readonly PriorityQueue<int, (double Loss, int Vertex)> _entering = new();
    private readonly PriorityQueue<int, (double Loss, int Vertex)> _leaving = new();
    private readonly List<(int Vertex, int From)> _moves = [];
    private readonly List<(int Vertex, double Bound)> _seen = [];
    private int _community;
    private int _pass;

    public Exchange(LevelGraph graph, int* labels, MoveGoal goal, Links links)
    {
        int n = graph.VertexCount;
        (_graph, _goal, _links) = (graph, goal, links);
        _labels = labels;
        _least = Rounding * graph.TotalWeight;
        _mass = new double[n];
        (_bound, _offered, _moved) = (new double[n], new int[n], new int[n]);
        for (int v = 0; v < n; v++)
            _mass[labels[v]] += graph.Mass[v];
        _lists = new CommunityLists(new ReadOnlySpan<int>(labels, n));
    }

    /// <summary>Improves the labels and returns how many moves that took.</summary>
    public long Run(CancellationToken cancel)
    {
        long moves = 0;
        for (int round = 0; round < Rounds; round++)
        {
            long before = moves;
            for (int c = 0; c < _graph.VertexCount; c++)
            {
                for (int pass = 0; pass < PassesPerCommunity && _lists.Size(c) == _goal.MaxSize; pass++)
                {
                    cancel.ThrowIfCancellationRequested();
                    int kept = Pass(c);
                    moves += kept;
                    if (kept == 0)
                        break;
                }
            }

            if (moves == before)
                break;
        }

        return moves;
    }

    private int Pass(int community)
    {
        _community = community;
        _pass++;
        _entering.Clear();
        _leaving.Clear();
        _moves.Clear();
        OfferAll();
        double gain = 0;
        double best = 0;
        int kept = 0;
        for (int idle = 0; idle < Patience; idle++)
        {
            (int enters, _, double gained) = Take(_entering, leaves: false);
            if (enters < 0)
                break;
            Move(enters, _community);
            (int leaves, int to, double lost) = Take(_leaving, leaves: true);
            if (leaves < 0)
                break;
            Move(leaves, to);
            gain += gained + lost;
            if (gain > best + _least)
                (best, kept, idle) = (gain, _moves.Count, -1);
        }

        for (int i = _moves.Count - 1; i >= kept; i--)
            Put(_moves[i].Vertex, _moves[i].From);
        return kept;
    }

    private void OfferAll()
    {
        for (int v = _lists.First(_community); v >= 0; v = _lists.Next(v))
        {
            Offer(v, GainOfLeaving(v, out _, out _));
            for (long i = _graph.Start[v]; i < _graph.End[v]; i++)
            {
                int neighbour = _graph.Targets[i];
                if (_offered[neighbour] != _pass && _labels[neighbour] != _community)
                    Offer(neighbour, GainOfEntering(neighbour));
            }
        }
    }

    private void Offer(int v, double bound)
    {
        _offered[v] = _pass;
        _bound[v] = bound;
        (_labels[v] == _community ? _leaving : _entering).Enqueue(v, (-bound, v));
    }

    /// <summary>Takes the vertex that gains most by leaving the community, or by entering it. Those who gain more
    /// where there is no room wait for the next turn.</summary>
    private (int Vertex, int To, double Gain) Take(PriorityQueue<int, (double Loss, int Vertex)> queue, bool leaves)
    {
        (int Vertex, int To, double Gain) best = (-1, -1, double.NegativeInfinity);
        _seen.Clear();
        while (_seen.Count < MostSeen && queue.TryDequeue(out int v, out (double Loss, int Vertex) queued))
        {
            if (_moved[v] == _pass || -queued.Loss != _bound[v] || _labels[v] == _community != leaves)
                continue;
            bool isLast = !queue.TryPeek(out _, out (double Loss, int Vertex) head);
            double next = isLast ? double.NegativeInfinity : -head.Loss;
            (double gain, int to) = (0, _community);
            double bound = leaves ? GainOfLeaving(v, out gain, out to) : gain = GainOfEntering(v);
            if (double.IsNegativeInfinity(bound))
                continue; // nowhere to go, until a neighbour has moved
            if (bound < next)
            {
                Offer(v, bound);
                continue;
            }

            _seen.Add((v, bound));
            if (gain > best.Gain)
                best = (v, to, gain);
            if (best.Gain >= next)
                break;
        }

        foreach ((int v, double bound) in _seen)
        {
            if (v != best.Vertex)
                Offer(v, bound);
        }

        return best;
    }

    private double GainOfEntering(int v)
    {
        int own = _labels[v];
        double inside = 0;
        double there = 0;
        for (long i = _graph.Start[v]; i < _graph.End[v]; i++)
        {
            int neighbour = _graph.Targets[i];
            if (neighbour == v)
                continue;
            inside += _labels[neighbour] == own ? _graph.Weights[i] : 0;
            there += _labels[neighbour] == _community ? _graph.Weights[i] : 0;
        }

        double weight = _graph.Mass[v] * _goal.Resolution;
        return there - weight * _mass[_community] - inside + weight * (_mass[own] - _graph.Mass[v]);
    }

    /// <summary>What leaving would gain if all communities had room.</summary>
    /// <param name="gain">What it gains.</param>
    /// <param name="to">The best community with room; below zero if none has.</param>
    private double GainOfLeaving(int v, out double gain, out int to)
    {
        int count = _links.Add(_graph.Targets, _graph.Weights, _graph.Start[v], _graph.End[v], _labels, 0);
        double weight = _graph.Mass[v] * _goal.Resolution;
        double stay = _links.Weight[_community] - weight * (_mass[_community] - _graph.Mass[v]);
        if (_graph.Loops is not null)
            stay -= _graph.Loops[v];
        double bound = double.NegativeInfinity;
        (gain, to) = (double.NegativeInfinity, -1);
        for (int i = 0; i < count; i++)
        {
            int c = _links.Touched[i];
            double there = _links.Weight[c] - weight * _mass[c] - stay;
            _links.Weight[c] = 0;
            if (c == _community)
                continue;
            bound = Math.Max(bound, there);
            if (there > gain && _lists.Size(c) < _goal.MaxSize)
                (gain, to) = (there, c);
        }

        return bound;
    }

    private void Move(int v, int to)
    {
        int from = _labels[v];
        _moves.Add((v, from));
        _moved[v] = _pass;
        Put(v, to);
        for (long i = _graph.Start[v]; i < _graph.End[v]; i++)
        {
            int neighbour = _graph.Targets[i];
            if (_moved[neighbour] == _pass)
                continue;
            double weight = _graph.Weights[i];
            bool isInside = _labels[neighbour] == _community;
            if (_offered[neighbour] != _pass || double.IsNegativeInfinity(_bound[neighbour]))
                Offer(neighbour, isInside ? GainOfLeaving(neighbour, out _, out _) : GainOfEntering(neighbour));
            else if (isInside)
                Offer(neighbour, _bound[neighbour] + (to == _community ? -weight : 2 * weight));
            else
                Offer(neighbour, _bound[neighbour] + weight * Nearness(_labels[neighbour], from, to));
        }
    }

    /// <summary>By how many times the weight of their arc a vertex in <paramref name="own"/> gains more by entering the
    /// full community, now that its neighbour has moved.</summary>
    private int Nearness(int own, int from, int to)
    {
        int community = (to == _community ? 1 : 0) - (from == _community ? 1 : 0);
        return community + (own == from ? 1 : 0) - (own == to ? 1 : 0);
    }

    private void Put(int v, int to)
    {
        int from = _labels[v];
        _labels[v] = to;
        _mass[from] -= _graph.Mass[v];
        _mass[to] += _graph.Mass[v];
        _lists.Move(v, from, to);
    }
}
