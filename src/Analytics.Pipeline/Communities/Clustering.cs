using Analytics.Graph.Communities;
using Analytics.Graph.Threads;
using Analytics.Pipeline.Definition;

namespace Analytics.Pipeline.Communities;

/// <summary>The communities of the attention graph, by the rules of the pipeline file.</summary>
/// <param name="Partition">Label per vertex, -1 in the residual.</param>
/// <param name="Agreement">How far the partition depends on the seed.</param>
internal sealed record Clustering(Partition Partition, SeedAgreement Agreement)
{
    public static Clustering Run(
        AttentionGraph graph, CommunitiesDefinition definition, int minSize, Workers workers,
        Action<double> progress, CancellationToken cancel)
    {
        if (graph.AccountIds.Length == 0)
            return new Clustering(new Partition([], 0), new SeedAgreement(null, null, "no community"));
        BoundedClusteringOptions options = new(definition.MaxSize, minSize)
        {
            Leiden = new LeidenOptions
            {
                Objective = definition.Objective == CommunityObjective.Cpm
                    ? Objective.ConstantPotts
                    : Objective.Modularity,
                Resolution = definition.Resolution,
                Seed = (ulong)definition.Seed,
            },
        };
        var partition = BoundedClustering.Run(graph.Symmetric, options, workers, new Relay(progress), cancel);
        return new Clustering(partition, SeedAgreement.Of(graph.Symmetric, partition, options, workers, cancel));
    }

    // Progress<T> would post to a synchronisation context and let reports overtake each other.
    private sealed class Relay(Action<double> report) : IProgress<double>
    {
        public void Report(double value) => report(value);
    }
}
