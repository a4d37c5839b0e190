using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Analytics.Graph.Randomness;

namespace Analytics.Graph.Influence;

/// <summary>
/// Follows live arcs from given vertices, drawing each row when its vertex is reached. On incoming rows that makes a
/// reverse reachable set, on outgoing rows a cascade. 5 bytes per vertex; one object per worker.
/// <para>A search for seeds is over in milliseconds, long before the runtime would find out by itself that these loops
/// deserve to be optimised.</para>
/// </summary>
internal sealed unsafe class CascadeWalk
{
    private const byte Seen = 1;
    private const byte End = 2;

    private readonly CascadeRows _rows;
    private readonly byte[] _stateArray;
    private readonly int[] _reachedArray;
    private readonly byte* _states;
    private readonly int* _reached;
    private int _count;

    public CascadeWalk(CascadeRows rows)
    {
        _rows = rows;
        _stateArray = GC.AllocateArray<byte>(rows.VertexCount + 1, pinned: true);
        // Every vertex looked at is written behind the last one reached, before it is known whether it is new.
        _reachedArray = GC.AllocateUninitializedArray<int>(rows.VertexCount + 1, pinned: true);
        _states = (byte*)Marshal.UnsafeAddrOfPinnedArrayElement(_stateArray, 0);
        _reached = (int*)Marshal.UnsafeAddrOfPinnedArrayElement(_reachedArray, 0);
    }

    public WideStream Random { get; } = new();

    /// <summary>Walks stop when they reach one of these; replaces those set before.</summary>
    public void SetEnds(ReadOnlySpan<int> vertices)
    {
        Array.Clear(_stateArray);
        foreach (int vertex in vertices)
            _stateArray[vertex] = End;
    }

    /// <summary>Walks from some vertices along live arcs.</summary>
    /// <param name="starts">The first to be reached, no ends.</param>
    /// <param name="reached">All vertices that live arcs lead to, or those met before an end; valid until the next
    /// walk.</param>
    /// <returns>Whether the walk reached an end.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public bool Follow(ReadOnlySpan<int> starts, out ReadOnlySpan<int> reached)
    {
        _count = 0;
        int ended = 0;
        foreach (int start in starts)
            ended |= Visit(start);
        for (int next = 0; next < _count && (ended & End) == 0; next++)
        {
            CascadeRow row = _rows.Rows[_reached[next]];
            ended = row.Kind switch
            {
                RowKind.Equal => Look(row),
                RowKind.Unequal => LookUp(row),
                RowKind.EqualLeaps => Leap(row),
                RowKind.SortedLeaps => LeapSorted(row),
                RowKind.Always => VisitAll(row),
                _ => 0,
            };
        }

        for (int i = 0; i < _count; i++)
            _states[_reached[i]] = 0;
        reached = _reachedArray.AsSpan(0, _count);
        return (ended & End) != 0;
    }

    /// <summary>One byte decides on an arc, unless it equals the highest byte of the probability; then 24 bits more
    /// do.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private int Look(CascadeRow row)
    {
        int met = 0;
        Vector512<byte> highest = Vector512.Create((byte)(row.Threshold >> 24));
        int* targets = _rows.Targets + row.First;
        for (long left = row.End - row.First; left > 0; left -= 64, targets += 64)
        {
            Vector512<byte> bytes = Random.NextBytes();
            ulong valid = left >= 64 ? ulong.MaxValue : (1UL << (int)left) - 1;
            ulong live = Vector512.LessThan(bytes, highest).ExtractMostSignificantBits() & valid;
            ulong open = Vector512.Equals(bytes, highest).ExtractMostSignificantBits() & valid;
            for (; open != 0; open &= open - 1)
                live |= Random.NextWord() >> 40 < (row.Threshold & 0xFFFFFF) ? open & (~open + 1) : 0;
            for (; live != 0; live &= live - 1)
                met |= Visit(targets[BitOperations.TrailingZeroCount(live)]);
        }

        return met;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private int LookUp(CascadeRow row)
    {
        int met = 0;
        for (long first = row.First; first < row.End; first += 64)
        {
            Vector512<byte> bytes = Random.NextBytes();
            Vector512<byte> highest = Vector512.Load(_rows.ArcBytes + first);
            ulong valid = row.End - first >= 64 ? ulong.MaxValue : (1UL << (int)(row.End - first)) - 1;
            ulong live = Vector512.LessThan(bytes, highest).ExtractMostSignificantBits() & valid;
            ulong open = Vector512.Equals(bytes, highest).ExtractMostSignificantBits() & valid;
            for (; open != 0; open &= open - 1)
            {
                uint threshold = _rows.ArcThresholds[first + BitOperations.TrailingZeroCount(open)];
                live |= Random.NextWord() >> 40 < (threshold & 0xFFFFFF) ? open & (~open + 1) : 0;
            }

            for (; live != 0; live &= live - 1)
                met |= Visit(_rows.Targets[first + BitOperations.TrailingZeroCount(live)]);
        }

        return met;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private int Leap(CascadeRow row)
    {
        int met = 0;
        double scale = -1 / Math.Log(1 - row.Threshold / CascadeRows.Unit);
        double count = row.End - row.First;
        for (double arc = Math.Floor(Random.NextExponential() * scale); arc < count;
            arc += 1 + Math.Floor(Random.NextExponential() * scale))
            met |= Visit(_rows.Targets[row.First + (long)arc]);
        return met;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private int LeapSorted(CascadeRow row)
    {
        int met = 0;
        long arc = row.First;
        while (arc < row.End && _rows.ArcThresholds[arc] > 0)
        {
            uint highest = _rows.ArcThresholds[arc];
            double leap = Math.Floor(Random.NextExponential() / -Math.Log(1 - highest / CascadeRows.Unit));
            if (leap >= row.End - arc)
                break;
            arc += (long)leap;
            if (Math.BigMul(Random.NextWord(), highest, out _) < _rows.ArcThresholds[arc])
                met |= Visit(_rows.Targets[arc]);
            arc++;
        }

        return met;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private int VisitAll(CascadeRow row)
    {
        int met = 0;
        for (long arc = row.First; arc < row.End; arc++)
            met |= Visit(_rows.Targets[arc]);
        return met;
    }

    /// <summary>Whether a vertex is new depends on chance, so no branch asks.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private int Visit(int vertex)
    {
        int state = _states[vertex];
        _states[vertex] = (byte)(state | Seen);
        _reached[_count] = vertex;
        _count += state == 0 ? 1 : 0;
        return state;
    }
}
