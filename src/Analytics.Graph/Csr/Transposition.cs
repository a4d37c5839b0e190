using Analytics.Graph.Memory;

namespace Analytics.Graph.Csr;

/// <summary>
/// Turns every arc round by one counting sort. Rows come out ordered by target, because sources are visited in order.
/// O(vertices + arcs); allocates the result and 8 bytes per vertex.
/// </summary>
internal static class Transposition
{
    public static unsafe CsrGraph Of(CsrGraph graph, Supervision supervision = default)
    {
        int n = graph.VertexCount;
        long arcs = graph.ArcCount;
        LargeArray<long> offsets = Offsets(graph);
        LargeArray<long> cursors = offsets.Clone();
        LargeArray<int> sources = new(arcs);
        LargeArray<float> weights = new(arcs);

        // Rows and cursors are in range by construction, so the scatter loop goes without bounds checks.
        fixed (long* row = graph.Offsets, cursor = cursors)
        fixed (int* target = graph.TargetArray, source = sources)
        fixed (float* weight = graph.WeightArray, output = weights)
        {
            for (int v = 0; v < n; v++)
            {
                supervision.At(v, n);
                for (long i = row[v]; i < row[v + 1]; i++)
                {
                    long slot = cursor[target[i]]++;
                    source[slot] = v;
                    output[slot] = weight[i];
                }
            }
        }

        return new CsrGraph(offsets, sources, weights);
    }

    private static unsafe LargeArray<long> Offsets(CsrGraph graph)
    {
        int n = graph.VertexCount;
        long arcs = graph.ArcCount;
        LargeArray<long> offsets = new(n + 1, cleared: true);
        fixed (long* offset = offsets)
        fixed (int* target = graph.TargetArray)
        {
            for (long i = 0; i < arcs; i++)
                offset[target[i] + 1]++;
            for (int v = 0; v < n; v++)
                offset[v + 1] += offset[v];
        }

        return offsets;
    }
}
