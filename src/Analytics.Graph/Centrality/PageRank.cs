using System.Numerics;
using Analytics.Graph.Csr;
using Analytics.Graph.Threads;

namespace Analytics.Graph.Centrality;

/// <summary>
/// PageRank (Brin and Page 1998), weighted, with the mass of vertices without outgoing arcs spread over all, or over
/// the vertices where walks restart:
/// <c>PR(v) = (1−d)·t(v) + d·( Σ_u PR(u)·w(u,v)/W(u) + dangling·t(v) )</c>, W(u) the weight of all arcs that leave u, t
/// the restart weights (1/n by default).
/// <para>Method: power iterations that pull along the transpose (<see cref="RankSweeps{T}"/>), in float64; on graphs
/// too large for a processor's cache what is pulled is rounded to float32 without loss for the result. On symmetric
/// graphs the steps are stretched (<see cref="Relaxation"/>), which saves up to half of the iterations. With tolerance
/// zero it is the plain power method.</para>
/// <para>O(arcs) per iteration. Memory: the transpose (none for a symmetric graph) and, the result included, 24
/// bytes per vertex; 8 more where weights differ, and up to 18 more in graphs of up to 2¹⁸ vertices. The result does
/// not depend on the number of threads.</para>
/// </summary>
public static class PageRank
{
    /// <summary>So many float64 fit beside the rest into a cache of one processor.</summary>
    internal const int SmallGraph = 1 << 16;

    /// <summary>The scores, positive where walks come, with sum 1; empty for an empty graph.</summary>
    public static double[] Run(
        CsrGraph graph, PageRankOptions? options = null, Workers? workers = null, IProgress<double>? progress = null,
        CancellationToken cancel = default) => Solve(graph, options, workers, progress, cancel).Scores;

    /// <summary>The scores together with the number of iterations and the last sum of absolute changes.</summary>
    /// <exception cref="ArgumentException">An option is out of range.</exception>
    public static PageRankResult Solve(
        CsrGraph graph, PageRankOptions? options = null, Workers? workers = null, IProgress<double>? progress = null,
        CancellationToken cancel = default)
    {
        options ??= new PageRankOptions();
        options.Check(graph.VertexCount);
        if (graph.VertexCount == 0)
            return new PageRankResult([], 0, 0);
        workers ??= Workers.All;
        RankSystem system = new(graph, options, workers, cancel);
        return graph.VertexCount <= SmallGraph
            ? Iterate<double>(system, options, workers, progress, cancel)
            : Iterate<float>(system, options, workers, progress, cancel);
    }

    internal static PageRankResult Iterate<T>(
        RankSystem system, PageRankOptions options, Workers workers, IProgress<double>? progress,
        CancellationToken cancel)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        RankSweeps<T> sweeps = new(system, workers);
        double change = double.PositiveInfinity;
        double reached = 0;
        int iterations = 0;
        // Eigenvalues are real where every arc has its mirror image.
        Relaxation? relaxation = system.IsSymmetric && options.Tolerance > 0 ? new(options.Damping) : null;
        while (iterations < options.MaxIterations && !(change < options.Tolerance))
        {
            change = sweeps.Sweep(relaxation?.Value ?? 1, workers, cancel);
            relaxation?.Observe(change);
            iterations++;
            progress?.Report(reached = Math.Max(reached, Share(change, iterations, options)));
        }

        progress?.Report(1);
        return new PageRankResult(sweeps.Scores(), iterations, change);
    }

    /// <summary>The change falls by a constant factor, so its logarithm tells how far the way is.</summary>
    private static double Share(double change, int iteration, PageRankOptions options)
    {
        double byCount = (double)iteration / options.MaxIterations;
        double byChange = options.Tolerance > 0 && change > 0 ? Math.Log(change) / Math.Log(options.Tolerance) : 0;
        return Math.Clamp(Math.Max(byCount, byChange), 0, 1);
    }
}
