namespace Analytics.Graph.Influence;

/// <summary>
/// Who acted on which item (a post, a hashtag, a link) and when, collected in any order: acts are dealt out to buckets
/// by their item, so that each bucket can be worked on by itself. 24 bytes an act, up to half as much again while
/// buckets grow. Not thread-safe.
/// </summary>
public sealed class ItemActions
{
    internal const int BucketCount = 1 << BucketBits;

    private const int BucketBits = 10;

    private readonly Bucket[] _buckets = new Bucket[BucketCount];

    public ItemActions()
    {
        for (int i = 0; i < BucketCount; i++)
            _buckets[i] = new Bucket();
    }

    /// <summary>Acts added, repeated ones among them.</summary>
    public long Count { get; private set; }

    internal ReadOnlySpan<Bucket> Buckets => _buckets;

    /// <summary>Adds acts, one per place of four equally long columns.</summary>
    /// <param name="items">Any number that stands for the item.</param>
    /// <param name="vertices">Who acted.</param>
    /// <param name="origins">Who is known to have acted on the item before, such as the author of the post; −1 if
    /// nobody is. Counts as an act one unit of time earlier.</param>
    /// <param name="times">When, in any unit.</param>
    public void Add(
        ReadOnlySpan<ulong> items, ReadOnlySpan<int> vertices, ReadOnlySpan<int> origins, ReadOnlySpan<long> times)
    {
        if (items.Length != vertices.Length || items.Length != origins.Length || items.Length != times.Length)
            throw new ArgumentException("Columns of acts differ in length.");
        for (int i = 0; i < items.Length; i++)
        {
            Bucket bucket = _buckets[items[i] * 0x9E3779B97F4A7C15 >> (64 - BucketBits)];
            bucket.Add(items[i], vertices[i], origins[i], times[i]);
        }

        Count += items.Length;
    }

    /// <summary>The acts on some of the items, all of those on each.</summary>
    internal sealed class Bucket
    {
        private ulong[] _items = [];
        private int[] _vertices = [];
        private int[] _origins = [];
        private long[] _times = [];

        public int Count { get; private set; }

        public ReadOnlySpan<ulong> Items => _items.AsSpan(0, Count);

        public ReadOnlySpan<int> Vertices => _vertices.AsSpan(0, Count);

        public ReadOnlySpan<int> Origins => _origins.AsSpan(0, Count);

        public ReadOnlySpan<long> Times => _times.AsSpan(0, Count);

        public void Add(ulong item, int vertex, int origin, long time)
        {
            if (Count == _items.Length)
            {
                int length = Math.Max(64, Count + Count / 2);
                Array.Resize(ref _items, length);
                Array.Resize(ref _vertices, length);
                Array.Resize(ref _origins, length);
                Array.Resize(ref _times, length);
            }

            (_items[Count], _vertices[Count], _origins[Count], _times[Count]) = (item, vertex, origin, time);
            Count++;
        }
    }
}
