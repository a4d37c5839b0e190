using Analytics.Graph.Memory;
using Analytics.Graph.Threads;

namespace Analytics.Graph.Csr;

/// <summary>
/// Turns every arc round by a stable counting sort in two steps, both shared by all workers. First the arcs go to
/// buckets, ranges of targets with some ten thousand arcs, in the order of their sources; then each bucket is sorted
/// where it lies in the processor's cache. Rows come out ordered by target because sources were visited in order.
/// O(vertices + arcs) time; allocates the result and 4 bytes per arc.
/// </summary>
internal sealed unsafe class Transposition
{
    private const int ArcsPerBucket = 1 << 16;
    private const int VerticesPerBucket = 1 << 16;
    private const int MostBuckets = 1 << 11;
    private const int MostRanges = 64;
    private const int ArcsPerRange = 1 << 16;

    private readonly CsrGraph _graph;
    private readonly int _shift;
    private readonly int _buckets;
    private readonly int[] _ranges;

    /// <summary>Per range of sources and bucket: first the number of arcs, then where the next one goes.</summary>
    private readonly long[] _cursors;

    private readonly LargeArray<long> _offsets;
    private readonly LargeArray<int> _sources;
    private readonly LargeArray<float>? _weights;
    private readonly LargeArray<int> _targets;

    private Transposition(CsrGraph graph)
    {
        int n = graph.VertexCount;
        long arcs = graph.ArcCount;
        _graph = graph;
        long wanted = Math.Clamp(Math.Max(arcs / ArcsPerBucket, n / VerticesPerBucket), 1, MostBuckets);
        while (_shift < 31 && (long)Math.Max(0, n - 1) >> _shift >= wanted)
            _shift++;
        _buckets = n == 0 ? 0 : ((n - 1) >> _shift) + 1;
        _ranges = ArcBlocks.Of(graph.Offsets, Math.Max(ArcsPerRange, (arcs + n) / MostRanges));
        _cursors = new long[(_ranges.Length - 1) * (long)_buckets];
        _offsets = new LargeArray<long>(n + 1L);
        _sources = new LargeArray<int>(arcs);
        _weights = graph.HasUnitWeights ? null : new LargeArray<float>(arcs);
        _targets = new LargeArray<int>(arcs);
    }

    public static CsrGraph Of(CsrGraph graph, Workers workers, Supervision supervision = default)
    {
        Transposition work = new(graph);
        int ranges = work._ranges.Length - 1;
        Supervision counting = supervision.Part(0, 0.2);
        workers.For(ranges, (range, worker) =>
        {
            counting.ReachedBy(worker, (double)range / ranges);
            work.Count(range);
        });
        work.PlaceBuckets();
        Supervision moving = supervision.Part(0.2, 0.4);
        workers.For(ranges, (range, worker) =>
        {
            moving.ReachedBy(worker, (double)range / ranges);
            work.MoveToBuckets(range);
        });
        RowScratch?[] scratch = new RowScratch?[workers.Count];
        Supervision sorting = supervision.Part(0.6, 0.4);
        try
        {
            workers.For(work._buckets, (bucket, worker) =>
            {
                sorting.ReachedBy(worker, (double)bucket / work._buckets);
                work.SortBucket(bucket, scratch[worker] ??= new RowScratch());
            });
        }
        finally
        {
            RowScratch.Free(scratch);
        }

        return new CsrGraph(work._offsets, work._sources, work._weights);
    }

    private void Count(int range)
    {
        fixed (long* cursors = _cursors)
        fixed (int* target = _graph.TargetArray)
        {
            long* count = cursors + range * (long)_buckets;
            long end = _graph.Offsets[_ranges[range + 1]];
            for (long i = _graph.Offsets[_ranges[range]]; i < end; i++)
                count[target[i] >> _shift]++;
        }
    }

    /// <summary>Bucket after bucket, and within a bucket range after range.</summary>
    private void PlaceBuckets()
    {
        long next = 0;
        for (int bucket = 0; bucket < _buckets; bucket++)
        {
            for (long i = bucket; i < _cursors.Length; i += _buckets)
                (_cursors[i], next) = (next, next + _cursors[i]);
        }

        _offsets[_graph.VertexCount] = next;
    }

    private void MoveToBuckets(int range)
    {
        fixed (long* cursors = _cursors, offset = _graph.Offsets)
        fixed (int* target = _graph.TargetArray, toSource = _sources, toTarget = _targets)
        fixed (float* weight = _graph.StoredWeights, toWeight = _weights)
        {
            long* cursor = cursors + range * (long)_buckets;
            for (int v = _ranges[range]; v < _ranges[range + 1]; v++)
            {
                for (long i = offset[v]; i < offset[v + 1]; i++)
                {
                    long slot = cursor[target[i] >> _shift]++;
                    toSource[slot] = v;
                    toTarget[slot] = target[i];
                    if (weight != null)
                        toWeight[slot] = weight[i];
                }
            }
        }
    }

    private void SortBucket(int bucket, RowScratch scratch)
    {
        // The cursors of the last range now stand at the ends of the buckets.
        long last = _cursors.Length - _buckets;
        long start = bucket == 0 ? 0 : _cursors[last + bucket - 1];
        long arcs = _cursors[last + bucket] - start;
        int first = bucket << _shift;
        int rows = (int)Math.Min(1L << _shift, _graph.VertexCount - (long)first);
        scratch.Reserve(rows + 1L, arcs);
        long* cursor = scratch.Cursors;
        ulong* key = scratch.Keys;
        new Span<long>(cursor, rows + 1).Clear();
        fixed (long* offsets = _offsets)
        fixed (int* sources = _sources, targets = _targets)
        fixed (float* weights = _weights)
        {
            int* source = sources + start;
            int* target = targets + start;
            float* weight = weights == null ? null : weights + start;
            for (long i = 0; i < arcs; i++)
            {
                cursor[target[i] - first + 1]++;
                uint bits = weight == null ? 0 : BitConverter.SingleToUInt32Bits(weight[i]);
                key[i] = (ulong)(uint)source[i] << 32 | bits;
            }

            for (int row = 0; row < rows; row++)
            {
                offsets[first + row] = start + cursor[row];
                cursor[row + 1] += cursor[row];
            }

            for (long i = 0; i < arcs; i++)
            {
                long slot = cursor[target[i] - first]++;
                source[slot] = (int)(key[i] >> 32);
                if (weight != null)
                    weight[slot] = BitConverter.UInt32BitsToSingle((uint)key[i]);
            }
        }
    }
}
