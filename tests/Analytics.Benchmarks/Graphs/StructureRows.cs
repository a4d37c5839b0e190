using Analytics.Graph.Structure;

namespace Analytics.Benchmarks.Graphs;

/// <summary>Measures of how a graph hangs together.</summary>
internal static class StructureRows
{
    public static IEnumerable<GraphRow> Of(GraphInput input)
    {
        yield return new GraphRow("components", _ => $"{ConnectedComponents.Of(input.Graph).Count} components");
    }
}
