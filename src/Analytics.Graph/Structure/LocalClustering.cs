using Analytics.Graph.Csr;
using Analytics.Graph.Threads;

namespace Analytics.Graph.Structure;

/// <summary>
/// Local clustering coefficient as LDBC Graphalytics defines it: of the arcs that could lead from one neighbour of a
/// vertex to another, the share that exists. Neighbours are the ends of arcs in either direction; arcs between them
/// count per direction. In a symmetric graph that is the coefficient of Watts and Strogatz 1998. Zero with fewer than
/// two neighbours. Cost and memory are those of <see cref="Triangles"/>.
/// </summary>
public static class LocalClustering
{
    /// <summary>One value in [0, 1] per vertex.</summary>
    public static double[] Of(
        CsrGraph graph, Workers? workers = null, IProgress<double>? progress = null,
        CancellationToken cancel = default)
    {
        workers ??= Workers.All;
        Supervision supervision = new(progress, cancel);
        OrderedNeighbours neighbours = OrderedNeighbours.Of(graph, workers, supervision.Part(0, 0.2));
        bool directed = !neighbours.IsSymmetric;
        long[] counts = TriangleCounting.Run(neighbours, directed, workers, supervision.Part(0.2, 0.8));
        double[] result = new double[counts.Length];
        for (int v = 0; v < result.Length; v++)
        {
            double pairs = neighbours.Degrees[v] * (neighbours.Degrees[v] - 1.0);
            result[v] = pairs > 0 ? (directed ? 1 : 2) * counts[v] / pairs : 0;
        }

        progress?.Report(1);
        return result;
    }
}
