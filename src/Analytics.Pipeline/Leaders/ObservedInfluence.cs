using Analytics.DuckDb;
using Analytics.Graph.Csr;
using Analytics.Graph.Influence;
using Analytics.Graph.Threads;
using Analytics.Pipeline.Communities;
using Analytics.Pipeline.Marts;

namespace Analytics.Pipeline.Leaders;

/// <summary>
/// Who acted on the same post, hashtag or link after whom: <see cref="CreditDistribution"/> on the acts of the window
/// and the attention of all accounts. Accounts without attention in any direction lead and follow nobody.
/// </summary>
internal static class ObservedInfluence
{
    /// <summary>Runs steps/item_actions.sql and shares out the credit.</summary>
    public static InfluenceCredit Learn(
        DuckDbConnection connection, ulong[] accountIds, CsrGraph attention, TimeSpan limit, Workers workers,
        CancellationToken cancel)
    {
        var actions = ReadActions(connection, accountIds, cancel);
        return CreditDistribution.Run(attention, actions, limit.Ticks / TimeSpan.TicksPerMicrosecond, workers, cancel);
    }

    /// <summary>Writes work.influence: one row per member that acted on any item.</summary>
    public static void Write(DuckDbConnection connection, InfluenceCredit influence, CommunityMembers members)
    {
        connection.Execute(
            """
            CREATE TABLE work.influence (
              vertex INTEGER, item_acts INTEGER, influenced_members INTEGER, influence_credit DOUBLE)
            """);
        var (credit, influenced) = influence.ReceivedWithin(members.CommunityIds);
        using RowAppender rows = new(connection, "work", "influence");
        for (var v = 0; v < credit.Length; v++)
        {
            if (influence.Activity[v] == 0) continue;
            var row = rows.Next();
            rows[0].Values<int>()[row] = v;
            rows[1].Values<int>()[row] = influence.Activity[v];
            rows[2].Values<int>()[row] = influenced[v];
            rows[3].Values<double>()[row] = credit[v] / (double)InfluenceCredit.Unit;
        }

        rows.Complete();
    }

    private static ItemActions ReadActions(
        DuckDbConnection connection, ulong[] accountIds, CancellationToken cancel)
    {
        var vertices = Numbers(accountIds);
        ItemActions actions = new();
        var ids = new ulong[DataChunk.Capacity];
        var origins = new int[DataChunk.Capacity];
        var actors = new int[DataChunk.Capacity];
        var (items, times) = (new ulong[DataChunk.Capacity], new long[DataChunk.Capacity]);
        using var reader = connection.Query(SqlFile.Read("steps/item_actions"), streaming: true, cancel);
        while (reader.TryRead(out var chunk))
        {
            using (chunk)
            {
                var count = chunk.Count;
                vertices.Of(chunk[1].Values<ulong>()[..count], actors);
                for (var row = 0; row < count; row++)
                    ids[row] = chunk[2].IsValid(row) ? chunk[2].Values<ulong>()[row] : chunk[1].Values<ulong>()[row];
                vertices.Of(ids.AsSpan(0, count), origins);
                var kept = 0;
                for (var row = 0; row < count; row++)
                {
                    if (actors[row] >= accountIds.Length) continue;
                    var origin = chunk[2].IsValid(row) && origins[row] < accountIds.Length ? origins[row] : -1;
                    (items[kept], times[kept]) = (chunk[0].Values<ulong>()[row], chunk[3].Values<long>()[row]);
                    (actors[kept], origins[kept]) = (actors[row], origin);
                    kept++;
                }

                actions.Add(items.AsSpan(0, kept), actors.AsSpan(0, kept), origins.AsSpan(0, kept),
                    times.AsSpan(0, kept));
            }
        }

        return actions;
    }

    /// <summary>Numbers of the accounts of the graph are their vertices; others get higher ones.</summary>
    private static AccountNumbers Numbers(ulong[] accountIds)
    {
        const int Block = 1 << 12;
        AccountNumbers numbers = new();
        Span<int> given = new int[Block];
        for (var at = 0; at < accountIds.Length; at += Block)
            numbers.Of(accountIds.AsSpan(at, Math.Min(Block, accountIds.Length - at)), given);
        return numbers;
    }
}
