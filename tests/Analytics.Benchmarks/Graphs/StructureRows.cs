using Analytics.Graph.Structure;
using Analytics.Graph.Threads;

namespace Analytics.Benchmarks.Graphs;

/// <summary>Measures of how a graph hangs together.</summary>
internal static class StructureRows
{
    public static IEnumerable<GraphRow> Of(GraphInput input)
    {
        yield return new GraphRow("components", workers => Components(input, workers));
    }

    private static string Components(GraphInput input, Workers workers)
    {
        var smallest = ConnectedComponents.SmallestVertex(input.Graph, workers);
        return $"smallest vertices {smallest[0]} … {smallest[^1]}";
    }
}
