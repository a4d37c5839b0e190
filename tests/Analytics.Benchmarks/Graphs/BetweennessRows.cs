using Analytics.Graph.Centrality;

namespace Analytics.Benchmarks.Graphs;

/// <summary>Measures from shortest paths between all pairs. Betweenness is also measured on sources spread evenly, as
/// it is for peers that take too long for all.</summary>
internal static class BetweennessRows
{
    /// <summary>All pairs take seconds up to here, and hours for a million vertices.</summary>
    private const int MostForExact = 50_000;

    public static IEnumerable<GraphRow> Of(GraphInput input)
    {
        var n = input.Graph.VertexCount;
        var count = n <= MostForExact ? Math.Min(n, 2000) : 32;
        var sources = Enumerable.Range(0, count).Select(i => (int)((long)i * n / count)).ToArray();
        yield return new GraphRow($"betweenness {count} sources", workers =>
            $"highest {Betweenness.Dependencies(input.Graph, sources, workers: workers).Max():f1}");
        yield return new GraphRow("betweenness ε .01", workers =>
            $"{Betweenness.Sample(input.Graph, workers: workers).Samples} paths");
        yield return new GraphRow("closeness ε .05", workers =>
            $"{Closeness.SampleHarmonic(input.Graph, workers: workers).Samples} samples");
        if (n > MostForExact)
            yield break;
        yield return new GraphRow("betweenness exact", workers =>
            $"highest {Betweenness.Run(input.Graph, workers: workers).Max():f1}");
        yield return new GraphRow("closeness exact", workers =>
            $"highest {Closeness.Harmonic(input.Graph, workers).Max():f1}");
    }
}
