namespace Analytics.Pipeline.Communities;

/// <summary>
/// Gives accounts numbers 0, 1, 2, … in the order in which they are first met, and afterwards the rank of each among
/// all ids, which does not depend on that order. Open addressing with linear probing, at most half full: 24 to 48 bytes
/// an account. Not thread-safe.
/// </summary>
internal sealed class AccountNumbers
{
    private const int Free = -1;

    private ulong[] _ids = new ulong[1 << 12];
    private int[] _numbers = MakeFree(1 << 12);

    // Multiplying brings the bits that differ to the top, whatever the ids look like.
    private int _shift = 64 - 12;

    public int Count { get; private set; }

    /// <exception cref="OverflowException">More accounts than a graph can hold.</exception>
    public int Of(ulong id)
    {
        var ids = _ids;
        var numbers = _numbers;
        var slot = Slot(id);
        while (true)
        {
            var number = numbers[slot];
            if (number == Free) return Add(id, slot);
            if (ids[slot] == id) return number;
            slot = (slot + 1) & (ids.Length - 1);
        }
    }

    /// <summary>All ids ascending, and by number the position of each among them.</summary>
    public (ulong[] Ids, int[] RankOfNumber) Rank()
    {
        var ids = new ulong[Count];
        var numbers = new int[Count];
        var next = 0;
        for (var slot = 0; slot < _ids.Length; slot++)
        {
            if (_numbers[slot] == Free) continue;
            (ids[next], numbers[next]) = (_ids[slot], _numbers[slot]);
            next++;
        }

        Array.Sort(ids, numbers);
        var ranks = new int[Count];
        for (var rank = 0; rank < numbers.Length; rank++) ranks[numbers[rank]] = rank;
        return (ids, ranks);
    }

    private int Slot(ulong id) => (int)(id * 0x9E3779B97F4A7C15 >> _shift);

    private int Add(ulong id, int slot)
    {
        if (Count >= _ids.Length / 2)
        {
            Grow();
            slot = FreeSlot(id);
        }

        _ids[slot] = id;
        return _numbers[slot] = Count++;
    }

    private void Grow()
    {
        var (ids, numbers) = (_ids, _numbers);
        if (ids.Length == 1 << 30)
            throw new OverflowException($"More than {Count:N0} accounts do not fit into one graph.");
        _ids = new ulong[ids.Length * 2];
        _numbers = MakeFree(ids.Length * 2);
        _shift--;
        for (var old = 0; old < ids.Length; old++)
        {
            if (numbers[old] == Free) continue;
            var slot = FreeSlot(ids[old]);
            (_ids[slot], _numbers[slot]) = (ids[old], numbers[old]);
        }
    }

    private int FreeSlot(ulong id)
    {
        var slot = Slot(id);
        while (_numbers[slot] != Free) slot = (slot + 1) & (_ids.Length - 1);
        return slot;
    }

    private static int[] MakeFree(int length)
    {
        var numbers = new int[length];
        Array.Fill(numbers, Free);
        return numbers;
    }
}
