using Analytics.DuckDb;

namespace Analytics.Pipeline.Communities;

/// <summary>Up to 65,536 acts, column by column; accounts by the number in which they were met.</summary>
internal sealed class ActBlock
{
    public const int Capacity = 1 << 16;

    public int Count { get; private set; }

    public int[] Actors { get; } = GC.AllocateUninitializedArray<int>(Capacity);

    public int[] Targets { get; } = GC.AllocateUninitializedArray<int>(Capacity);

    public long[] Weights { get; } = GC.AllocateUninitializedArray<long>(Capacity);

    public byte[] Kinds { get; } = GC.AllocateUninitializedArray<byte>(Capacity);

    public ushort[] Freshness { get; } = GC.AllocateUninitializedArray<ushort>(Capacity);

    public byte[] Slots { get; } = GC.AllocateUninitializedArray<byte>(Capacity);

    /// <summary>Where each number stands among all accounts; known once all acts are there.</summary>
    public int[] RankOfNumber { get; set; } = [];

    public void Add(DataChunk chunk, AccountNumbers accounts)
    {
        var rows = chunk.Count;
        accounts.Of(chunk[0].Values<ulong>()[..rows], Actors.AsSpan(Count));
        accounts.Of(chunk[1].Values<ulong>()[..rows], Targets.AsSpan(Count));
        chunk[2].Values<long>()[..rows].CopyTo(Weights.AsSpan(Count));
        chunk[3].Values<byte>()[..rows].CopyTo(Kinds.AsSpan(Count));
        chunk[4].Values<ushort>()[..rows].CopyTo(Freshness.AsSpan(Count));
        chunk[5].Values<byte>()[..rows].CopyTo(Slots.AsSpan(Count));
        Count += rows;
    }
}
