using Analytics.Graph.Csr;
using Analytics.Graph.Threads;

namespace Analytics.Graph.Communities;

/// <summary>
/// How much of a clustering is in the data and how much in the seed: the same search with several seeds, compared.
/// 1 = every seed finds the same, 0 = no more than chance.
/// </summary>
public static class EnsembleAgreement
{
    /// <summary>Bounded clustering once per seed.</summary>
    public static int[][] Run(
        CsrGraph graph, BoundedClusteringOptions options, ReadOnlySpan<ulong> seeds,
        Workers? workers = null, IProgress<double>? progress = null, CancellationToken cancel = default)
    {
        int[][] runs = new int[seeds.Length][];
        for (int i = 0; i < seeds.Length; i++)
        {
            BoundedClusteringOptions seeded = options with { Leiden = options.Leiden with { Seed = seeds[i] } };
            runs[i] = BoundedClustering.Run(graph, seeded, workers, null, cancel).Labels;
            progress?.Report((i + 1.0) / seeds.Length);
        }

        return runs;
    }

    /// <summary>Mean adjusted mutual information over all pairs of label arrays; NaN for fewer than two.</summary>
    public static double MeanMutualInformation(IReadOnlyList<int[]> runs)
    {
        double sum = 0;
        int pairs = 0;
        for (int i = 0; i < runs.Count; i++)
        {
            for (int j = 0; j < i; j++, pairs++)
                sum += PartitionAgreement.AdjustedMutualInformation(runs[i], runs[j]);
        }

        return pairs > 0 ? sum / pairs : double.NaN;
    }

    /// <summary>
    /// For every community of <paramref name="reference"/> the mean over the runs of its best Jaccard index with a
    /// community of that run: tells the communities that every seed finds from those that one seed made up. NaN
    /// without runs.
    /// </summary>
    public static double[] PerCommunity(Partition reference, IReadOnlyList<int[]> runs)
    {
        double[] mean = new double[reference.Count];
        int[] sizes = reference.Sizes();
        foreach (int[] run in runs)
        {
            double[] best = new double[reference.Count];
            int[] runSizes = new Partition(run, run.Length == 0 ? 0 : run.Max() + 1).Sizes();
            foreach ((int row, int column, int count) in Contingency.Of(reference.Labels, run).Cells)
                best[row] = Math.Max(best[row], (double)count / (sizes[row] + runSizes[column] - count));
            for (int c = 0; c < mean.Length; c++)
                mean[c] += best[c];
        }

        for (int c = 0; c < mean.Length; c++)
            mean[c] = runs.Count > 0 ? mean[c] / runs.Count : double.NaN;
        return mean;
    }
}
