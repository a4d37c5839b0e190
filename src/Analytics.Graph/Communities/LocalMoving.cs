using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Analytics.Graph.Randomness;
using Analytics.Graph.Threads;

namespace Analytics.Graph.Communities;

/// <summary>What a level is moved for.</summary>
/// <param name="Resolution">γ in units of mass.</param>
/// <param name="MaxSize">No move makes a community larger.</param>
/// <param name="Exact">Whether every single move must raise the quality, from the first pass on.</param>
internal readonly record struct MoveGoal(double Resolution, int MaxSize, bool Exact);

/// <summary>
/// Local moving (Traag, Waltman and van Eck 2019, function MoveNodesFast): vertices move to the community with the
/// largest gain, which may be an empty one; a vertex is looked at again when a neighbour has moved elsewhere.
/// <para>Gain of vertex v in community C, both taken without v: <c>w(v,C) − γ·mass(v)·mass(C)</c>.</para>
/// <para>Small levels are done one vertex after the other from a queue, until no single vertex can raise the quality.
/// Large ones in rounds: the vertices of a round are looked at by all workers against the state at its start, then the
/// moves are made one by one in fixed order, each only if it still gains as masses stand by then. Rounds are so short
/// that few neighbours fall into the same one. Once few vertices move, their neighbourhood is looked at again before
/// each move, so that every move raises the quality and the passes end.</para>
/// <para>The rounds follow from the graph and the seed; so does the result, whatever the number of workers.</para>
/// <para>Memory: 37 bytes per vertex, and 16 per vertex and worker.</para>
/// </summary>
internal sealed unsafe partial class LocalMoving
{
    // Levels with fewer vertices and arcs than this are not worth the turns.
    private const long SerialWork = 1 << 15;

    // A gain must exceed this share of the weights that it is the difference of: below it is rounding, and following
    // that could move vertices in a circle for ever. Aggregated weights are rounded to float32.
    private const double SmallestGain = 1e-10;
    private const double SmallestAggregatedGain = 2.5e-7;

    private const int NewCommunity = -1;

    private readonly Team _team;
    private readonly Func<int, Links> _links;
    private readonly double* _mass;
    private readonly Headcount* _heads;
    private readonly int* _empty;
    private readonly int* _queue;
    private readonly byte* _waiting;
    private int _emptyCount;
    private LevelGraph _graph = null!;
    private int* _labels;
    private MoveGoal _goal;
    private double _rounding;

    public LocalMoving(int capacity, Scratch scratch, Team team, Func<int, Links> links)
    {
        (_team, _links) = (team, links);
        _mass = scratch.New<double>(capacity).Pointer;
        _heads = scratch.New<Headcount>(capacity).Pointer;
        _empty = scratch.New<int>(capacity).Pointer;
        _queue = scratch.New<int>(capacity).Pointer;
        _waiting = scratch.New<byte>(capacity + 16L).Pointer;
        _proposals = scratch.New<Proposal>();
    }

    /// <summary>Whether a level is moved in rounds.</summary>
    public static bool TakesRounds(LevelGraph graph) => graph.VertexCount + graph.ArcCount >= SerialWork;

    /// <summary>Moves vertices of <paramref name="graph"/> between the communities in <paramref name="labels"/>
    /// (values below the vertex count) and returns how often a vertex moved.</summary>
    public long Run(LevelGraph graph, int* labels, MoveGoal goal, Xoshiro256 random, CancellationToken cancel)
    {
        (_graph, _goal) = (graph, goal);
        _labels = labels;
        _rounding = graph.IsAggregated ? SmallestAggregatedGain : SmallestGain;
        CountCommunities();
        NativeMemory.Fill(_waiting, (nuint)graph.VertexCount, 1);
        return TakesRounds(graph) ? RunRounds(random, cancel) : RunQueue(random, cancel);
    }

    private void CountCommunities()
    {
        int n = _graph.VertexCount;
        NativeMemory.Clear(_mass, (nuint)n * sizeof(double));
        NativeMemory.Clear(_heads, (nuint)n * (nuint)sizeof(Headcount));
        for (int v = 0; v < n; v++)
        {
            _mass[_labels[v]] += _graph.Mass[v];
            _heads[_labels[v]].Size += _graph.Size[v];
            _heads[_labels[v]].Vertices++;
        }

        _emptyCount = 0;
        for (int c = n - 1; c >= 0; c--)
        {
            if (_heads[c].Vertices == 0)
                _empty[_emptyCount++] = c;
        }
    }

    private long RunQueue(Xoshiro256 random, CancellationToken cancel)
    {
        int n = _graph.VertexCount;
        Links links = _links(_team.Driver);
        random.Permutation(new Span<int>(_queue, n));
        long moves = 0;
        int head = 0;
        int count = n;
        for (long steps = 0; count > 0; steps++)
        {
            if ((steps & 0xFFF) == 0)
                cancel.ThrowIfCancellationRequested();
            int v = _queue[head];
            head = head + 1 == n ? 0 : head + 1;
            count--;
            _waiting[v] = 0;
            Proposal best = Best(v, links);
            if (best.To == _labels[v])
                continue;
            Move(v, best.To == NewCommunity ? _empty[_emptyCount - 1] : best.To);
            moves++;
            count = QueueNeighbours(v, head, count);
        }

        return moves;
    }

    private int QueueNeighbours(int v, int head, int count)
    {
        int n = _graph.VertexCount;
        int community = _labels[v];
        for (long i = _graph.Start[v]; i < _graph.End[v]; i++)
        {
            int neighbour = _graph.Targets[i];
            if (_waiting[neighbour] != 0 || _labels[neighbour] == community)
                continue;
            _waiting[neighbour] = 1;
            int tail = head + count++;
            _queue[tail >= n ? tail - n : tail] = neighbour;
        }

        return count;
    }

    /// <summary>Where <paramref name="v"/> gains most; its own community if nowhere more than there.</summary>
    private Proposal Best(int v, Links links)
    {
        LevelGraph graph = _graph;
        long start = graph.Start[v];
        int degree = graph.Degree(v);
        if (degree <= Links.Window)
        {
            LookUp(graph.Targets + start, degree, links.Groups, 0);
            return Choose(v, links, links.Groups, graph.Weights + start, degree);
        }

        int count = links.Add(graph.Targets, graph.Weights, start, graph.End[v], _labels, 0);
        return Choose(v, links, count, links.Weight[_labels[v]]);
    }

    /// <summary>The same where the communities at the ends of the row have been looked up.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Proposal Choose(int v, Links links, int* groups, float* weights, int degree)
    {
        // No arc leads to the community of a vertex on its own.
        if (_heads[_labels[v]].Vertices == 1 && _graph.Loops is null)
            return Choose(v, links, links.Sum(groups, weights, degree, 0), 0);
        int count = links.SumOthers(groups, weights, degree, _labels[v], out double ownLink);
        return Choose(v, links, count, ownLink);
    }

    /// <summary>Looks up the communities at the ends of a row. Returns the number of places filled.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private int LookUp(int* targets, int degree, int* groups, int length)
    {
        int* labels = _labels;
        for (int i = 0; i < degree; i++)
            groups[length + i] = labels[targets[i]];
        return length + degree;
    }

    /// <summary>Chooses among the <paramref name="count"/> communities in the table and clears it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private Proposal Choose(int v, Links links, int count, double ownLink)
    {
        LevelGraph graph = _graph;
        double* mass = _mass;
        double* link = links.Weight;
        int* touched = links.Touched;
        int own = _labels[v];
        if (graph.Loops is not null)
            ownLink -= graph.Loops[v];
        double weight = graph.Mass[v] * _goal.Resolution;
        bool bounded = _goal.MaxSize < int.MaxValue;
        int room = _goal.MaxSize - graph.Size[v];
        double stay = ownLink - weight * (mass[own] - graph.Mass[v]);
        double bestGain = stay;
        int best = own;
        double bestLink = ownLink;
        for (int i = 0; i < count; i++)
        {
            int c = touched[i];
            double w = link[c];
            link[c] = 0;
            double gain = w - weight * mass[c];
            if (gain > bestGain && c != own && (!bounded || _heads[c].Size <= room))
                (best, bestGain, bestLink) = (c, gain, w);
        }

        double rounding = _rounding * (bestLink + ownLink + weight * mass[own]);
        if (bestGain < -rounding && _heads[own].Vertices > 1)
            return new Proposal(v, own, NewCommunity, 0, ownLink);
        return bestGain - stay > rounding
            ? new Proposal(v, own, best, bestLink, ownLink)
            : new Proposal(v, own, own, ownLink, ownLink);
    }

    private void Move(int v, int to)
    {
        int from = _labels[v];
        _labels[v] = to;
        _mass[to] += _graph.Mass[v];
        _mass[from] -= _graph.Mass[v];
        Headcount* entered = _heads + to;
        if (entered->Vertices++ == 0)
            _emptyCount--;
        entered->Size += _graph.Size[v];
        Headcount* left = _heads + from;
        left->Size -= _graph.Size[v];
        if (--left->Vertices == 0)
        {
            _mass[from] = 0; // exactly, whatever rounding left behind
            _empty[_emptyCount++] = from;
        }
    }

    private readonly record struct Proposal(int Vertex, int From, int To, double Link, double OwnLink);

    /// <summary>Vertices of this level and of the input graph in a community.</summary>
    private struct Headcount
    {
        public int Vertices;
        public int Size;
    }
}
