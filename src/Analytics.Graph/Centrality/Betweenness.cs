using Analytics.Graph.Csr;
using Analytics.Graph.Threads;

namespace Analytics.Graph.Centrality;

/// <summary>
/// Betweenness: for how many pairs of others a vertex lies between, each pair counting as 1 that its shortest paths
/// share (Freeman 1977), <c>b(v) = Σ σ_st(v) / σ_st</c> over s ≠ v ≠ t. In a symmetric graph each unordered pair counts
/// once, in others each ordered pair. Ends of a path do not count, loops do not matter, pairs without a path add
/// nothing.
/// <para>Method: the dependencies of all sources (Brandes 2001), eight sources at a time if arcs have no lengths;
/// pendant trees of symmetric graphs are folded away before and accounted for exactly. Sources run in parallel; what
/// each adds is rounded to a whole multiple of a power of two near n² · 2⁻⁶⁰, so that the sum is the same in any order
/// and for any number of workers; rounding costs at most n³ · 2⁻⁶⁰ in a score.</para>
/// <para>Cost: O(vertices · arcs), with lengths O(vertices · (arcs + vertices · log vertices)). Memory: 12 bytes per
/// vertex and 4 per arc (12 with lengths), twice for a directed graph, and per worker 205 to 300 bytes per vertex.
/// </para>
/// </summary>
public static class Betweenness
{
    /// <summary>At least so many paths can be drawn in the time that one source takes among all.</summary>
    private const double PathsPerSource = 14;

    /// <summary>The same with lengths, where a search does not begin at both ends.</summary>
    private const double RoutesPerSource = 2;

    /// <summary>The score of every vertex.</summary>
    /// <param name="graph">Directed or symmetric.</param>
    /// <param name="options">Lengths of arcs, scaling of scores.</param>
    /// <param name="workers">Threads to use; all by default.</param>
    /// <param name="progress">Receives the share of sources done.</param>
    /// <param name="cancel">Stops between two groups of sources.</param>
    /// <exception cref="OverflowException">A pair has more than 1e280 shortest paths.</exception>
    public static double[] Run(
        CsrGraph graph, BetweennessOptions? options = null, Workers? workers = null,
        IProgress<double>? progress = null, CancellationToken cancel = default)
    {
        options ??= new BetweennessOptions();
        Supervision supervision = new(progress, cancel);
        supervision.Reached(0);
        int n = graph.VertexCount;
        workers ??= Workers.All;
        CsrGraph reverse = graph.IsSymmetric ? graph : graph.Reverse(workers);
        PendantTrees? trees = graph.IsSymmetric ? PendantTrees.Of(graph) : null;
        HopGraph core = HopGraph.Of(graph, reverse, workers, supervision, trees?.Folded, options.Lengths);
        double[] weights = new double[core.Count];
        for (int v = 0; v < core.Count; v++)
            weights[v] = trees?.Weights[core.Vertices[v]] ?? 1;

        int[] sources = [.. Enumerable.Range(0, core.Count).Where(core.HasNeighbours)];
        double[] scores = new double[n];
        Spread(core, Sweep(core, weights, sources, n, options.Lengths, workers, supervision), scores);
        if (trees is not null)
            AddPairsWithin(trees, core, weights, scores);
        Scale(scores, (graph.IsSymmetric ? 0.5 : 1) * (options.Normalised ? Normalisation(graph) : 1));
        supervision.Reached(1);
        return scores;
    }

    /// <summary>
    /// The dependencies <c>Σ σ_st(v) / σ_st</c> over all t and the given s only, as ordered pairs; times n and over the
    /// number of sources an estimate of the whole.
    /// </summary>
    /// <param name="graph">Directed or symmetric.</param>
    /// <param name="sources">Vertices, each counted as often as it is listed.</param>
    /// <param name="lengths">Lengths of arcs.</param>
    /// <param name="workers">Threads to use; all by default.</param>
    /// <param name="progress">Receives the share of sources done.</param>
    /// <param name="cancel">Stops between two groups of sources.</param>
    public static double[] Dependencies(
        CsrGraph graph, ReadOnlySpan<int> sources, ArcLengths lengths = ArcLengths.Hops, Workers? workers = null,
        IProgress<double>? progress = null, CancellationToken cancel = default)
    {
        int n = graph.VertexCount;
        Supervision supervision = new(progress, cancel);
        supervision.Reached(0);
        workers ??= Workers.All;
        HopGraph hops = HopGraph.Of(
            graph, graph.IsSymmetric ? graph : graph.Reverse(workers), workers, supervision, lengths: lengths);
        double[] weights = new double[n];
        Array.Fill(weights, 1);
        int[] numbers = new int[n];
        for (int i = 0; i < n; i++)
            numbers[hops.Vertices[i]] = i;
        int[] places = new int[sources.Length];
        for (int i = 0; i < places.Length; i++)
            places[i] = numbers[sources[i]];
        places.AsSpan().Sort();
        double[] scores = new double[n];
        int pairs = Math.Max(n, places.Length);
        Spread(hops, Sweep(hops, weights, places, pairs, lengths, workers, supervision), scores);
        supervision.Reached(1);
        return scores;
    }

    /// <summary>Estimates of the scores of <see cref="Run"/> from shortest paths of random pairs of vertices, with a
    /// stated error. For graphs too large for all sources; where these take less time than so many
    /// paths, the exact scores.</summary>
    /// <param name="graph">Directed or symmetric.</param>
    /// <param name="options">How exact.</param>
    /// <param name="workers">Threads to use; all by default.</param>
    /// <param name="progress">Receives the share of paths done that may be needed.</param>
    /// <param name="cancel">Stops between two blocks of paths.</param>
    public static SampledBetweenness Sample(
        CsrGraph graph, BetweennessSampling? options = null, Workers? workers = null,
        IProgress<double>? progress = null, CancellationToken cancel = default)
    {
        options ??= new BetweennessSampling();
        options.Check();
        Supervision supervision = new(progress, cancel);
        supervision.Reached(0);
        double[] scores = new double[graph.VertexCount];
        if (scores.Length < 3)
            return new SampledBetweenness(scores, 0, 0, options.Delta);
        workers ??= Workers.All;
        HopGraph hops = HopGraph.Of(
            graph, graph.IsSymmetric ? graph : graph.Reverse(workers), workers, supervision,
            lengths: options.Lengths);
        BetweennessSampler sampler = new(hops, graph.IsSymmetric, options, workers, supervision);
        double perSource = options.Lengths == ArcLengths.Hops ? PathsPerSource : RoutesPerSource;
        if (sampler.MostSamples > perSource * scores.Length)
        {
            scores = Run(graph, new BetweennessOptions(options.Lengths), workers, progress, cancel);
            return new SampledBetweenness(scores, 0, 0, options.Delta);
        }

        long[] counts = sampler.Run();
        double pairs = scores.Length * (scores.Length - 1.0) * (graph.IsSymmetric ? 0.5 : 1);
        for (int v = 0; v < scores.Length; v++)
            scores[hops.Vertices[v]] = counts[v] * pairs / sampler.Samples;
        supervision.Reached(1);
        return new SampledBetweenness(scores, sampler.Samples, sampler.Error, options.Delta);
    }

    private static double[] Sweep(
        HopGraph graph, double[] weights, int[] sources, int vertices, ArcLengths lengths, Workers workers,
        Supervision supervision)
    {
        var sweeps = new ISourceSweeps?[workers.Count];
        long[]?[] totals = new long[]?[workers.Count];
        // No score exceeds the number of ordered pairs.
        double scale = Math.Pow(2, 61 - Math.Ceiling(2 * Math.Log2(vertices + 1)));
        ISourceSweeps own = Create();
        sweeps[0] = own;
        int group = own.SourcesAtATime;
        int groups = (sources.Length + group - 1) / group;
        int done = 0;
        workers.For(groups, (block, worker) =>
        {
            supervision.ReachedBy(worker, (double)Interlocked.Increment(ref done) / (groups + 1));
            int first = block * group;
            (sweeps[worker] ??= Create()).Add(
                sources.AsSpan(first, Math.Min(group, sources.Length - first)),
                totals[worker] ??= new long[graph.Count], scale);
        });

        double[] sums = new double[graph.Count];
        for (int v = 0; v < sums.Length; v++)
            sums[v] = totals.Sum(total => total?[v] ?? 0) / scale;
        return sums;

        ISourceSweeps Create() => lengths == ArcLengths.Hops
            ? new BetweennessLanes(graph, weights)
            : new BetweennessRoutes(graph, weights);
    }

    private static void Spread(HopGraph core, double[] sums, double[] scores)
    {
        for (int v = 0; v < sums.Length; v++)
            scores[core.Vertices[v]] = sums[v];
    }

    private static void AddPairsWithin(PendantTrees trees, HopGraph core, double[] weights, double[] scores)
    {
        double[] sizes = new double[scores.Length];
        foreach ((int start, int end) in core.Components())
        {
            double size = 0;
            for (int v = start; v < end; v++)
                size += weights[v];
            for (int v = start; v < end; v++)
                sizes[core.Vertices[v]] = size;
        }

        double[] pairs = trees.PairsWithin(sizes);
        for (int v = 0; v < scores.Length; v++)
            scores[v] += pairs[v];
    }

    private static double Normalisation(CsrGraph graph)
    {
        double pairs = (graph.VertexCount - 1.0) * (graph.VertexCount - 2.0) * (graph.IsSymmetric ? 0.5 : 1);
        return pairs > 0 ? 1 / pairs : 0;
    }

    private static void Scale(double[] scores, double factor)
    {
        for (int v = 0; v < scores.Length; v++)
            scores[v] *= factor;
    }
}
