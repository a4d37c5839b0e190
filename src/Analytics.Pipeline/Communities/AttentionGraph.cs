using System.Runtime.InteropServices;
using Analytics.DuckDb;
using Analytics.Graph.Csr;

namespace Analytics.Pipeline.Communities;

/// <summary>
/// The attention graph in memory: vertex v is the account <c>AccountIds[v]</c>, vertices are in the order of account
/// ids, and an arc leads from the actor to the target with the weight that steps/attention.sql gave it.
/// <para>Memory: 8 bytes per arc and direction for the directed graph, 16 per pair for the symmetric one, 8 per
/// account id.</para>
/// </summary>
/// <param name="AccountIds">Ascending pseudonyms.</param>
/// <param name="Directed">Actor to target.</param>
/// <param name="Symmetric">Both directions added, each arc with its mirror image.</param>
internal sealed record AttentionGraph(ulong[] AccountIds, CsrGraph Directed, CsrGraph Symmetric)
{
    /// <summary>What one unit of weight is in the fixed point of the SQL steps.</summary>
    public const double UnitsPerWeight = 1 << 20;

    /// <summary>Streams work.vertices and work.edges into memory, chunk by chunk.</summary>
    public static AttentionGraph Load(DuckDbConnection connection, Action<long> rowsLoaded, CancellationToken cancel)
    {
        var accountIds = LoadAccountIds(connection, cancel);
        CsrBuilder builder = new();
        using (var reader = connection.Query(
            "SELECT source, target, weight FROM work.edges WHERE weight > 0", streaming: true, cancel))
        {
            var weights = new float[DataChunk.Capacity];
            while (reader.TryRead(out var chunk))
            {
                using (chunk)
                {
                    var units = chunk[2].Values<long>();
                    for (var i = 0; i < chunk.Count; i++)
                        weights[i] = (float)(units[i] / UnitsPerWeight);
                    builder.Add(
                        chunk[0].Values<int>()[..chunk.Count],
                        chunk[1].Values<int>()[..chunk.Count],
                        weights.AsSpan(0, chunk.Count));
                }

                rowsLoaded(builder.AddedCount);
            }
        }

        var directed = builder.Build(accountIds.Length);
        cancel.ThrowIfCancellationRequested();
        return new AttentionGraph(accountIds, directed, directed.Symmetrize());
    }

    private static ulong[] LoadAccountIds(DuckDbConnection connection, CancellationToken cancel)
    {
        List<ulong> ids = [];
        using var reader = connection.Query(
            "SELECT account_id FROM work.vertices ORDER BY vertex", streaming: true, cancel);
        while (reader.TryRead(out var chunk))
        {
            using (chunk)
                ids.AddRange(chunk[0].Values<ulong>()[..chunk.Count]);
        }

        return [.. CollectionsMarshal.AsSpan(ids)];
    }
}
