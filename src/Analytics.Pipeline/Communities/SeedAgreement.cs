using Analytics.Graph.Communities;
using Analytics.Graph.Csr;
using Analytics.Graph.Threads;

namespace Analytics.Pipeline.Communities;

/// <summary>
/// How far communities depend on the seed: the graph is clustered again with other seeds, and the partitions are
/// compared over the vertices that are in a community in both.
/// </summary>
/// <param name="Agreement">Mean adjusted mutual information; null where it was not measured.</param>
/// <param name="Stability">Per community the mean best Jaccard overlap; null where it was not measured.</param>
/// <param name="Note">Why nothing was measured; null where it was.</param>
internal sealed record SeedAgreement(double? Agreement, double[]? Stability, string? Note)
{
    /// <summary>Other seeds tried: the asked one plus 1, 2, 3.</summary>
    public const int ExtraSeeds = 3;

    // Together the extra seeds cost three times the clustering itself: seconds below these sizes.
    private const int MaxVertices = 400_000;
    private const long MaxArcs = 8_000_000;

    public static SeedAgreement Of(
        CsrGraph symmetric, Partition partition, BoundedClusteringOptions options, Workers workers,
        CancellationToken cancel)
    {
        if (symmetric.VertexCount > MaxVertices || symmetric.ArcCount > MaxArcs)
        {
            return new SeedAgreement(
                null, null, $"measured up to {MaxVertices:N0} accounts and {MaxArcs / 2:N0} pairs only");
        }

        if (partition.Count == 0)
            return new SeedAgreement(null, null, "no community");
        ulong[] seeds =
            [.. Enumerable.Range(1, ExtraSeeds).Select(extra => unchecked(options.Leiden.Seed + (ulong)extra))];
        var runs = EnsembleAgreement.Run(symmetric, options, seeds, workers, cancel: cancel);
        var agreement = runs.Average(run => PartitionAgreement.AdjustedMutualInformation(partition.Labels, run));
        return new SeedAgreement(agreement, EnsembleAgreement.PerCommunity(partition, runs), null);
    }
}
