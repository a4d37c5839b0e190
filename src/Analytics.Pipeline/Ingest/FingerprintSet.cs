using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace Analytics.Pipeline.Ingest;

/// <summary>
/// The keys of all facts seen so far, as 128-bit fingerprints: which rows are delivered for the first time? Open
/// addressing with linear probing in one native array of 16 bytes a slot, at most 75 % full, so 21 to 35 bytes a row;
/// while it grows the old array is held too. The array has as many slots as asked for, not a power of two: memory that
/// is touched for the first time costs more than the multiplication that finds the slot. Two different keys of n
/// collide with probability n² / 2¹²⁹. Not thread-safe.
/// </summary>
public sealed unsafe class FingerprintSet : IDisposable
{
    private const double MaxLoad = 0.75;

    // Far enough ahead that the slot is in the cache when its turn comes, near enough that it is still there.
    private const int PrefetchDistance = 12;

    private UInt128* _slots;
    private ulong _length;
    private long _limit;

    /// <param name="capacity">Fingerprints that fit before the set has to grow.</param>
    public FingerprintSet(long capacity = 1 << 12) => Allocate(capacity);

    /// <summary>Distinct fingerprints held.</summary>
    public long Count { get; private set; }

    /// <summary>Native memory held.</summary>
    public long SizeBytes => (long)_length * sizeof(UInt128);

    /// <summary>
    /// Adds each fingerprint in order and writes the positions of those that were not there before.
    /// </summary>
    /// <param name="fresh">Room for as many positions as there are fingerprints.</param>
    /// <returns>How many positions were written.</returns>
    public int AddAll(ReadOnlySpan<UInt128> fingerprints, Span<uint> fresh)
    {
        var count = 0;
        if (Count + fingerprints.Length > _limit) Grow(fingerprints.Length);
        for (var i = 0; i < fingerprints.Length; i++)
        {
            if (Sse.IsSupported && i + PrefetchDistance < fingerprints.Length)
                Sse.Prefetch0(_slots + SlotOf(fingerprints[i + PrefetchDistance]));
            if (Add(fingerprints[i])) fresh[count++] = (uint)i;
        }

        Count += count;
        return count;
    }

    public void Dispose()
    {
        Release();
        GC.SuppressFinalize(this);
    }

    ~FingerprintSet() => Release();

    private void Release()
    {
        if (_slots is not null) LargeMemory.Free(_slots, (nuint)SizeBytes);
        _slots = null;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool Add(UInt128 fingerprint)
    {
        // Zero marks a free slot.
        if (fingerprint == UInt128.Zero) fingerprint = UInt128.One;
        var slot = SlotOf(fingerprint);
        while (_slots[slot] != UInt128.Zero)
        {
            if (_slots[slot] == fingerprint) return false;
            if (++slot == _length) slot = 0;
        }

        _slots[slot] = fingerprint;
        return true;
    }

    /// <summary>The low bits spread best; the first product brings them to the top, the second to a slot.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private ulong SlotOf(UInt128 fingerprint) =>
        Math.BigMul((ulong)fingerprint * 0x9E3779B97F4A7C15, _length, out _);

    private void Grow(int more)
    {
        var old = _slots;
        var oldLength = _length;
        Allocate((Count + more) * 8 / 5);
        for (ulong i = 0; i < oldLength; i++)
        {
            if (old[i] != UInt128.Zero) Add(old[i]);
        }

        LargeMemory.Free(old, (nuint)oldLength * (nuint)sizeof(UInt128));
    }

    private void Allocate(long capacity)
    {
        var bytes = (nuint)(capacity / MaxLoad + 1) * (nuint)sizeof(UInt128);
        if (bytes > LargeMemory.PageBytes) bytes = (bytes / LargeMemory.PageBytes + 1) * LargeMemory.PageBytes;
        _slots = (UInt128*)LargeMemory.Allocate(bytes);
        _length = bytes / (nuint)sizeof(UInt128);
        _limit = (long)(_length * MaxLoad);
    }
}
