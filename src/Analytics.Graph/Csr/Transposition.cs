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
        long[] offsets = Offsets(graph);
        long[] cursors = (long[])offsets.Clone();
        int[] sources = new int[arcs];
        float[] weights = new float[arcs];

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

    private static long[] Offsets(CsrGraph graph)
    {
        int n = graph.VertexCount;
        long[] offsets = new long[n + 1];
        foreach (int target in graph.TargetArray.AsSpan(0, (int)graph.ArcCount))
            offsets[target + 1]++;
        for (int v = 0; v < n; v++)
            offsets[v + 1] += offsets[v];
        return offsets;
    }
}
