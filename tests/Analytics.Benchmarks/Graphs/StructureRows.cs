using Analytics.Graph.Structure;
using Analytics.Graph.Threads;

namespace Analytics.Benchmarks.Graphs;

/// <summary>Measures of how a graph hangs together.</summary>
internal static class StructureRows
{
    public static IEnumerable<GraphRow> Of(GraphInput input)
    {
        yield return new GraphRow("components", workers => Components(input, workers));
        yield return new GraphRow("triangles", workers => $"{Triangles.Count(input.Graph, workers)} triangles");
        yield return new GraphRow("bfs", workers => $"{BreadthFirst.Hops(input.Graph, 0, workers).Max()} hops");
        yield return new GraphRow("label propagation 10", workers =>
            $"{LabelPropagation.Run(input.Graph, 10, workers).Distinct().Count()} labels");
    }

    private static string Components(GraphInput input, Workers workers)
    {
        var smallest = ConnectedComponents.SmallestVertex(input.Graph, workers);
        return $"smallest vertices {smallest[0]} … {smallest[^1]}";
    }
}
