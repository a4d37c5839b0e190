using System.Numerics;
using System.Runtime.CompilerServices;

namespace Analytics.Pipeline.Ingest;

/// <summary>
/// Takes the buckets of a month one after the other, brings the rows of each into the table's order and, if asked,
/// leaves out those that were there before. Rows are not moved, their positions are; equal rows stay in the order of
/// their arrival, so the first delivery is the one that counts. Memory: one bucket and 8 bytes a row of it, kept from
/// month to month. Not thread-safe.
/// </summary>
internal sealed unsafe class BucketSort(int words) : IDisposable
{
    private const int InsertionLimit = 24;

    private readonly RowBuffer _bucket = new(words);
    private int[] _order = [];
    private int[] _ends = [];

    public void Dispose() => _bucket.Dispose();

    /// <summary>Gives the rows of all buckets in order, up to <paramref name="batch"/> at a time.</summary>
    /// <param name="known">Rows that are there already; null where every row is known to be new.</param>
    public void Drain(MonthRows month, KnownRows? known, int batch, SortedRows take)
    {
        for (var bucket = 0; bucket < MonthRows.Buckets; bucket++)
        {
            _bucket.Clear();
            known?.CopyTo(bucket, _bucket);
            var old = _bucket.Count;
            month.CopyTo(bucket, _bucket);
            if (_bucket.Count == old) continue;

            Sort();
            var count = known is null ? _bucket.Count : KeepFirst(old, known);
            for (var start = 0; start < count; start += batch)
                take(_bucket.Rows, _order.AsSpan(start, Math.Min(batch, count - start)));
        }
    }

    /// <summary>Leaves the first of equal rows, and of those only the ones that are not among the old.</summary>
    private int KeepFirst(int old, KnownRows known)
    {
        var kept = 0;
        for (var i = 0; i < _bucket.Count; i++)
        {
            var row = _order[i];
            if (row < old) continue;
            if (i > 0 && Compare(_order[i - 1], row) == 0) known.CountDuplicate(_bucket.Rows + (long)row * words);
            else _order[kept++] = row; // at most where i is, and the place before i is not looked at again
        }

        return kept;
    }

    /// <summary>Distributes by the bits behind the bucket's, then sorts the small groups that come out.</summary>
    private void Sort()
    {
        var count = _bucket.Count;
        var rows = _bucket.Rows;
        if (_order.Length < count) _order = GC.AllocateUninitializedArray<int>(count + count / 8);

        // About four rows a group, so that an account to which many turned is soon alone in its group.
        var bits = Math.Max(1, BitOperations.Log2((uint)count) - 2);
        var shift = 64 - bits;
        var groups = 1 << bits;
        if (_ends.Length < groups) _ends = new int[groups];
        var ends = _ends.AsSpan(0, groups);
        ends.Clear();
        for (var i = 0; i < count; i++) ends[Group(rows, i, shift)]++;
        var sum = 0;
        for (var group = 0; group < groups; group++) sum = (ends[group] += sum);
        for (var i = count - 1; i >= 0; i--) _order[--ends[Group(rows, i, shift)]] = i;

        for (var group = 0; group < groups; group++)
        {
            var end = group + 1 < groups ? ends[group + 1] : count;
            var members = _order.AsSpan(ends[group], end - ends[group]);
            if (members.Length <= InsertionLimit) SortByInsertion(members);
            else if (!IsSorted(members)) members.Sort((a, b) => Compare(a, b) is var c and not 0 ? c : a.CompareTo(b));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private int Group(ulong* rows, int row, int shift) =>
        (int)(rows[(long)row * words] << MonthRows.BucketBits >> shift);

    /// <summary>Exports are mostly in the order of time, and distributing keeps the order of arrival.</summary>
    private bool IsSorted(ReadOnlySpan<int> members)
    {
        for (var i = 1; i < members.Length; i++)
        {
            if (Compare(members[i - 1], members[i]) > 0) return false;
        }

        return true;
    }

    private void SortByInsertion(Span<int> members)
    {
        for (var i = 1; i < members.Length; i++)
        {
            var member = members[i];
            var j = i;
            for (; j > 0 && Compare(members[j - 1], member) > 0; j--) members[j] = members[j - 1];
            members[j] = member;
        }
    }

    /// <summary>Compares all of two rows but the file they came from.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private int Compare(int a, int b)
    {
        var left = _bucket.Rows + (long)a * words;
        var right = _bucket.Rows + (long)b * words;
        for (var word = 0; word < words - 1; word++)
        {
            if (left[word] != right[word]) return left[word] < right[word] ? -1 : 1;
        }

        return (left[words - 1] >> RowLayout.FileBits).CompareTo(right[words - 1] >> RowLayout.FileBits);
    }
}

/// <summary>
/// Rows in order: <paramref name="order"/> names positions from the first row at <paramref name="rows"/>.
/// </summary>
internal unsafe delegate void SortedRows(ulong* rows, ReadOnlySpan<int> order);
