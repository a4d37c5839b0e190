using Analytics.Graph.Memory;
using Analytics.Graph.Threads;

namespace Analytics.Graph.Csr;

/// <summary>
/// Turns blocks of arcs in any order into rows, in three passes that all workers share.
/// <list type="number">
/// <item>Every block orders its arcs by bucket: a bucket is a range of sources with some ten thousand arcs.</item>
/// <item>Every bucket gathers its arcs from all blocks by a counting sort, orders each row by target and weight,
/// merges equal targets, and writes what is left back to where it came from. All of that fits into a processor's own
/// cache.</item>
/// <item>With the lengths of all rows known, the columns of the graph are reserved and filled.</item>
/// </list>
/// Which worker does what leaves no trace: rows are sorted completely, so even the order of the arcs is forgotten.
/// </summary>
internal sealed unsafe class ArcSorting : IDisposable
{
    private const int ArcsPerBucket = 1 << 16;
    private const int VerticesPerBucket = 1 << 16;
    private const int MostBuckets = 1 << 11;
    private const int LongRow = 32;

    private readonly List<ArcBlock> _blocks;
    private readonly int _vertexCount;
    private readonly int _shift;
    private readonly int _buckets;
    private bool _hasWeights;

    public ArcSorting(List<ArcBlock> blocks, int vertexCount)
    {
        _blocks = blocks;
        _vertexCount = vertexCount;
        long arcs = blocks.Sum(block => (long)block.Count);
        long wanted = Math.Clamp(Math.Max(arcs / ArcsPerBucket, vertexCount / VerticesPerBucket), 1, MostBuckets);
        while (_shift < 31 && (long)Math.Max(0, vertexCount - 1) >> _shift >= wanted)
            _shift++;
        _buckets = vertexCount == 0 ? 0 : ((vertexCount - 1) >> _shift) + 1;
    }

    public CsrGraph Run(bool dropLoops, Workers workers, Supervision supervision)
    {
        SortBlocks(dropLoops, workers, supervision.Part(0, 0.3));
        LargeArray<long> offsets = new(_vertexCount + 1, cleared: true);
        RowScratch?[] scratch = new RowScratch?[workers.Count];
        try
        {
            Supervision merging = supervision.Part(0.3, 0.5);
            workers.For(_buckets, (bucket, worker) =>
            {
                merging.ReachedBy(worker, (double)bucket / _buckets);
                MergeBucket(bucket, scratch[worker] ??= new RowScratch(), offsets);
            });
        }
        finally
        {
            RowScratch.Free(scratch);
        }

        for (int v = 0; v < _vertexCount; v++)
            offsets[v + 1] += offsets[v];
        LargeArray<int> targets = new(offsets[_vertexCount]);
        LargeArray<float>? weights = _hasWeights ? new(offsets[_vertexCount]) : null;
        Supervision filling = supervision.Part(0.8, 0.2);
        workers.For(_buckets, (bucket, worker) =>
        {
            filling.ReachedBy(worker, (double)bucket / _buckets);
            FillRows(bucket, offsets, targets, weights);
        });
        return new CsrGraph(offsets, targets, weights);
    }

    public void Dispose()
    {
        foreach (ArcBlock block in _blocks)
            block.Dispose();
        _blocks.Clear();
    }

    private void SortBlocks(bool dropLoops, Workers workers, Supervision supervision)
    {
        int capacity = _blocks.Select(block => block.Capacity).DefaultIfEmpty().Max();
        ArcBlock?[] spares = new ArcBlock[workers.Count];
        try
        {
            workers.For(_blocks.Count, (block, worker) =>
            {
                supervision.ReachedBy(worker, (double)block / _blocks.Count);
                ref ArcBlock? spare = ref spares[worker];
                if (spare is null || spare.Capacity < _blocks[block].Count)
                {
                    spare?.Dispose();
                    spare = new ArcBlock(capacity);
                }

                _blocks[block].SortByBucket(_shift, _buckets, dropLoops, spare);
            });
        }
        finally
        {
            foreach (ArcBlock? spare in spares)
                spare?.Dispose();
        }
    }

    /// <summary>Leaves the merged rows of the bucket at the front of its arcs and the length of row v in
    /// <c>offsets[v + 1]</c>.</summary>
    private void MergeBucket(int bucket, RowScratch scratch, LargeArray<long> offsets)
    {
        int first = bucket << _shift;
        int rows = (int)Math.Min(1L << _shift, _vertexCount - (long)first);
        long arcs = 0;
        foreach (ArcBlock block in _blocks)
            arcs += block.Starts[bucket + 1] - block.Starts[bucket];
        scratch.Reserve(rows + 1, arcs);
        Gather(bucket, first, rows, scratch);
        BucketCursor output = new(_blocks, bucket);
        bool hasWeights = false;
        ulong* key = scratch.Keys;
        for (int row = 0; row < rows; row++)
        {
            // After gathering, the cursor of a row stands where the next row begins.
            long start = row == 0 ? 0 : scratch.Cursors[row - 1];
            long end = scratch.Cursors[row];
            Sort(key + start, end - start);
            long merged = 0;
            for (long i = start; i < end; merged++)
            {
                int target = (int)(key[i] >> 32);
                float weight = Weight(key[i++]);
                if (i < end && (int)(key[i] >> 32) == target)
                {
                    double sum = weight; // in float64 from the smallest to the largest
                    for (; i < end && (int)(key[i] >> 32) == target; i++)
                        sum += Weight(key[i]);
                    weight = CsrBuilder.Rounded(sum);
                }

                output.Write(target, weight);
                hasWeights |= weight != 1;
            }

            offsets[first + row + 1] = merged;
        }

        if (hasWeights)
            Volatile.Write(ref _hasWeights, true);
    }

    /// <summary>Counting sort by row. A key has the target above the bits of the weight: weights are positive, so their
    /// bits order like themselves.</summary>
    private void Gather(int bucket, int first, int rows, RowScratch scratch)
    {
        long* cursor = scratch.Cursors;
        new Span<long>(cursor, rows + 1).Clear();
        foreach (ArcBlock block in _blocks)
        {
            int* source = block.Sources;
            int end = block.Starts[bucket + 1];
            for (int i = block.Starts[bucket]; i < end; i++)
                cursor[source[i] - first + 1]++;
        }

        for (int row = 0; row < rows; row++)
            cursor[row + 1] += cursor[row];
        ulong* key = scratch.Keys;
        foreach (ArcBlock block in _blocks)
        {
            int* source = block.Sources;
            uint* target = (uint*)block.Targets;
            uint* weight = (uint*)block.Weights;
            int end = block.Starts[bucket + 1];
            for (int i = block.Starts[bucket]; i < end; i++)
                key[cursor[source[i] - first]++] = (ulong)target[i] << 32 | weight[i];
        }
    }

    private void FillRows(int bucket, LargeArray<long> offsets, LargeArray<int> targets, LargeArray<float>? weights)
    {
        long first = offsets[(long)bucket << _shift];
        long end = offsets[Math.Min(_vertexCount, (long)(bucket + 1) << _shift)];
        for (int b = 0; b < _blocks.Count && first < end; b++)
        {
            ArcBlock block = _blocks[b];
            int start = block.Starts[bucket];
            int length = (int)Math.Min(block.Starts[bucket + 1] - start, end - first);
            new Span<int>(block.Targets + start, length).CopyTo(targets.Span(first, length));
            if (weights is not null)
                new Span<float>(block.Weights + start, length).CopyTo(weights.Span(first, length));
            first += length;
        }
    }

    private static float Weight(ulong key) => BitConverter.UInt32BitsToSingle((uint)key);

    private static void Sort(ulong* key, long count)
    {
        if (count > LongRow)
        {
            new Span<ulong>(key, checked((int)count)).Sort();
            return;
        }

        for (int i = 1; i < count; i++)
        {
            ulong moving = key[i];
            int slot = i;
            for (; slot > 0 && key[slot - 1] > moving; slot--)
                key[slot] = key[slot - 1];
            key[slot] = moving;
        }
    }

    /// <summary>Writes arcs over those of a bucket, block after block; never more than it had.</summary>
    private struct BucketCursor(List<ArcBlock> blocks, int bucket)
    {
        private int _block = -1;
        private int* _target;
        private float* _weight;
        private int _left;

        public void Write(int target, float weight)
        {
            while (_left == 0)
            {
                ArcBlock next = blocks[++_block];
                int start = next.Starts[bucket];
                _left = next.Starts[bucket + 1] - start;
                _target = next.Targets + start;
                _weight = next.Weights + start;
            }

            *_target++ = target;
            *_weight++ = weight;
            _left--;
        }
    }
}
