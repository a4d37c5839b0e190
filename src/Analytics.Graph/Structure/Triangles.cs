using Analytics.Graph.Csr;
using Analytics.Graph.Threads;

namespace Analytics.Graph.Structure;

/// <summary>
/// Triangles: three vertices that are all neighbours of one another. Direction, weights, and loops are ignored.
/// <para>Method: each triangle is found once, from the vertex with the fewest neighbours, as in the compact-forward
/// algorithm (Latapy 2008): the neighbours of higher order are marked in a bit map that fits into a processor's cache,
/// and the rows of those neighbours are looked up in it. O(arcs · √arcs) time at worst.</para>
/// <para>Memory: 2 bytes per arc and 20 per vertex, and a bit per vertex and worker. Counts are whole numbers, so the
/// order in which threads add to them does not show.</para>
/// </summary>
public static class Triangles
{
    /// <summary>For every vertex the triangles that it belongs to.</summary>
    public static long[] PerVertex(
        CsrGraph graph, Workers? workers = null, IProgress<double>? progress = null,
        CancellationToken cancel = default)
    {
        workers ??= Workers.All;
        Supervision supervision = new(progress, cancel);
        OrderedNeighbours neighbours = OrderedNeighbours.Of(graph, workers, supervision.Part(0, 0.2));
        long[] counts = TriangleCounting.Run(neighbours, countsArcs: false, workers, supervision.Part(0.2, 0.8));
        progress?.Report(1);
        return counts;
    }

    /// <summary>The number of triangles of the graph.</summary>
    public static long Count(
        CsrGraph graph, Workers? workers = null, IProgress<double>? progress = null,
        CancellationToken cancel = default) => PerVertex(graph, workers, progress, cancel).Sum() / 3;
}
