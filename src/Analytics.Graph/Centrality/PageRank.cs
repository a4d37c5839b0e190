using Analytics.Graph.Csr;

namespace Analytics.Graph.Centrality;

/// <summary>
/// PageRank (Brin and Page 1998), weighted, with the mass of vertices without outgoing arcs spread over all:
/// <c>PR(v) = (1−d)/n + d·( Σ_u PR(u)·w(u,v)/W(u) + dangling/n )</c>, W(u) the weight of all arcs that leave u.
/// <para>Method: power iteration that pulls along the transpose, each vertex summing its arcs in a fixed order in
/// float64, so the result does not depend on how vertices are divided among threads.</para>
/// <para>Memory: the transpose (8 bytes per arc and vertex; none for a symmetric graph) and 24 bytes per vertex.</para>
/// </summary>
public static class PageRank
{
    private const int CancellationStride = 1 << 14;

    /// <summary>The scores, positive, with sum 1; empty for an empty graph.</summary>
    public static double[] Run(
        CsrGraph graph, PageRankOptions? options = null, IProgress<double>? progress = null,
        CancellationToken cancel = default) => Solve(graph, options, progress, cancel).Scores;

    /// <summary>The scores together with the number of iterations and the last sum of absolute changes.</summary>
    public static PageRankResult Solve(
        CsrGraph graph, PageRankOptions? options = null, IProgress<double>? progress = null,
        CancellationToken cancel = default)
    {
        options ??= new PageRankOptions();
        options.Check();
        int n = graph.VertexCount;
        if (n == 0)
            return new PageRankResult([], 0, 0);

        CsrGraph incoming = graph.Reverse();
        double[] outWeight = new double[n];
        for (int v = 0; v < n; v++)
            outWeight[v] = graph.OutWeight(v);
        double[] scores = new double[n];
        Array.Fill(scores, 1.0 / n);
        double[] share = new double[n];

        double change = double.PositiveInfinity;
        int iteration = 0;
        while (iteration < options.MaxIterations && !(change < options.Tolerance))
        {
            double dangling = Distribute(scores, outWeight, share);
            double floor = (1 - options.Damping) / n + options.Damping * dangling / n;
            change = Pull(incoming, scores, share, floor, options.Damping, cancel);
            iteration++;
            progress?.Report(Share(change, iteration, options));
        }

        progress?.Report(1);
        return new PageRankResult(scores, iteration, change);
    }

    /// <summary>What each vertex gives per unit of arc weight; returns the mass of those that cannot give.</summary>
    private static double Distribute(double[] scores, double[] outWeight, double[] share)
    {
        double dangling = 0;
        for (int v = 0; v < scores.Length; v++)
        {
            share[v] = outWeight[v] > 0 ? scores[v] / outWeight[v] : 0;
            dangling += outWeight[v] > 0 ? 0 : scores[v];
        }

        return dangling;
    }

    private static unsafe double Pull(
        CsrGraph incoming, double[] scores, double[] share, double floor, double damping, CancellationToken cancel)
    {
        double change = 0;
        // Offsets and sources are in range by construction of the graph: no bounds checks in the hot loop.
        fixed (long* offset = incoming.Offsets)
        fixed (int* source = incoming.TargetArray)
        fixed (float* weight = incoming.WeightArray)
        fixed (double* given = share)
        {
            for (int v = 0; v < scores.Length; v++)
            {
                if (v % CancellationStride == 0)
                    cancel.ThrowIfCancellationRequested();
                double sum = 0;
                for (long i = offset[v]; i < offset[v + 1]; i++)
                    sum += given[source[i]] * weight[i];
                double score = floor + damping * sum;
                change += Math.Abs(score - scores[v]);
                scores[v] = score;
            }
        }

        return change;
    }

    /// <summary>The change falls by a constant factor, so its logarithm tells how far the way is.</summary>
    private static double Share(double change, int iteration, PageRankOptions options)
    {
        double byCount = (double)iteration / options.MaxIterations;
        double byChange = options.Tolerance > 0 && change > 0 ? Math.Log(change) / Math.Log(options.Tolerance) : 0;
        return Math.Clamp(Math.Max(byCount, byChange), 0, 1);
    }
}
