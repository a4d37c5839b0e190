using System.Globalization;
using Analytics.Graph.Csr;
using Analytics.Graph.Threads;

namespace Analytics.Benchmarks.Graphs;

/// <summary>Making a graph from columns and turning it round.</summary>
internal static class CsrRows
{
    public static IEnumerable<GraphRow> Of(GraphInput input)
    {
        var (sources, targets, weights) = Columns(input.Graph);
        yield return new GraphRow("build", workers =>
            Text(Build(sources, targets, weights, input.Graph.VertexCount, workers)));
        yield return new GraphRow("symmetrize", workers => Text(input.Graph.Symmetrize(workers)));
        weights[0]++; // a symmetric graph would be its own reverse
        var directed = Build(sources, targets, weights, input.Graph.VertexCount);
        yield return new GraphRow("reverse", workers => Text(directed.Reverse(workers)));
    }

    private static CsrGraph Build(
        int[] sources, int[] targets, float[] weights, int vertices, Workers? workers = null)
    {
        var builder = new CsrBuilder();
        builder.Add(sources, targets, weights);
        return builder.Build(vertices, workers);
    }

    private static string Text(CsrGraph graph)
    {
        var perArc = (double)CsrGraph.BytesFor(graph.VertexCount, graph.ArcCount) / graph.ArcCount;
        return string.Create(CultureInfo.InvariantCulture, $"{graph.ArcCount:N0} arcs, {perArc:F2} bytes per arc");
    }

    private static (int[] Sources, int[] Targets, float[] Weights) Columns(CsrGraph graph)
    {
        var (sources, targets) = (new int[graph.ArcCount], new int[graph.ArcCount]);
        var weights = new float[graph.ArcCount];
        var next = 0;
        for (var v = 0; v < graph.VertexCount; v++)
        {
            graph.Targets(v).CopyTo(targets.AsSpan(next));
            graph.Weights(v).CopyTo(weights.AsSpan(next));
            sources.AsSpan(next, graph.Degree(v)).Fill(v);
            next += graph.Degree(v);
        }

        // In random order, as columns come out of a query.
        var random = new Random(1);
        for (var i = next - 1; i > 0; i--)
        {
            var other = random.Next(i + 1);
            (sources[i], sources[other]) = (sources[other], sources[i]);
            (targets[i], targets[other]) = (targets[other], targets[i]);
        }

        return (sources, targets, weights);
    }
}
