using Analytics.Graph.Centrality;
using Analytics.Graph.Communities;
using Analytics.Graph.Csr;
using Analytics.Pipeline.Communities;

namespace Analytics.Pipeline.Leaders;

/// <summary>
/// PageRank and coreness of every member, each within its own community: on the attention between members only.
/// Communities are independent of each other and each is done by one thread in a fixed order, so the result does not
/// depend on the number of threads.
/// </summary>
/// <param name="PageRank">One per vertex; NaN in the residual.</param>
/// <param name="Coreness">One per vertex; -1 in the residual.</param>
internal sealed record CommunityCentrality(double[] PageRank, int[] Coreness)
{
    // Accounts in the same position differ in the last bits, by the order of additions. Rounding makes them equal,
    // so that they share a rank; the smallest PageRank in 20,000 accounts is 7.5e-6.
    private const int Decimals = 12;

    public static CommunityCentrality Of(
        AttentionGraph graph, Partition partition, int threads, Action<double> progress, CancellationToken cancel)
    {
        var n = graph.Directed.VertexCount;
        CommunityCentrality result = new(new double[n], new int[n]);
        Array.Fill(result.PageRank, double.NaN);
        Array.Fill(result.Coreness, -1);
        var members = partition.Members();
        var done = 0;
        ParallelOptions options = new() { MaxDegreeOfParallelism = threads, CancellationToken = cancel };
        Parallel.For(
            0,
            members.Count,
            options,
            () => (Directed: new InducedSubgraph(graph.Directed), Symmetric: new InducedSubgraph(graph.Symmetric)),
            (community, _, cut) =>
            {
                var vertices = members[community];
                result.Measure(cut.Directed.Take(vertices), cut.Symmetric.Take(vertices), vertices, cancel);
                progress((double)Interlocked.Increment(ref done) / members.Count);
                return cut;
            },
            _ => { });
        return result;
    }

    private void Measure(CsrGraph directed, CsrGraph symmetric, ReadOnlySpan<int> vertices, CancellationToken cancel)
    {
        var ranks = Graph.Centrality.PageRank.Run(directed, cancel: cancel);
        var cores = Graph.Centrality.Coreness.Run(symmetric, cancel: cancel);
        for (var i = 0; i < vertices.Length; i++)
        {
            PageRank[vertices[i]] = Math.Round(ranks[i], Decimals);
            Coreness[vertices[i]] = cores[i];
        }
    }
}
