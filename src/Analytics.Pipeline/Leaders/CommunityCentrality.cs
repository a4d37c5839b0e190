using Analytics.Graph.Centrality;
using Analytics.Graph.Communities;
using Analytics.Graph.Csr;
using Analytics.Graph.Threads;
using Analytics.Pipeline.Communities;

namespace Analytics.Pipeline.Leaders;

/// <summary>
/// PageRank, coreness, betweenness and neighbour-degree sum of every member, each within its own community: on the
/// attention between members only, with its directions and weights for PageRank, without both for the others.
/// Communities are independent of each other and each is done by one thread in a fixed order, so the result does not
/// depend on the number of threads.
/// </summary>
/// <param name="PageRank">One per vertex; NaN in the residual.</param>
/// <param name="Coreness">One per vertex; -1 in the residual.</param>
/// <param name="Betweenness">One per vertex: the share of pairs of other members that it lies between; NaN in the
/// residual.</param>
/// <param name="BetweennessError">One per community: with probability 0.99 no share is further off; 0 where they are
/// exact.</param>
/// <param name="NeighbourDegreeSum">One per vertex: degrees of its neighbours, added up.</param>
internal sealed record CommunityCentrality(
    double[] PageRank, int[] Coreness, double[] Betweenness, double[] BetweennessError, long[] NeighbourDegreeSum)
{
    // Accounts in the same position differ in the last bits, by the order of additions. Rounding makes them equal,
    // so that they share a rank; the smallest PageRank in 20,000 accounts is 7.5e-6.
    private const int Decimals = 12;
    private const double Epsilon = 0.02;

    public static CommunityCentrality Of(
        AttentionGraph graph, Partition partition, int seed, Workers workers, Action<double> progress,
        CancellationToken cancel)
    {
        var n = graph.Directed.VertexCount;
        var members = partition.Members();
        CommunityCentrality result = new(
            new double[n], new int[n], new double[n], new double[members.Count], new long[n]);
        Array.Fill(result.PageRank, double.NaN);
        Array.Fill(result.Betweenness, double.NaN);
        Array.Fill(result.Coreness, -1);
        var done = 0;
        var cuts = new Cut[workers.Count];
        using Workers alone = new(1);
        workers.For(members.Count, (community, worker) =>
        {
            cancel.ThrowIfCancellationRequested();
            var vertices = members[community];
            var cut = cuts[worker] ??= new Cut(graph, alone);
            var symmetric = cut.Symmetric.Take(vertices, cancel: cancel);
            result.Measure(cut.Directed.Take(vertices, cancel: cancel), symmetric, vertices, alone, cancel);
            result.MeasureBetweenness(symmetric, community, vertices, seed, alone, cancel);
            progress((double)Interlocked.Increment(ref done) / members.Count);
        });
        return result;
    }

    private void Measure(
        CsrGraph directed, CsrGraph symmetric, ReadOnlySpan<int> vertices, Workers alone, CancellationToken cancel)
    {
        var ranks = Graph.Centrality.PageRank.Run(directed, null, alone, cancel: cancel);
        var cores = Graph.Centrality.Coreness.Run(symmetric, alone, cancel: cancel);
        var sums = NeighbourDegrees.Sums(symmetric, alone, cancel: cancel);
        for (var i = 0; i < vertices.Length; i++)
        {
            NeighbourDegreeSum[vertices[i]] = sums[i];
            PageRank[vertices[i]] = Math.Round(ranks[i], Decimals);
            Coreness[vertices[i]] = cores[i];
        }
    }

    /// <summary>
    /// Exact where that costs no more than enough random shortest paths for an error of <see cref="Epsilon"/>
    /// (Riondato and Kornaropoulos 2016; Borassi and Natale 2016), which is so up to a thousand members or so.
    /// </summary>
    private void MeasureBetweenness(
        CsrGraph symmetric, int community, ReadOnlySpan<int> vertices, int seed, Workers alone,
        CancellationToken cancel)
    {
        var sampled = Graph.Centrality.Betweenness.Sample(
            symmetric, new BetweennessSampling(Epsilon, Seed: (ulong)seed), alone, cancel: cancel);
        double n = vertices.Length;
        var pairs = Math.Max(1, (n - 1) * (n - 2) / 2);
        // The error is a share of all pairs, those with the member itself included.
        BetweennessError[community] = sampled.Error * n / Math.Max(1, n - 2);
        for (var i = 0; i < vertices.Length; i++)
            Betweenness[vertices[i]] = Math.Clamp(Math.Round(sampled.Scores[i] / pairs, Decimals), 0, 1);
    }

    /// <summary>What one worker cuts communities out with.</summary>
    private sealed class Cut(AttentionGraph graph, Workers alone)
    {
        public InducedSubgraph Directed { get; } = new(graph.Directed, alone);

        public InducedSubgraph Symmetric { get; } = new(graph.Symmetric, alone);
    }
}
