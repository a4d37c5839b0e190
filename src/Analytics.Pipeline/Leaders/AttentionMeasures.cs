using Analytics.DuckDb;
using Analytics.Graph.Threads;
using Analytics.Pipeline.Communities;
using Analytics.Pipeline.Definition;
using Analytics.Pipeline.Marts;

namespace Analytics.Pipeline.Leaders;

/// <summary>
/// Per member: attention of members that keeps coming, and attention of late. Each member who follows adds the weight
/// of a follow. Steady: of each slot of time only the weightiest interaction counts, so a burst counts once. Recent:
/// every interaction counts, halved with every recent half-life. Sums are whole numbers of 1 / 1,048,576.
/// <para>Communities are independent of each other, and each is done by one thread: 1 KB a member.</para>
/// </summary>
internal static class AttentionMeasures
{
    /// <summary>Slots of a recent half-life.</summary>
    public const int SlotsPerHalfLife = 20;

    /// <summary>Writes work.attention_measures: one row per member.</summary>
    public static long Write(
        DuckDbConnection connection, AttentionPairs pairs, CommunityMembers members, EdgeWeights weights,
        Workers workers, CancellationToken cancel)
    {
        var (steady, recent) = Measure(pairs, members, weights, workers, cancel);
        connection.Execute(
            "CREATE TABLE work.attention_measures (vertex INTEGER, steady_attention DOUBLE, recent_attention DOUBLE)");
        using RowAppender rows = new(connection, "work", "attention_measures");
        var count = 0L;
        for (var v = 0; v < steady.Length; v++)
        {
            if (members.CommunityIds[v] == 0) continue;
            var row = rows.Next();
            rows[0].Values<int>()[row] = v;
            rows[1].Values<double>()[row] = steady[v] / AttentionGraph.UnitsPerWeight;
            rows[2].Values<double>()[row] = recent[v] / AttentionGraph.UnitsPerWeight;
            count++;
        }

        rows.Complete();
        return count;
    }

    private static (long[] Steady, long[] Recent) Measure(
        AttentionPairs pairs, CommunityMembers members, EdgeWeights weights, Workers workers, CancellationToken cancel)
    {
        var units = weights.ByKind();
        var recentUnits = RecentUnits(units);
        var (steady, recent) = (new long[members.VertexCount], new long[members.VertexCount]);
        long[] communities = [.. members.CommunityIds.Where(id => id != 0).Distinct().Order()];
        var weightiest = new long[workers.Count][];
        workers.For(communities.Length, (community, worker) =>
        {
            cancel.ThrowIfCancellationRequested();
            var vertices = members.Of(communities[community]);
            ref var own = ref weightiest[worker];
            if (own is null || own.Length < vertices.Length * Interaction.Slots)
                own = new long[vertices.Length * Interaction.Slots];
            Array.Clear(own, 0, vertices.Length * Interaction.Slots);
            foreach (var actor in vertices)
            {
                var (part, row) = pairs.Row(actor);
                for (var pair = row.Start.Value; pair < row.End.Value; pair++)
                {
                    var target = part.Targets[pair];
                    if (members.CommunityIds[target] != communities[community]) continue;
                    if ((part.Kinds[pair] & 1) != 0)
                    {
                        steady[target] += units[1];
                        recent[target] += units[1];
                    }

                    var slots = own.AsSpan(members.Places[target] * Interaction.Slots, Interaction.Slots);
                    foreach (var interaction in part.Of(pair))
                    {
                        ref var slot = ref slots[interaction.Slot];
                        slot = Math.Max(slot, units[interaction.Kind]);
                        recent[target] += recentUnits[(interaction.Kind * Interaction.Slots) + interaction.Slot];
                    }
                }
            }

            for (var i = 0; i < vertices.Length; i++)
            {
                foreach (var slot in own.AsSpan(i * Interaction.Slots, Interaction.Slots)) steady[vertices[i]] += slot;
            }
        });
        return (steady, recent);
    }

    /// <summary>What an interaction is worth by its kind and slot.</summary>
    private static long[] RecentUnits(long[] units)
    {
        var recent = new long[units.Length * Interaction.Slots];
        for (var kind = 0; kind < units.Length; kind++)
        {
            for (var slot = 0; slot < Interaction.Slots; slot++)
            {
                recent[(kind * Interaction.Slots) + slot] =
                    (long)Math.Round(units[kind] * Math.Pow(2, -slot / (double)SlotsPerHalfLife));
            }
        }

        return recent;
    }
}
