using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;
using Analytics.Graph.Memory;
using Analytics.Graph.Threads;

namespace Analytics.Graph.Structure;

/// <summary>Finds every triangle once and adds it to its three corners; see <see cref="Triangles"/>.</summary>
internal sealed unsafe class TriangleCounting
{
    private const int WordsPerBlock = 1 << 13;

    private readonly OrderedNeighbours _neighbours;
    private readonly long[] _counts;
    private readonly bool _alone;

    private TriangleCounting(OrderedNeighbours neighbours, bool alone)
    {
        _neighbours = neighbours;
        _counts = new long[neighbours.Degrees.Length];
        fixed (long* first = _counts)
            HugePages.Ask(first, sizeof(long) * (long)_counts.Length);
        _alone = alone;
    }

    /// <param name="neighbours">The pairs.</param>
    /// <param name="countsArcs">For every corner count the arcs between the two others instead of one.</param>
    /// <param name="workers">Threads.</param>
    /// <param name="supervision">Progress and cancellation.</param>
    public static long[] Run(
        OrderedNeighbours neighbours, bool countsArcs, Workers workers, Supervision supervision)
    {
        TriangleCounting counting = new(neighbours, workers.Count == 1);
        int n = (int)neighbours.Degrees.Length;
        int[] bounds = ArcBlocks.Of(neighbours.Offsets, WordsPerBlock);
        int blocks = bounds.Length - 1;
        ulong[]?[] marks = new ulong[]?[workers.Count];
        ulong[]?[] bothWays = new ulong[]?[workers.Count];
        workers.For(blocks, (block, worker) =>
        {
            supervision.ReachedBy(worker, (double)block / blocks);
            ulong[] marked = marks[worker] ??= new ulong[n / 64 + 1];
            for (int v = bounds[block]; v < bounds[block + 1]; v++)
            {
                if (countsArcs)
                    counting.CountArcs(v, marked, bothWays[worker] ??= new ulong[n / 64 + 1]);
                else
                    counting.CountTriangles(v, marked);
            }
        });
        return counting._counts;
    }

    private void CountTriangles(int v, ulong[] marked)
    {
        fixed (long* offset = _neighbours.Offsets, counts = _counts)
        fixed (uint* words = _neighbours.Words)
        fixed (ulong* mark = marked)
        {
            uint* first = words + offset[v];
            uint* end = words + offset[v + 1];
            if (end - first < 2)
                return;
            for (uint* word = first; word < end; word++)
                Set(mark, *word & OrderedNeighbours.Id);
            long found = 0;
            for (uint* word = first; word < end; word++)
            {
                uint u = *word & OrderedNeighbours.Id;
                if (word + 2 < end && Sse.IsSupported)
                    Sse.Prefetch0(words + offset[word[2] & OrderedNeighbours.Id]);
                long closed = 0;
                uint* last = words + offset[u + 1];
                for (uint* other = words + offset[u]; other < last; other++)
                {
                    uint w = *other & OrderedNeighbours.Id;
                    if (!IsSet(mark, w))
                        continue;
                    closed++;
                    Add(ref counts[w], 1);
                }

                if (closed > 0)
                    Add(ref counts[u], closed);
                found += closed;
            }

            for (uint* word = first; word < end; word++)
                mark[(*word & OrderedNeighbours.Id) >> 6] = 0;
            if (found > 0)
                Add(ref counts[v], found);
        }
    }

    private void CountArcs(int v, ulong[] marked, ulong[] bothWays)
    {
        fixed (long* offset = _neighbours.Offsets, counts = _counts)
        fixed (uint* words = _neighbours.Words)
        fixed (ulong* mark = marked, both = bothWays)
        {
            uint* first = words + offset[v];
            uint* end = words + offset[v + 1];
            for (uint* word = first; word < end; word++)
            {
                Set(mark, *word & OrderedNeighbours.Id);
                if (*word >= OrderedNeighbours.BothWays)
                    Set(both, *word & OrderedNeighbours.Id);
            }

            for (uint* word = first; word < end; word++)
            {
                uint u = *word & OrderedNeighbours.Id;
                uint* last = words + offset[u + 1];
                for (uint* other = words + offset[u]; other < last; other++)
                {
                    uint w = *other & OrderedNeighbours.Id;
                    if (!IsSet(mark, w))
                        continue;
                    Add(ref counts[v], Arcs(*other >= OrderedNeighbours.BothWays));
                    Add(ref counts[u], Arcs(IsSet(both, w)));
                    Add(ref counts[w], Arcs(*word >= OrderedNeighbours.BothWays));
                }
            }

            for (uint* word = first; word < end; word++)
                mark[(*word & OrderedNeighbours.Id) >> 6] = both[(*word & OrderedNeighbours.Id) >> 6] = 0;
        }
    }

    private static long Arcs(bool bothWays) => bothWays ? 2 : 1;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Set(ulong* bits, uint id) => bits[id >> 6] |= 1UL << (int)id;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool IsSet(ulong* bits, uint id) => (bits[id >> 6] >> (int)id & 1) != 0;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Add(ref long count, long more)
    {
        if (_alone)
            count += more;
        else
            Interlocked.Add(ref count, more);
    }
}
