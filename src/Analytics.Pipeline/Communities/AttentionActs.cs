using Analytics.DuckDb;
using Analytics.Graph.Threads;

namespace Analytics.Pipeline.Communities;

/// <summary>
/// The single acts of attention on their way into pairs. The engine computes them on all its threads and hands each
/// chunk to a function that stands at the end of its query; what a thread collects stays by itself until all have
/// ended. 20 bytes an act, and for every thread 32 to 64 bytes an account that it met.
/// </summary>
internal sealed class AttentionActs
{
    private const string Function = "take_acts";

    private readonly Action<long> _rowsRead;
    private readonly ThreadLocal<Collector> _collectors = new(() => new Collector(), trackAllValues: true);
    private long _count;

    private AttentionActs(Action<long> rowsRead) => _rowsRead = rowsRead;

    public long Count => _count;

    /// <summary>
    /// Runs a query like steps/acts.sql: actor, target, weight, bits of the kinds, freshness, slot.
    /// </summary>
    /// <param name="rowsRead">Told the number of acts so far, from any thread.</param>
    public static AttentionActs Read(
        DuckDbConnection connection, string sql, Action<long> rowsRead, CancellationToken cancel)
    {
        AttentionActs acts = new(rowsRead);
        connection.RegisterScalarFunction(
            Function,
            [
                DuckDbLogicalType.UBigInt, DuckDbLogicalType.UBigInt, DuckDbLogicalType.BigInt,
                DuckDbLogicalType.UTinyInt, DuckDbLogicalType.USmallInt, DuckDbLogicalType.UTinyInt,
            ],
            DuckDbLogicalType.UTinyInt, acts.Take, @volatile: true);
        using var reader = connection.Query(
            $"SELECT count({Function}(actor, target, weight, kinds, freshness, slot)) "
            + $"FROM ({sql}) AS acts(actor, target, weight, kinds, freshness, slot)",
            streaming: false, cancel);
        while (reader.TryRead(out var chunk)) chunk.Dispose();
        return acts;
    }

    /// <summary>
    /// Hands the acts over, so that each block can be freed once it has been used, with all accounts ascending.
    /// </summary>
    public (ulong[] AccountIds, ActBlock[] Blocks) Take(Workers workers)
    {
        Collector[] collectors = [.. _collectors.Values];
        _collectors.Dispose();
        var sorted = new (ulong[] Ids, int[] Numbers)[collectors.Length];
        workers.For(collectors.Length, (i, _) => sorted[i] = collectors[i].Accounts.Sorted());
        ulong[] ids = [];
        foreach (var (own, _) in sorted) ids = Union(ids, own);
        workers.For(collectors.Length, (i, _) =>
        {
            var ranks = Ranks(sorted[i], ids);
            foreach (var block in collectors[i].Blocks) block.RankOfNumber = ranks;
        });
        return (ids, [.. collectors.SelectMany(collector => collector.Blocks)]);
    }

    private void Take(DataChunk chunk, Vector result)
    {
        _collectors.Value!.Add(chunk);
        result.Values<byte>()[..chunk.Count].Fill(1);
        _rowsRead(Interlocked.Add(ref _count, chunk.Count));
    }

    private static ulong[] Union(ulong[] left, ulong[] right)
    {
        if (left.Length == 0) return right;
        var union = new ulong[left.Length + right.Length];
        var count = 0;
        for (int l = 0, r = 0; l < left.Length || r < right.Length;)
        {
            var takesLeft = r == right.Length || (l < left.Length && left[l] <= right[r]);
            var id = takesLeft ? left[l++] : right[r++];
            if (count == 0 || union[count - 1] != id) union[count++] = id;
        }

        return union[..count];
    }

    /// <summary>Where each account of a collector stands among all, by its number there.</summary>
    private static int[] Ranks((ulong[] Ids, int[] Numbers) own, ulong[] all)
    {
        var ranks = new int[own.Ids.Length];
        for (int i = 0, rank = 0; i < own.Ids.Length; i++)
        {
            while (all[rank] != own.Ids[i]) rank++;
            ranks[own.Numbers[i]] = rank;
        }

        return ranks;
    }

    /// <summary>What one thread of the engine has computed.</summary>
    private sealed class Collector
    {
        public AccountNumbers Accounts { get; } = new();

        public List<ActBlock> Blocks { get; } = [];

        public void Add(DataChunk chunk)
        {
            if (Blocks.Count == 0 || Blocks[^1].Count + chunk.Count > ActBlock.Capacity) Blocks.Add(new ActBlock());
            Blocks[^1].Add(chunk, Accounts);
        }
    }
}
