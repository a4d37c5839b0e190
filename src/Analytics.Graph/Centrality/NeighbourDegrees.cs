using Analytics.Graph.Csr;
using Analytics.Graph.Threads;

namespace Analytics.Graph.Centrality;

/// <summary>
/// Sum of the degrees of a vertex's neighbours: how many vertices, counted as often as there are ways, lie two steps
/// away or are the vertex itself. O(vertices + arcs) time, shared by all workers; 8 bytes per vertex.
/// </summary>
public static class NeighbourDegrees
{
    private const int ArcsPerBlock = 1 << 13;

    /// <summary>Σ over the targets of a vertex of the number of arcs that leave them; self-loops count as
    /// arcs.</summary>
    public static long[] Sums(
        CsrGraph graph, Workers? workers = null, IProgress<double>? progress = null,
        CancellationToken cancel = default)
    {
        long[] sums = new long[graph.VertexCount];
        int[] bounds = ArcBlocks.Of(graph.Offsets, ArcsPerBlock);
        int blocks = bounds.Length - 1;
        Supervision supervision = new(progress, cancel);
        supervision.Reached(0);
        (workers ?? Workers.All).For(blocks, (block, worker) =>
        {
            supervision.ReachedBy(worker, (double)block / blocks);
            for (int v = bounds[block]; v < bounds[block + 1]; v++)
            {
                foreach (int target in graph.Targets(v))
                    sums[v] += graph.Degree(target);
            }
        });
        progress?.Report(1);
        return sums;
    }
}
