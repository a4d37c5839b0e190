using Analytics.Graph.Centrality;

namespace Analytics.Benchmarks.Graphs;

/// <summary>Measures from shortest paths between all pairs. Betweenness is measured on 2,000 sources, evenly spread, as
/// it is for peers; all sources only where that takes seconds, not hours.</summary>
internal static class BetweennessRows
{
    private const int Sources = 2000;

    private const int MostForExact = 50_000;

    public static IEnumerable<GraphRow> Of(GraphInput input)
    {
        var n = input.Graph.VertexCount;
        var count = Math.Min(n, Sources);
        var sources = Enumerable.Range(0, count).Select(i => (int)((long)i * n / count)).ToArray();
        yield return new GraphRow($"betweenness {Sources} sources", workers =>
            $"highest {Betweenness.Dependencies(input.Graph, sources, workers: workers).Max():f1}");
        yield return new GraphRow("closeness ε .05", workers =>
            $"{Closeness.SampleHarmonic(input.Graph, new(0.05), workers).Samples} samples");
        if (n > MostForExact)
            yield break;
        yield return new GraphRow("betweenness exact", workers =>
            $"highest {Betweenness.Run(input.Graph, workers: workers).Max():f1}");
        yield return new GraphRow("closeness exact", workers =>
            $"highest {Closeness.Harmonic(input.Graph, workers).Max():f1}");
    }
}
