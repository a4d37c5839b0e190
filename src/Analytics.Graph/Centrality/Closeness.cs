using Analytics.Graph.Csr;
using Analytics.Graph.Randomness;
using Analytics.Graph.Threads;

namespace Analytics.Graph.Centrality;

/// <summary>
/// Harmonic closeness: how near all others are to a vertex, <c>H(v) = Σ 1 / d(v, u)</c> over all u ≠ v that v reaches,
/// in arcs (Marchiori and Latora 2000). Vertices out of reach add nothing, so it needs no connected graph. It looks
/// along the arcs; on the reversed graph it says how near a vertex is to the others.
/// <para>Exact: searches from all vertices, 512 at a time, in O(vertices · arcs / 512) looks at a cache line and more
/// where sources lie far apart. Sampled: searches from enough random vertices that, with probability 1 − δ, no score
/// over n is wrong by more than ε (Eppstein and Wang 2004; Hoeffding's bound, which holds without replacement too).
/// </para>
/// <para>Each search adds whole multiples of n · 2⁻⁶¹, so results are the same for any number of workers. Memory: 24
/// bytes per vertex and 4 per arc, twice for a directed graph, and 213 bytes per vertex and worker.</para>
/// </summary>
public static class Closeness
{
    /// <summary>The exact score of every vertex, at most n − 1.</summary>
    public static double[] Harmonic(
        CsrGraph graph, Workers? workers = null, IProgress<double>? progress = null,
        CancellationToken cancel = default)
    {
        int[] all = new int[graph.VertexCount];
        for (int v = 0; v < all.Length; v++)
            all[v] = v;
        return From(graph, all, workers ?? Workers.All, new Supervision(progress, cancel));
    }

    /// <summary>Estimates of the scores from a sample of vertices, exact where the sample would be as large as the
    /// graph.</summary>
    public static SampledCloseness SampleHarmonic(
        CsrGraph graph, ClosenessSampling? options = null, Workers? workers = null,
        IProgress<double>? progress = null, CancellationToken cancel = default)
    {
        options ??= new ClosenessSampling();
        options.Check();
        int n = graph.VertexCount;
        int samples = options.SamplesFor(n);
        if (samples >= n)
            return new SampledCloseness(Harmonic(graph, workers, progress, cancel), n, 0, options.Delta);

        int[] order = new int[n];
        new Xoshiro256(options.Seed).Permutation(order);
        double[] scores = From(graph, order[..samples], workers ?? Workers.All, new Supervision(progress, cancel));
        for (int v = 0; v < n; v++)
            scores[v] *= (double)n / samples;
        return new SampledCloseness(scores, samples, options.Epsilon, options.Delta);
    }

    private static double[] From(CsrGraph graph, int[] vertices, Workers workers, Supervision supervision)
    {
        supervision.Reached(0);
        HopGraph hops = HopGraph.Of(
            graph, graph.IsSymmetric ? graph : graph.Reverse(workers), workers, supervision);
        int n = hops.Count;
        int[] sources = NumbersOf(vertices, hops);
        var lanes = new ClosenessLanes?[workers.Count];
        long[]?[] totals = new long[]?[workers.Count];
        double scale = Math.Pow(2, 61 - Math.Ceiling(Math.Log2(n + 1)));
        const int Group = ClosenessLanes.SourcesAtATime;
        int groups = (sources.Length + Group - 1) / Group;
        int done = 0;
        workers.For(groups, (block, worker) =>
        {
            supervision.ReachedBy(worker, (double)Interlocked.Increment(ref done) / (groups + 1));
            int first = block * Group;
            (lanes[worker] ??= new ClosenessLanes(hops)).Add(
                sources.AsSpan(first, Math.Min(Group, sources.Length - first)), totals[worker] ??= new long[n], scale);
        });

        double[] scores = new double[n];
        for (int v = 0; v < n; v++)
            scores[hops.Vertices[v]] = totals.Sum(total => total?[v] ?? 0) / scale;
        supervision.Reached(1);
        return scores;
    }

    /// <summary>Ascending, so that a group of sources lies close together; those without arcs reach nobody.</summary>
    private static int[] NumbersOf(int[] vertices, HopGraph hops)
    {
        bool[] chosen = new bool[hops.Count];
        foreach (int vertex in vertices)
            chosen[vertex] = true;
        return [.. Enumerable.Range(0, hops.Count).Where(i => chosen[hops.Vertices[i]] && hops.HasNeighbours(i))];
    }
}
