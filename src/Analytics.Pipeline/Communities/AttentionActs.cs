using Analytics.DuckDb;

namespace Analytics.Pipeline.Communities;

/// <summary>
/// The single acts of attention on their way into pairs: columns in blocks, accounts by the number in which they were
/// met. 17 bytes an act. Not thread-safe.
/// </summary>
internal sealed class AttentionActs
{
    private List<Block> _blocks = [];

    public AccountNumbers Accounts { get; } = new();

    public long Count { get; private set; }

    /// <summary>Streams steps/acts.sql: actor, target, weight in units, bits of the kinds.</summary>
    public static AttentionActs Read(
        DuckDbConnection connection, string sql, Action<long> rowsRead, CancellationToken cancel)
    {
        AttentionActs acts = new();
        using var reader = connection.Query(sql, streaming: true, cancel);
        while (reader.TryRead(out var chunk))
        {
            using (chunk) acts.Add(chunk);
            rowsRead(acts.Count);
        }

        return acts;
    }

    /// <summary>Hands the acts over, so that each block can be freed once it has been used.</summary>
    public Block[] Take()
    {
        Block[] blocks = [.. _blocks];
        _blocks = [];
        return blocks;
    }

    private void Add(DataChunk chunk)
    {
        if (_blocks.Count == 0 || _blocks[^1].Count + chunk.Count > Block.Capacity) _blocks.Add(new Block());
        _blocks[^1].Add(chunk, Accounts);
        Count += chunk.Count;
    }

    /// <summary>Up to 65,536 acts, column by column.</summary>
    internal sealed class Block
    {
        public const int Capacity = 1 << 16;

        public int Count { get; private set; }

        public int[] Actors { get; } = new int[Capacity];

        public int[] Targets { get; } = new int[Capacity];

        public long[] Weights { get; } = new long[Capacity];

        public byte[] Kinds { get; } = new byte[Capacity];

        public void Add(DataChunk chunk, AccountNumbers accounts)
        {
            var rows = chunk.Count;
            Number(chunk[0].Values<ulong>()[..rows], accounts, Actors.AsSpan(Count));
            Number(chunk[1].Values<ulong>()[..rows], accounts, Targets.AsSpan(Count));
            chunk[2].Values<long>()[..rows].CopyTo(Weights.AsSpan(Count));
            chunk[3].Values<byte>()[..rows].CopyTo(Kinds.AsSpan(Count));
            Count += rows;
        }

        private static void Number(ReadOnlySpan<ulong> ids, AccountNumbers accounts, Span<int> numbers)
        {
            for (var row = 0; row < ids.Length; row++) numbers[row] = accounts.Of(ids[row]);
        }
    }
}
