using Analytics.Graph.Csr;
using Analytics.Graph.Threads;

namespace Analytics.Pipeline.Communities;

/// <summary>
/// The attention graph in memory: vertex v is the account <c>AccountIds[v]</c>, vertices are in the order of account
/// ids, and an arc leads from the actor to the target with the weight that steps/acts.sql gave it.
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

    public static AttentionGraph Of(AttentionPairs pairs, Workers workers, CancellationToken cancel)
    {
        var directed = ArcsOf(pairs, cancel);
        return new AttentionGraph(pairs.AccountIds, directed, directed.Symmetrize(workers, cancel: cancel));
    }

    /// <summary>Actor to target; pairs of weight 0 lead nowhere.</summary>
    public static CsrGraph ArcsOf(AttentionPairs pairs, CancellationToken cancel)
    {
        var none = pairs.Parts.Sum(part => (long)part.Weights.AsSpan().Count(0L));
        CsrRowWriter writer = new(pairs.AccountIds.Length, pairs.Count - none);
        foreach (var part in pairs.Parts)
        {
            cancel.ThrowIfCancellationRequested();
            var (actors, targets) = (new int[part.Weights.Length], new int[part.Weights.Length]);
            var weights = new float[part.Weights.Length];
            var arcs = 0;
            for (var i = 0; i < weights.Length; i++)
            {
                if (part.Weights[i] == 0) continue;
                (actors[arcs], targets[arcs]) = (part.Actors[i], part.Targets[i]);
                weights[arcs++] = (float)(part.Weights[i] / UnitsPerWeight);
            }

            writer.Add(actors.AsSpan(0, arcs), targets.AsSpan(0, arcs), weights.AsSpan(0, arcs));
        }

        return writer.Complete();
    }
}
