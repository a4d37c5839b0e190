using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Analytics.Graph.Centrality;

/// <summary>
/// Breadth-first search from 512 sources at a time, one bit each (Then et al. 2014, "The more the merrier: efficient
/// multi-source graph traversal"). A vertex that b sources reach at distance d gets b/d at once, so nothing is kept per
/// source. Searches run against the arcs, because closeness looks from a vertex to the others. Levels are pulled by
/// vertices that some source has not reached, or pushed by those reached last, whichever takes fewer arcs.
/// <para>Memory: three lines of 64 bytes and 13 bytes per vertex; one object per worker.</para>
/// </summary>
internal sealed unsafe class ClosenessLanes
{
    public const int SourcesAtATime = 512;

    private const long PushPrice = 3;

    private readonly HopGraph _graph;
    private readonly AlignedLines _lines;
    private readonly Vector512<ulong>* _reached;
    private readonly bool[] _touched;
    private readonly int[] _list;
    private Vector512<ulong>* _front;
    private Vector512<ulong>* _next;
    private int[] _level;
    private int[] _nextLevel;
    private int _count;
    private int _nextCount;
    private int _listed;
    private Vector512<ulong> _used;

    public ClosenessLanes(HopGraph graph)
    {
        _graph = graph;
        _lines = new AlignedLines(3L * graph.Count);
        _reached = (Vector512<ulong>*)_lines.Pointer;
        _front = _reached + graph.Count;
        _next = _front + graph.Count;
        _touched = new bool[graph.Count];
        _list = new int[graph.Count];
        _level = new int[graph.Count];
        _nextLevel = new int[graph.Count];
    }

    /// <summary>Adds one over the distance to each of the sources, in whole units of 1 / <paramref name="scale"/>.
    /// </summary>
    public void Add(ReadOnlySpan<int> sources, long[] totals, double scale)
    {
        int first = int.MaxValue;
        int last = -1;
        _used = Vector512<ulong>.Zero;
        _count = 0;
        for (int lane = 0; lane < sources.Length; lane++)
        {
            int source = sources[lane];
            (first, last) = (Math.Min(first, source), Math.Max(last, source));
            ((ulong*)(_reached + source))[lane / 64] |= 1UL << lane;
            ((ulong*)(_front + source))[lane / 64] |= 1UL << lane;
            _used = _used.WithElement(lane / 64, _used[lane / 64] | 1UL << lane);
            _level[_count++] = source;
        }

        (int start, int end) = _graph.Range(first, last);
        Sweep(start, end, totals, scale);
        new Span<Vector512<ulong>>(_reached + start, end - start).Clear();
    }

    private void Sweep(int start, int end, long[] totals, double scale)
    {
        bool pulling = false;
        long open = 0;
        for (int distance = 1; _count > 0; distance++)
        {
            long share = (long)(scale / distance + 0.5);
            _nextCount = 0;
            if (!pulling)
                open = _graph.OutOffsets[end] - _graph.OutOffsets[start];
            long pushed = 0;
            for (int i = 0; i < _count; i++)
                pushed += _graph.InOffsets[_level[i] + 1] - _graph.InOffsets[_level[i]];
            if (pushed * PushPrice < open)
            {
                Push();
                foreach (int v in _list.AsSpan(0, _listed))
                {
                    _touched[v] = false;
                    Reached(v, _next[v], share, totals);
                }

                pulling = false;
            }
            else
            {
                if (!pulling)
                    ListOpen(start, end);
                open = Pull(share, totals);
                pulling = true;
            }

            Advance();
        }
    }

    private void Push()
    {
        _listed = 0;
        for (int i = 0; i < _count; i++)
        {
            int u = _level[i];
            Vector512<ulong> given = _front[u];
            for (long arc = _graph.InOffsets[u]; arc < _graph.InOffsets[u + 1]; arc++)
            {
                int v = _graph.InTargets[arc];
                _next[v] |= given;
                if (_touched[v])
                    continue;
                _touched[v] = true;
                _list[_listed++] = v;
            }
        }
    }

    private long Pull(long share, long[] totals)
    {
        int kept = 0;
        long arcs = 0;
        fixed (long* offsets = _graph.OutOffsets)
        fixed (int* targets = _graph.OutTargets)
        {
            for (int i = 0; i < _listed; i++)
            {
                int v = _list[i];
                Vector512<ulong> sum = Vector512<ulong>.Zero;
                for (int* t = targets + offsets[v], stop = targets + offsets[v + 1]; t < stop; t++)
                    sum |= _front[*t];
                Reached(v, sum, share, totals);
                if (_reached[v] == _used)
                    continue;
                _list[kept++] = v;
                arcs += offsets[v + 1] - offsets[v];
            }
        }

        _listed = kept;
        return arcs;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Reached(int v, Vector512<ulong> sources, long share, long[] totals)
    {
        Vector512<ulong> fresh = Vector512.AndNot(sources, _reached[v]);
        _next[v] = fresh;
        if (fresh == Vector512<ulong>.Zero)
            return;
        _reached[v] |= fresh;
        _nextLevel[_nextCount++] = v;
        int count = 0;
        ulong* words = (ulong*)(_next + v);
        for (int word = 0; word < Vector512<ulong>.Count; word++)
            count += BitOperations.PopCount(words[word]);
        totals[v] += count * share;
    }

    private void ListOpen(int start, int end)
    {
        _listed = 0;
        for (int v = start; v < end; v++)
        {
            if (_reached[v] != _used)
                _list[_listed++] = v;
        }
    }

    private void Advance()
    {
        for (int i = 0; i < _count; i++)
            _front[_level[i]] = Vector512<ulong>.Zero;
        Vector512<ulong>* front = _front;
        _front = _next;
        _next = front;
        (_level, _nextLevel) = (_nextLevel, _level);
        _count = _nextCount;
    }
}
