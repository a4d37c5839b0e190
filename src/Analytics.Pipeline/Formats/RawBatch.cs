namespace Analytics.Pipeline.Formats;

/// <summary>A record that could not even be split into fields.</summary>
/// <param name="Line">Line of the file, from 1 (row number for Parquet).</param>
/// <param name="SizeBytes">What it takes in the file; 0 where nobody counts.</param>
public readonly record struct MalformedRecord(long Line, string Reason, long SizeBytes = 0);

/// <summary>
/// Up to <see cref="Capacity"/> raw records, column by column, as views into memory that somebody else holds. One per
/// worker, used again and again.
/// </summary>
public sealed class RawBatch
{
    /// <summary>The engine's vector size, so that a batch of records fits one data chunk.</summary>
    public const int Capacity = 2048;

    private const int SlabBytes = 1 << 16;

    private readonly List<byte[]> _fullSlabs = [];
    private byte[] _slab = [];
    private int _slabUsed;

    public RawBatch(int columnCount)
    {
        Columns = new Utf8Field[columnCount][];
        for (var i = 0; i < columnCount; i++) Columns[i] = GC.AllocateArray<Utf8Field>(Capacity, pinned: true);
    }

    /// <summary>Shape: columns × <see cref="Capacity"/>, of which the first <see cref="Count"/> are filled.</summary>
    public Utf8Field[][] Columns { get; }

    /// <summary>Line number of each record.</summary>
    public long[] Lines { get; } = new long[Capacity];

    /// <summary>What each record takes in the file, line break included; set by delimited text only.</summary>
    public int[] Sizes { get; } = new int[Capacity];

    /// <summary>Bytes between these records that are none, such as blank lines; set by delimited text only.</summary>
    public long PassedBytes { get; set; }

    public int Count { get; set; }

    /// <summary>Whether numbers are written as <c>1.234,5</c> and not as <c>1,234.5</c>.</summary>
    public bool HasDecimalComma { get; set; }

    /// <summary>Records between these that are no records at all; they count as read.</summary>
    public List<MalformedRecord> Malformed { get; } = [];

    /// <summary>
    /// Pinned memory for a field that does not stand in the file as it is (unescaped); valid until Clear.
    /// </summary>
    public Span<byte> Scratch(int sizeBytes)
    {
        if (_slab.Length - _slabUsed < sizeBytes)
        {
            // The old slab stays reachable while fields point into it.
            if (_slabUsed > 0) _fullSlabs.Add(_slab);
            _slab = GC.AllocateUninitializedArray<byte>(Math.Max(SlabBytes, sizeBytes), pinned: true);
            _slabUsed = 0;
        }

        _slabUsed += sizeBytes;
        return _slab.AsSpan(_slabUsed - sizeBytes, sizeBytes);
    }

    public void Clear()
    {
        Count = 0;
        PassedBytes = 0;
        Malformed.Clear();
        _fullSlabs.Clear();
        _slabUsed = 0;
    }
}
