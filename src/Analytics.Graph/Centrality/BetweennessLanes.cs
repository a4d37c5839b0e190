using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Analytics.Graph.Centrality;

/// <summary>
/// Brandes's two sweeps for as many sources at a time as fit a vector of 512 bits, one lane each. The numbers of all
/// lanes of a vertex fill one cache line, so a look at an arc, which costs one source a load and a branch, serves all
/// of them. Sources with consecutive numbers lie near one another and reach most vertices on the same two or three
/// levels, so little is done in vain.
/// <para>Forward: level by level, the number σ of shortest paths, pulled by vertices that some lane has not reached
/// yet, or pushed by those reached last, whichever takes fewer arcs. Backward: δ(v) = σ(v) · Σ g(w) over the
/// successors w, where g(w) = (weight(w) + δ(w)) / σ(w) is computed once per vertex; pulled or pushed likewise. A
/// vertex that is not on the level at hand holds zero in that lane, which takes the place of lists of
/// predecessors.</para>
/// <para>Memory: three lines of 64 bytes and 5 bytes per vertex, and 5 bytes per vertex and level that some lane
/// reached it on; one object per worker.</para>
/// </summary>
internal sealed unsafe class BetweennessLanes : ISourceSweeps
{
    /// <summary>Arcs are pushed at about the price of this many that are pulled: each is written and looked up.
    /// </summary>
    private const long PushPrice = 3;

    private static readonly Vector512<ulong> LaneBits = Vector512.Create(1UL, 2, 4, 8, 16, 32, 64, 128);

    private readonly HopGraph _graph;
    private readonly double[] _weights;
    private readonly AlignedLines _lines;
    private readonly byte[] _states;
    private readonly int[] _list;
    private readonly List<int> _levels = [];
    private readonly Vector512<double>* _sigma;
    private Vector512<double>* _front;
    private Vector512<double>* _next;
    private int[] _entries = new int[1024];
    private byte[] _masks = new byte[1024];
    private int _count;
    private int _listed;
    private ulong _used;
    private Vector512<double> _largest;

    public BetweennessLanes(HopGraph graph, double[] weights)
    {
        (_graph, _weights) = (graph, weights);
        _lines = new AlignedLines(3L * graph.Count);
        _sigma = (Vector512<double>*)_lines.Pointer;
        _front = _sigma + graph.Count;
        _next = _front + graph.Count;
        _states = new byte[graph.Count];
        _list = new int[graph.Count];
    }

    private enum State : byte
    {
        /// <summary>Some lane has not reached the vertex, as far as is known.</summary>
        Open,

        /// <summary>Open, and on the list of this level.</summary>
        Touched,

        /// <summary>All lanes have reached it.</summary>
        Done,
    }

    public int SourcesAtATime => Vector512<double>.Count;

    public void Add(ReadOnlySpan<int> sources, long[] totals, double scale)
    {
        (int start, int end) = Reach(sources);
        _used = (1UL << sources.Length) - 1;
        _largest = Vector512<double>.Zero;
        Start(sources);
        SweepForward(start, end);
        _states.AsSpan(start, end - start).Fill((byte)State.Done);
        SweepBackward();
        if (Vector512.GreaterThanAny(_largest, Vector512.Create(PathCounts.Limit)))
            throw PathCounts.TooMany();
        Finish(sources, start, end, totals, scale);
    }

    private (int Start, int End) Reach(ReadOnlySpan<int> sources)
    {
        int first = int.MaxValue;
        int last = -1;
        foreach (int source in sources)
            (first, last) = (Math.Min(first, source), Math.Max(last, source));
        return _graph.Range(first, last);
    }

    private void Start(ReadOnlySpan<int> sources)
    {
        _levels.Clear();
        _levels.Add(0);
        _count = 0;
        for (int lane = 0; lane < sources.Length; lane++)
        {
            ((double*)(_sigma + sources[lane]))[lane] = 1;
            ((double*)(_front + sources[lane]))[lane] = 1;
            Append(sources[lane], 1UL << lane);
        }

        _levels.Add(_count);
    }

    private void SweepForward(int start, int end)
    {
        bool pulling = false;
        long open = 0;
        while (_levels[^1] > _levels[^2])
        {
            int first = _levels[^2];
            Reserve(end - start);
            long pushed = Arcs(_graph.OutOffsets, first, _count);
            if (!pulling)
                open = _graph.InOffsets[end] - _graph.InOffsets[start];
            if (pushed * PushPrice < open)
            {
                Push(_graph.OutOffsets, _graph.OutTargets, first, _levels[^1]);
                foreach (int w in _list.AsSpan(0, _listed))
                    Reached(w, _next[w]);
                pulling = false;
            }
            else
            {
                if (!pulling)
                    ListOpen(start, end);
                open = Pull();
                pulling = true;
            }

            Clear(first, _levels[^1]);
            Swap();
            _levels.Add(_count);
        }

        _levels.RemoveAt(_levels.Count - 1);
    }

    /// <summary>Takes the sums of all vertices on the list; drops those that all lanes have reached.</summary>
    /// <returns>The number of arcs into the vertices left on the list.</returns>
    private long Pull()
    {
        int kept = 0;
        long arcs = 0;
        fixed (long* offsets = _graph.InOffsets)
        fixed (int* sources = _graph.InTargets, list = _list)
        {
            for (int i = 0; i < _listed; i++)
            {
                int w = list[i];
                Reached(w, Sum(_front, sources + offsets[w], sources + offsets[w + 1]));
                if (_states[w] == (byte)State.Done)
                    continue;
                list[kept++] = w;
                arcs += offsets[w + 1] - offsets[w];
            }
        }

        _listed = kept;
        return arcs;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Reached(int w, Vector512<double> paths)
    {
        Vector512<double> sigma = _sigma[w];
        Vector512<double> fresh = Vector512.GreaterThan(paths, Vector512<double>.Zero)
            & Vector512.Equals(sigma, Vector512<double>.Zero);
        ulong mask = fresh.ExtractMostSignificantBits();
        paths &= fresh;
        _next[w] = paths;
        _states[w] = (byte)State.Open;
        if (mask == 0)
            return;
        sigma |= paths;
        _sigma[w] = sigma;
        _entries[_count] = w;
        _masks[_count++] = (byte)mask;
        if (Vector512.GreaterThan(sigma, Vector512<double>.Zero).ExtractMostSignificantBits() == _used)
            _states[w] = (byte)State.Done;
    }

    private void SweepBackward()
    {
        int levels = _levels.Count - 1;
        Clear(_levels[levels - 1], _levels[levels]);
        for (int level = levels - 1; level >= 1; level--)
        {
            (int first, int end) = (_levels[level], _levels[level + 1]);
            int beyond = level + 1 < levels ? _levels[level + 2] : end;
            if (Arcs(_graph.InOffsets, end, beyond) * PushPrice < Arcs(_graph.OutOffsets, first, end))
                PushBack(first, end, beyond);
            else
                PullBack(first, end);
            Clear(end, beyond);
            Swap();
        }

        if (levels > 1)
            Clear(_levels[1], _levels[2]);
    }

    private void PullBack(int first, int end)
    {
        fixed (long* offsets = _graph.OutOffsets)
        fixed (int* targets = _graph.OutTargets)
        {
            for (int i = first; i < end; i++)
            {
                int v = _entries[i];
                Leave(v, _masks[i], Sum(_front, targets + offsets[v], targets + offsets[v + 1]));
            }
        }
    }

    private void PushBack(int first, int end, int beyond)
    {
        // Only vertices of this level take what is pushed.
        for (int i = first; i < end; i++)
            _states[_entries[i]] = (byte)State.Open;
        Push(_graph.InOffsets, _graph.InTargets, end, beyond);
        for (int i = first; i < end; i++)
        {
            int v = _entries[i];
            Leave(v, _masks[i], _next[v]);
            _states[v] = (byte)State.Done;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Leave(int v, byte mask, Vector512<double> sum)
    {
        Vector512<double> here = Expand(mask);
        Vector512<double> sigma = _sigma[v];
        _largest = Vector512.Max(_largest, sigma & here);
        Vector512<double> delta = sigma * sum;
        _next[v] = ((Vector512.Create(_weights[v]) + delta) / sigma) & here;
        _sigma[v] = Vector512.ConditionalSelect(here, delta, sigma);
    }

    /// <summary>Adds the front of some entries to the next of all their neighbours, which it lists.</summary>
    private void Push(long[] offsetArray, int[] targetArray, int first, int end)
    {
        _listed = 0;
        fixed (long* offsets = offsetArray)
        fixed (int* targets = targetArray, entries = _entries, list = _list)
        fixed (byte* states = _states)
        {
            for (int i = first; i < end; i++)
            {
                int u = entries[i];
                Vector512<double> given = _front[u];
                for (int* t = targets + offsets[u], stop = targets + offsets[u + 1]; t < stop; t++)
                {
                    int w = *t;
                    if (states[w] == (byte)State.Done)
                        continue;
                    _next[w] += given;
                    if (states[w] == (byte)State.Touched)
                        continue;
                    states[w] = (byte)State.Touched;
                    list[_listed++] = w;
                }
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<double> Sum(Vector512<double>* lines, int* next, int* end)
    {
        Vector512<double> even = Vector512<double>.Zero;
        Vector512<double> odd = Vector512<double>.Zero;
        for (; next + 1 < end; next += 2)
        {
            even += lines[next[0]];
            odd += lines[next[1]];
        }

        if (next < end)
            even += lines[*next];
        return even + odd;
    }

    /// <summary>Adds up what is left in the lanes and leaves everything at zero for the next sources.</summary>
    private void Finish(ReadOnlySpan<int> sources, int start, int end, long[] totals, double scale)
    {
        Vector512<double> weights = Vector512<double>.Zero;
        for (int lane = 0; lane < sources.Length; lane++)
        {
            weights = weights.WithElement(lane, _weights[sources[lane]]);
            ((double*)(_sigma + sources[lane]))[lane] = 0;
        }

        for (int v = start; v < end; v++)
        {
            totals[v] += (long)(Sum(_sigma[v] * weights) * scale + 0.5);
            _sigma[v] = Vector512<double>.Zero;
            _states[v] = (byte)State.Open;
        }
    }

    /// <summary>The same on every processor, because the order is fixed.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static double Sum(Vector512<double> values)
    {
        Vector256<double> four = values.GetLower() + values.GetUpper();
        Vector128<double> two = four.GetLower() + four.GetUpper();
        return two[0] + two[1];
    }

    private void ListOpen(int start, int end)
    {
        _listed = 0;
        for (int v = start; v < end; v++)
        {
            if (_states[v] != (byte)State.Done)
                _list[_listed++] = v;
        }
    }

    private long Arcs(long[] offsets, int first, int end)
    {
        long arcs = 0;
        for (int i = first; i < end; i++)
            arcs += offsets[_entries[i] + 1] - offsets[_entries[i]];
        return arcs;
    }

    private void Clear(int first, int end)
    {
        for (int i = first; i < end; i++)
            _front[_entries[i]] = Vector512<double>.Zero;
    }

    private void Swap()
    {
        Vector512<double>* front = _front;
        _front = _next;
        _next = front;
    }

    private void Append(int vertex, ulong mask)
    {
        Reserve(1);
        _entries[_count] = vertex;
        _masks[_count++] = (byte)mask;
    }

    private void Reserve(int more)
    {
        if (_count + more <= _entries.Length)
            return;
        int capacity = (int)Math.Min(Array.MaxLength, Math.Max(2L * _entries.Length, (long)_count + more));
        Array.Resize(ref _entries, capacity);
        Array.Resize(ref _masks, capacity);
    }

    private static Vector512<double> Expand(byte mask) =>
        Vector512.Equals(Vector512.Create((ulong)mask) & LaneBits, LaneBits).AsDouble();
}
