using Analytics.Graph.Centrality;

namespace Analytics.Benchmarks.Graphs;

/// <summary>Measures of single vertices.</summary>
internal static class CentralityRows
{
    public static IEnumerable<GraphRow> Of(GraphInput input)
    {
        yield return PageRankRow(input, "pagerank 1e-8", new PageRankOptions(Tolerance: 1e-8));
        yield return PageRankRow(
            input, "pagerank 20 iterations", new PageRankOptions(Tolerance: 0, MaxIterations: 20));
        yield return new GraphRow("coreness", workers => $"highest {Coreness.Run(input.Graph, workers).Max()}");
    }

    private static GraphRow PageRankRow(GraphInput input, string name, PageRankOptions options) =>
        new(name, workers => $"{PageRank.Solve(input.Graph, options, workers).Iterations} iterations");
}
