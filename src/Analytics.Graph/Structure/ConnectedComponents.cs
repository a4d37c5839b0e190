using Analytics.Graph.Communities;
using Analytics.Graph.Csr;

namespace Analytics.Graph.Structure;

/// <summary>
/// Components that hang together when the direction of arcs is ignored. Union-find with path halving; the smaller id
/// is always the root, so no order of arcs changes the result. O(arcs · α) time, 4 bytes per vertex.
/// </summary>
public static class ConnectedComponents
{
    /// <summary>The components, largest first.</summary>
    public static Partition Of(
        CsrGraph graph, IProgress<double>? progress = null, CancellationToken cancel = default) =>
        Partition.Numbered(SmallestVertex(graph, progress, cancel));

    /// <summary>For every vertex the smallest vertex of its component.</summary>
    public static int[] SmallestVertex(
        CsrGraph graph, IProgress<double>? progress = null, CancellationToken cancel = default)
    {
        int n = graph.VertexCount;
        int[] parent = new int[n];
        Supervision supervision = new(progress, cancel);
        for (int v = 0; v < n; v++)
            parent[v] = v;
        for (int v = 0; v < n; v++)
        {
            supervision.At(v, n);
            int root = Root(parent, v);
            foreach (int target in graph.Targets(v))
            {
                int other = Root(parent, target);
                if (other == root)
                    continue;
                int smaller = Math.Min(root, other);
                parent[Math.Max(root, other)] = smaller;
                root = smaller;
            }
        }

        for (int v = 0; v < n; v++)
            parent[v] = parent[parent[v]]; // the parent is smaller, so it already points at its root
        progress?.Report(1);
        return parent;
    }

    private static int Root(int[] parent, int v)
    {
        while (parent[v] != v)
        {
            parent[v] = parent[parent[v]];
            v = parent[v];
        }

        return v;
    }
}
