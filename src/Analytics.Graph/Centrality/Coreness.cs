using Analytics.Graph.Csr;

namespace Analytics.Graph.Centrality;

/// <summary>
/// Coreness: the largest k for which a vertex belongs to the k-core, the largest subgraph in which every vertex has k
/// neighbours or more. Weights and self-loops are ignored.
/// <para>Method (Batagelj and Zaveršnik 2003): vertices ordered by degree in bins; the next one is removed and each
/// neighbour of higher degree moves one bin down by a swap. O(vertices + arcs) time, 16 bytes per vertex.</para>
/// </summary>
public static class Coreness
{
    /// <summary>One value per vertex of a symmetric graph.</summary>
    /// <exception cref="ArgumentException">The graph is not symmetric.</exception>
    public static int[] Run(
        CsrGraph graph, CancellationToken cancel = default, IProgress<double>? progress = null)
    {
        graph.RequireSymmetric(nameof(graph));
        int n = graph.VertexCount;
        int[] degree = new int[n];
        int highest = 0;
        for (int v = 0; v < n; v++)
        {
            degree[v] = graph.Degree(v) - (graph.Targets(v).BinarySearch(v) >= 0 ? 1 : 0);
            highest = Math.Max(highest, degree[v]);
        }

        int[] binStart = BinStarts(degree, highest);
        int[] order = new int[n];
        int[] position = new int[n];
        Supervision supervision = new(progress, cancel);
        Order(degree, binStart, order, position);
        for (int i = 0; i < n; i++)
        {
            supervision.At(i, n);
            int v = order[i];
            foreach (int neighbour in graph.Targets(v))
            {
                if (degree[neighbour] > degree[v])
                    MoveDown(neighbour, degree, binStart, order, position);
            }
        }

        progress?.Report(1);
        return degree; // each degree stopped falling when its vertex was removed: that is the coreness
    }

    private static int[] BinStarts(int[] degree, int highest)
    {
        int[] starts = new int[highest + 2];
        foreach (int d in degree)
            starts[d + 1]++;
        for (int d = 0; d <= highest; d++)
            starts[d + 1] += starts[d];
        return starts;
    }

    private static void Order(int[] degree, int[] binStart, int[] order, int[] position)
    {
        int[] cursor = (int[])binStart.Clone();
        for (int v = 0; v < degree.Length; v++)
        {
            position[v] = cursor[degree[v]]++;
            order[position[v]] = v;
        }
    }

    private static void MoveDown(int vertex, int[] degree, int[] binStart, int[] order, int[] position)
    {
        // Swap with the first of the bin, then let the bin begin one later: the vertex ends the bin below.
        int first = binStart[degree[vertex]]++;
        int other = order[first];
        int place = position[vertex];
        (order[first], order[place]) = (vertex, other);
        (position[vertex], position[other]) = (first, place);
        degree[vertex]--;
    }
}
