using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Analytics.Pipeline.Ingest;

/// <summary>
/// The rows of one month before they are written. On arrival they are spread over buckets by the top bits of their
/// first word, which is a pseudonym and therefore spreads evenly; each bucket is sorted by itself, small enough for the
/// cache. Memory: the rows, in native blocks, plus a copy and 4 bytes a row of the bucket being sorted. Not
/// thread-safe.
/// </summary>
internal sealed unsafe class MonthRows
{
    private const int BucketBits = 6;
    private const int BlockRows = 64;
    private const int InsertionLimit = 24;

    private readonly int _words;
    private readonly RowArena _arena;
    private readonly List<nint>[] _blocks = new List<nint>[1 << BucketBits];
    private readonly int[] _counts = new int[1 << BucketBits];


    public MonthRows(int words, RowArena arena)
    {
        _arena = arena;
        _words = words;
        for (var i = 0; i < _blocks.Length; i++) _blocks[i] = [];
    }

    public long Count { get; private set; }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(ref ulong row)
    {
        var bucket = (int)(row >> (64 - BucketBits));
        var count = _counts[bucket]++;
        if (count % BlockRows == 0) _blocks[bucket].Add(_arena.Allocate(BlockRows * _words * sizeof(ulong)));
        var target = (ulong*)_blocks[bucket][count / BlockRows] + count % BlockRows * _words;
        for (var word = 0; word < _words; word++) target[word] = Unsafe.Add(ref row, word);
        Count++;
    }

    /// <summary>Takes the rows of all buckets in order, sorted, up to <paramref name="batch"/> at a time.</summary>
    public void Drain(int batch, SortedRows take)
    {
        for (var bucket = 0; bucket < _blocks.Length; bucket++)
        {
            var count = _counts[bucket];
            if (count == 0) continue;
            var rows = (ulong*)NativeMemory.Alloc((nuint)count * (nuint)_words, sizeof(ulong));
            try
            {
                Join(bucket, rows);
                var order = Sort(rows, count);
                for (var start = 0; start < count; start += batch)
                    take(rows, order.AsSpan(start, Math.Min(batch, count - start)));
            }
            finally
            {
                NativeMemory.Free(rows);
            }
        }
    }

    private void Join(int bucket, ulong* rows)
    {
        var left = (long)_counts[bucket];
        foreach (var block in _blocks[bucket])
        {
            var bytes = Math.Min(left, BlockRows) * _words * sizeof(ulong);
            Buffer.MemoryCopy((void*)block, rows, bytes, bytes);
            rows += BlockRows * _words;
            left -= BlockRows;
        }
    }

    /// <summary>Distributes by the bits behind the bucket's, then sorts the small groups that come out.</summary>
    private int[] Sort(ulong* rows, int count)
    {
        // About four rows a group, so that an account to which many turned is soon alone in its group.
        var bits = Math.Max(1, BitOperations.Log2((uint)count) - 2);
        var shift = 64 - bits;
        var ends = new int[1 << bits];
        for (var i = 0; i < count; i++) ends[rows[(long)i * _words] << BucketBits >> shift]++;
        var sum = 0;
        for (var group = 0; group < ends.Length; group++) sum = (ends[group] += sum);
        var order = GC.AllocateUninitializedArray<int>(count);
        for (var i = count - 1; i >= 0; i--) order[--ends[rows[(long)i * _words] << BucketBits >> shift]] = i;

        for (var group = 0; group < ends.Length; group++)
        {
            var end = group + 1 < ends.Length ? ends[group + 1] : count;
            var members = order.AsSpan(ends[group], end - ends[group]);
            if (members.Length <= InsertionLimit) SortByInsertion(rows, members);
            else if (!IsSorted(rows, members)) members.Sort((a, b) => Compare(rows, a, b));
        }

        return order;
    }

    /// <summary>Exports are mostly in the order of time, and distributing keeps the order of arrival.</summary>
    private bool IsSorted(ulong* rows, ReadOnlySpan<int> members)
    {
        for (var i = 1; i < members.Length; i++)
        {
            if (Compare(rows, members[i - 1], members[i]) > 0) return false;
        }

        return true;
    }

    private void SortByInsertion(ulong* rows, Span<int> members)
    {
        for (var i = 1; i < members.Length; i++)
        {
            var member = members[i];
            var j = i;
            for (; j > 0 && Compare(rows, members[j - 1], member) > 0; j--) members[j] = members[j - 1];
            members[j] = member;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private int Compare(ulong* rows, int a, int b)
    {
        var left = rows + (long)a * _words;
        var right = rows + (long)b * _words;
        for (var word = 0; word < _words; word++)
        {
            if (left[word] != right[word]) return left[word] < right[word] ? -1 : 1;
        }

        return 0;
    }
}

/// <summary>
/// Rows in order: <paramref name="order"/> names positions from the first row at <paramref name="rows"/>.
/// </summary>
internal unsafe delegate void SortedRows(ulong* rows, ReadOnlySpan<int> order);
