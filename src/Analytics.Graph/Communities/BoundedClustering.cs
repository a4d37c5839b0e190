using Analytics.Graph.Csr;
using Analytics.Graph.Randomness;
using Analytics.Graph.Threads;

namespace Analytics.Graph.Communities;

/// <summary>
/// Communities within bounds of size. Result: every community is connected and has at least MinSize and at most
/// MaxSize vertices; the vertices of no community carry -1.
/// <list type="number">
/// <item>Leiden without bounds.</item>
/// <item>Each community above the ceiling is clustered again inside its induced subgraph, at twice the resolution each
/// time relative to the subgraph, until every part fits (<see cref="Splitting"/>).</item>
/// <item>Where anything was split, Leiden goes on from there over the whole graph at the asked resolution, with moves
/// that would break the ceiling forbidden: parts that were cut finer than necessary grow together again, and full
/// communities exchange vertices with others (<see cref="Exchange"/>).</item>
/// <item>Parts below the floor join the neighbour to which most weight leads among those with room
/// (<see cref="SmallParts"/>); what has no such neighbour is the residual.</item>
/// </list>
/// So the residual is small components, and fringe whose every neighbouring community is full: the leaves of a star
/// larger than the ceiling are the plainest case.
/// <para>Deterministic. Time and memory as <see cref="Communities.Leiden"/>, plus one subgraph at a time.</para>
/// </summary>
public static class BoundedClustering
{
    /// <summary>Finds bounded communities of a symmetric graph.</summary>
    /// <exception cref="ArgumentException">The graph is not symmetric or an option is out of range.</exception>
    public static Partition Run(
        CsrGraph graph, BoundedClusteringOptions options, Workers? workers = null,
        IProgress<double>? progress = null, CancellationToken cancel = default)
    {
        options.Check();
        LeidenOptions unbounded = options.Leiden with { MaxSize = int.MaxValue };
        Partition found = Communities.Leiden.Run(graph, unbounded, workers, Part(progress, 0, 0.5), cancel);

        int[] labels = found.Labels;
        if (found.Count > 0 && found.Sizes()[0] > options.MaxSize)
        {
            labels = new Splitting(graph, options, workers, cancel).Run(found);
            progress?.Report(0.7);
            LeidenOptions bounded = options.Leiden with
            {
                MaxSize = options.MaxSize,
                Seed = Xoshiro256.Derive(options.Leiden.Seed, ulong.MaxValue),
            };
            labels = Communities.Leiden.Improve(
                graph, labels, bounded, workers, Part(progress, 0.7, 0.25), cancel).Labels;
        }

        SmallParts.Merge(graph, labels, options.MinSize, options.MaxSize);
        progress?.Report(1);
        return Partition.Numbered(labels, options.MinSize);
    }

    private static ScaledProgress? Part(IProgress<double>? progress, double start, double share) =>
        progress is null ? null : new ScaledProgress(progress, start, share);

    private sealed class ScaledProgress(IProgress<double> whole, double start, double share) : IProgress<double>
    {
        public void Report(double value) => whole.Report(start + share * value);
    }
}
