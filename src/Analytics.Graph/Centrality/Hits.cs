using Analytics.Graph.Csr;
using Analytics.Graph.Threads;

namespace Analytics.Graph.Centrality;

/// <summary>Scores of <see cref="Hits"/>.</summary>
/// <param name="Hubs">One per vertex, sum 1.</param>
/// <param name="Authorities">One per vertex, sum 1.</param>
/// <param name="Iterations">Iterations done.</param>
/// <param name="Change">Sum of absolute changes of the hub scores in the last one.</param>
public sealed record HitsResult(double[] Hubs, double[] Authorities, int Iterations, double Change);

/// <summary>
/// Hubs and authorities (Kleinberg 1999): a good hub points at good authorities, a good authority is pointed at by good
/// hubs. Weighted power iteration from equal hubs, both scaled to sum 1.
/// <para>O(arcs) per iteration. Memory: the transpose (none for a symmetric graph) and 24 bytes per vertex. Every
/// vertex sums its row in order and sums over vertices are joined by blocks, so threads leave no trace.</para>
/// </summary>
public static class Hits
{
    private const int ArcsPerBlock = 1 << 15;

    /// <summary>Scores; all zero where there are no arcs.</summary>
    /// <param name="graph">Directed or symmetric.</param>
    /// <param name="tolerance">Stop when the hub scores change by less than this in sum.</param>
    /// <param name="maxIterations">Stop after this many at the latest.</param>
    /// <param name="workers">Threads; all processors by default.</param>
    /// <param name="progress">Receives rising shares of the work from 0 to 1.</param>
    /// <param name="cancel">Stops between blocks of arcs.</param>
    public static HitsResult Run(
        CsrGraph graph, double tolerance = 1e-10, int maxIterations = 1000, Workers? workers = null,
        IProgress<double>? progress = null, CancellationToken cancel = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(tolerance);
        ArgumentOutOfRangeException.ThrowIfLessThan(maxIterations, 1);
        workers ??= Workers.All;
        int n = graph.VertexCount;
        CsrGraph incoming = graph.Reverse(workers, cancel: cancel);
        double[] hubs = new double[n];
        double[] before = new double[n];
        double[] authorities = new double[n];
        Array.Fill(before, 1.0 / Math.Max(1, n));
        double change = double.PositiveInfinity;
        int iteration = 0;
        while (iteration < maxIterations && !(change < tolerance))
        {
            Pull(incoming, before, authorities, workers, cancel);
            Pull(graph, authorities, hubs, workers, cancel);
            change = 0;
            for (int v = 0; v < n; v++)
                change += Math.Abs(hubs[v] - before[v]);
            (hubs, before) = (before, hubs);
            iteration++;
            progress?.Report((double)iteration / maxIterations);
        }

        progress?.Report(1);
        return new HitsResult(before, authorities, iteration, change);
    }

    private static void Pull(
        CsrGraph graph, double[] given, double[] pulled, Workers workers, CancellationToken cancel)
    {
        int[] bounds = ArcBlocks.Of(graph.Offsets, ArcsPerBlock);
        double[] sums = new double[bounds.Length - 1];
        workers.For(sums.Length, (block, _) =>
        {
            cancel.ThrowIfCancellationRequested();
            double total = 0;
            for (int v = bounds[block]; v < bounds[block + 1]; v++)
            {
                ReadOnlySpan<int> row = graph.Targets(v);
                ReadOnlySpan<float> weights = graph.Weights(v);
                double sum = 0;
                for (int i = 0; i < row.Length; i++)
                    sum += given[row[i]] * weights[i];
                pulled[v] = sum;
                total += sum;
            }

            sums[block] = total;
        });
        double all = sums.Sum();
        for (int v = 0; v < pulled.Length && all > 0; v++)
            pulled[v] /= all;
    }
}
