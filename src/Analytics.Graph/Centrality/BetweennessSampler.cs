using Analytics.Graph.Influence;
using Analytics.Graph.Threads;

namespace Analytics.Graph.Centrality;

/// <summary>
/// Draws shortest paths of random pairs until the share of them that each vertex lies on is known well enough, by
/// whichever comes first of two bounds, half of δ each:
/// <para>So many paths that all shares are right at once because few vertices can be on one path: <c>r = (1/2ε²) ·
/// (⌊log₂(d − 2)⌋ + 1 + ln(2/δ))</c>, d the largest number of vertices on a shortest path (Riondato and Kornaropoulos
/// 2016). In a symmetric graph without lengths d is at most twice the depth of a search from any vertex, plus one; else
/// it is bounded by the size of a component.</para>
/// <para>Or, after each doubling up to there, Chernoff's bound for each vertex's own share, which is far sharper when
/// nobody lies on most paths (adaptive as in Borassi and Natale 2019).</para>
/// </summary>
internal sealed class BetweennessSampler
{
    private const int PerBlock = 64;

    /// <summary>Below this many paths nothing is known about anybody.</summary>
    private const double FewestSamples = 1024;

    private readonly HopGraph _graph;
    private readonly BetweennessSampling _options;
    private readonly Workers _workers;
    private readonly Supervision _supervision;
    private readonly IPathDraws?[] _paths;
    private readonly long[]?[] _counts;
    private readonly int _rounds;
    private readonly double _most;

    public BetweennessSampler(
        HopGraph graph, bool symmetric, BetweennessSampling options, Workers workers, Supervision supervision)
    {
        (_graph, _options, _workers, _supervision) = (graph, options, workers, supervision);
        _paths = new IPathDraws?[workers.Count];
        _counts = new long[]?[workers.Count];
        bool boundsDepth = symmetric && options.Lengths == ArcLengths.Hops;
        double choices = Math.Floor(Math.Log2(Math.Max(1, LongestPath(graph, boundsDepth) - 2))) + 1;
        _most = 0.5 / (options.Epsilon * options.Epsilon) * (choices + Math.Log(2 / options.Delta));
        _rounds = 1 + (int)Math.Max(0, Math.Ceiling(Math.Log2(_most / FewestSamples)));
    }

    /// <summary>So many paths are enough for any graph of this depth.</summary>
    public double MostSamples => _most;

    public long Samples { get; private set; }

    /// <summary>No share is further off.</summary>
    public double Error { get; private set; }

    /// <summary>How many of the paths each vertex lies on.</summary>
    public long[] Run()
    {
        double cost = Math.Log(4.0 * _rounds * _graph.Count / _options.Delta);
        long[] sums = new long[_graph.Count];
        for (int round = 1; round <= _rounds; round++)
        {
            Draw((long)Math.Ceiling(_most / Math.Pow(2, _rounds - round)));
            for (int v = 0; v < sums.Length; v++)
                sums[v] = _counts.Sum(count => count?[v] ?? 0);
            Error = Uncertainty(sums.Max(), cost);
            if (Error <= _options.Epsilon)
                return sums;
        }

        Error = _options.Epsilon;
        return sums;
    }

    /// <summary>How far off any share may be, given the largest: below one half larger ones are less certain, and near
    /// it none is less certain than Hoeffding's bound says.</summary>
    private double Uncertainty(long hits, double cost)
    {
        double share = (double)hits / Samples;
        double most = Math.Sqrt(cost / (2 * Samples));
        if (share + most >= 0.5)
            return most;
        return Math.Max(
            SpreadBounds.Upper(hits, Samples, cost) - share, share - SpreadBounds.Lower(hits, Samples, cost));
    }

    private void Draw(long samples)
    {
        int first = (int)(Samples / PerBlock);
        int end = (int)Math.Min(int.MaxValue - 1, (samples + PerBlock - 1) / PerBlock);
        long most = (long)_most;
        _workers.For(end - first, (block, worker) =>
        {
            _supervision.ReachedBy(worker, Math.Min(0.99, (double)(first + block) * PerBlock / most));
            IPathDraws paths = _paths[worker] ??= _options.Lengths == ArcLengths.Hops
                ? new BetweennessPaths(_graph)
                : new BetweennessRoutePaths(_graph);
            paths.Draw(_options.Seed, first + block, PerBlock, _counts[worker] ??= new long[_graph.Count]);
        });
        Samples = (long)end * PerBlock;
    }

    /// <summary>Most vertices that a shortest path can have.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="boundsDepth">Whether a search from any vertex says so; else a component is the limit.</param>
    private static long LongestPath(HopGraph graph, bool boundsDepth)
    {
        long longest = 0;
        foreach ((int start, int end) in graph.Components())
        {
            if (!boundsDepth)
            {
                longest = Math.Max(longest, end - start);
                continue;
            }

            // Numbers follow a search from the first vertex, so the smallest neighbour is where it came from.
            int[] depths = new int[end - start];
            for (int v = start + 1; v < end; v++)
                depths[v - start] = depths[graph.OutTargets[graph.OutOffsets[v]] - start] + 1;
            longest = Math.Max(longest, 2L * depths.Max() + 1);
        }

        return longest;
    }
}
