using System.Runtime.CompilerServices;

namespace Analytics.Pipeline.Ingest;

/// <summary>
/// The rows of one month before they are written. On arrival they are spread over buckets by the top bits of their
/// first word, which is a pseudonym and therefore spreads evenly; each bucket is sorted by itself
/// (<see cref="BucketSort"/>), small enough for the cache. Not thread-safe.
/// </summary>
internal sealed unsafe class MonthRows(int words, RowArena arena)
{
    /// <summary>Bits of the first word that choose the bucket.</summary>
    public const int BucketBits = 6;

    public const int Buckets = 1 << BucketBits;

    private const int BlockRows = 64;

    private readonly List<nint>?[] _blocks = new List<nint>?[Buckets];
    private readonly int[] _counts = new int[Buckets];

    public static int BucketOf(ulong firstWord) => (int)(firstWord >> (64 - BucketBits));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(ref ulong row)
    {
        var bucket = BucketOf(row);
        var count = _counts[bucket]++;
        if (count % BlockRows == 0)
            (_blocks[bucket] ??= []).Add(arena.Allocate(BlockRows * words * sizeof(ulong)));
        var target = (ulong*)_blocks[bucket]![count / BlockRows] + count % BlockRows * words;
        for (var word = 0; word < words; word++) target[word] = Unsafe.Add(ref row, word);
    }

    /// <summary>Appends the rows of a bucket in the order of their arrival.</summary>
    public void CopyTo(int bucket, RowBuffer rows)
    {
        var left = _counts[bucket];
        foreach (var block in _blocks[bucket] ?? [])
        {
            rows.Append((ulong*)block, Math.Min(left, BlockRows));
            left -= BlockRows;
        }
    }
}
