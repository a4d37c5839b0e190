using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace Analytics.Pipeline.Ingest;

/// <summary>
/// The keys of all facts seen so far, as 128-bit fingerprints: which rows are delivered for the first time? Open
/// addressing with linear probing in one native array of 16 bytes a slot, at most 70 % full, so 23 to 46 bytes a row;
/// while it grows the old array is held too. Two different keys of n collide with probability n² / 2¹²⁹. Not
/// thread-safe.
/// </summary>
public sealed unsafe class FingerprintSet : IDisposable
{
    private const double MaxLoad = 0.7;

    // Far enough ahead that the slot is in the cache when its turn comes, near enough that it is still there.
    private const int PrefetchDistance = 12;

    private UInt128* _slots;
    private ulong _mask;
    private long _limit;

    public FingerprintSet(int capacity = 1 << 12) => Allocate((nuint)BitOperations.RoundUpToPowerOf2((uint)capacity));

    /// <summary>Distinct fingerprints held.</summary>
    public long Count { get; private set; }

    /// <summary>Native memory held.</summary>
    public long SizeBytes => (long)(_mask + 1) * sizeof(UInt128);

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
                Sse.Prefetch0(_slots + ((ulong)fingerprints[i + PrefetchDistance] & _mask));
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
        var slot = (ulong)fingerprint & _mask;
        while (_slots[slot] != UInt128.Zero)
        {
            if (_slots[slot] == fingerprint) return false;
            slot = (slot + 1) & _mask;
        }

        _slots[slot] = fingerprint;
        return true;
    }

    private void Grow(int more)
    {
        var old = _slots;
        var oldLength = _mask + 1;
        var length = oldLength;
        while (Count + more > (long)(length * MaxLoad)) length *= 2;
        Allocate((nuint)length);
        for (ulong i = 0; i < oldLength; i++)
        {
            if (old[i] != UInt128.Zero) Add(old[i]);
        }

        LargeMemory.Free(old, (nuint)oldLength * (nuint)sizeof(UInt128));
    }

    private void Allocate(nuint length)
    {
        _slots = (UInt128*)LargeMemory.Allocate(length * (nuint)sizeof(UInt128));
        _mask = length - 1;
        _limit = (long)(length * MaxLoad);
    }
}
