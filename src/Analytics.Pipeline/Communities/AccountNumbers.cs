using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace Analytics.Pipeline.Communities;

/// <summary>
/// Gives accounts numbers 0, 1, 2, … in the order in which they are first met. Open addressing with linear probing, at
/// most half full: 32 to 64 bytes an account. Not thread-safe.
/// </summary>
internal sealed unsafe class AccountNumbers
{
    // Far enough ahead that the slot is in the cache when its turn comes, near enough that it is still there.
    private const int PrefetchDistance = 16;
    private const int FirstBits = 12;
    private const int MostBits = 30;

    private Slot[] _slots = New(FirstBits);
    private int _bits = FirstBits;

    public int Count { get; private set; }

    /// <summary>Writes the number of each id.</summary>
    /// <exception cref="OverflowException">More accounts than a graph can hold.</exception>
    public void Of(ReadOnlySpan<ulong> ids, Span<int> numbers)
    {
        for (var row = 0; row < ids.Length; row++)
        {
            if (Sse.IsSupported && row + PrefetchDistance < ids.Length)
                Sse.Prefetch0(Unsafe.AsPointer(ref _slots[Place(ids[row + PrefetchDistance])]));
            numbers[row] = Of(ids[row]);
        }
    }

    /// <summary>All ids ascending, and the number of each.</summary>
    public (ulong[] Ids, int[] Numbers) Sorted()
    {
        var ids = new ulong[Count];
        var numbers = new int[Count];
        var next = 0;
        foreach (ref readonly var slot in _slots.AsSpan())
        {
            if (slot.IsFree) continue;
            (ids[next], numbers[next]) = (slot.Id, slot.Number);
            next++;
        }

        Array.Sort(ids, numbers);
        return (ids, numbers);
    }

    private int Of(ulong id)
    {
        var slots = _slots;
        for (var place = Place(id); ; place = (place + 1) & (slots.Length - 1))
        {
            ref readonly var slot = ref slots[place];
            if (slot.IsFree) return Add(id);
            if (slot.Id == id) return slot.Number;
        }
    }

    // Multiplying brings the bits that differ to the top, whatever the ids look like.
    private int Place(ulong id) => (int)(id * 0x9E3779B97F4A7C15 >> (64 - _bits));

    private int Add(ulong id)
    {
        if (Count >= _slots.Length / 2) Grow();
        Put(new Slot(id, Count));
        return Count++;
    }

    private void Grow()
    {
        if (_bits == MostBits)
            throw new OverflowException($"More than {Count:N0} accounts do not fit into one graph.");
        var old = _slots;
        _slots = New(++_bits);
        foreach (var slot in old)
        {
            if (!slot.IsFree) Put(slot);
        }
    }

    private void Put(Slot slot)
    {
        var place = Place(slot.Id);
        while (!_slots[place].IsFree) place = (place + 1) & (_slots.Length - 1);
        _slots[place] = slot;
    }

    // Pinned, because what is fetched ahead is fetched by address; written in order, because a fresh page that is read
    // first costs two faults.
    private static Slot[] New(int bits)
    {
        var slots = GC.AllocateUninitializedArray<Slot>(1 << bits, pinned: true);
        Array.Clear(slots);
        return slots;
    }

    /// <summary>An id and its number side by side, so that both cost one access to memory. Zero is free.</summary>
    private readonly struct Slot(ulong id, int number)
    {
        private readonly int _next = number + 1;

        public ulong Id { get; } = id;

        public int Number => _next - 1;

        public bool IsFree => _next == 0;
    }
}
