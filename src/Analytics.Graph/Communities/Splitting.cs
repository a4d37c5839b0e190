using Analytics.Graph.Csr;
using Analytics.Graph.Randomness;
using Analytics.Graph.Threads;

namespace Analytics.Graph.Communities;

/// <summary>
/// Clusters what exceeds the ceiling again inside its own induced subgraph, at a resolution that doubles with every
/// attempt, until every part fits. The first attempt takes the asked resolution, but relative to the subgraph, whose
/// null model is stricter than that of the whole graph. It ends because at a high enough resolution every vertex is a
/// part of its own.
/// The seed of each attempt comes from the seed of the whole and the smallest vertex of the part, so the result does
/// not depend on the order in which parts are treated.
/// </summary>
internal sealed class Splitting(
    CsrGraph graph, BoundedClusteringOptions options, Workers? workers, CancellationToken cancel)
{
    private readonly InducedSubgraph _subgraph = new(graph);
    private readonly Stack<(int[] Vertices, double Resolution)> _tooLarge = new();

    /// <summary>Labels below the vertex count under which no community exceeds the ceiling and each is connected.
    /// </summary>
    public int[] Run(Partition partition)
    {
        int[] labels = (int[])partition.Labels.Clone();
        int nextLabel = partition.Count;
        VertexGroups members = partition.Members();
        for (int c = 0; c < members.Count; c++)
        {
            if (members[c].Length > options.MaxSize)
                _tooLarge.Push((members[c].ToArray(), options.Leiden.Resolution));
        }

        while (_tooLarge.TryPop(out (int[] Vertices, double Resolution) part))
            nextLabel = SplitOnce(part.Vertices, part.Resolution, labels, nextLabel);
        return labels;
    }

    private int SplitOnce(int[] vertices, double resolution, int[] labels, int nextLabel)
    {
        ulong rung = Xoshiro256.Derive(options.Leiden.Seed, BitConverter.DoubleToUInt64Bits(resolution));
        LeidenOptions attempt = options.Leiden with
        {
            MaxSize = int.MaxValue,
            Resolution = resolution,
            Seed = Xoshiro256.Derive(rung, (ulong)vertices[0]),
        };
        Partition parts = Leiden.Run(_subgraph.Take(vertices), attempt, workers, null, cancel);
        VertexGroups members = parts.Members();

        // The first part keeps the label, so labels in use never outnumber the vertices.
        int own = labels[vertices[0]];
        for (int p = 0; p < members.Count; p++)
        {
            int label = p == 0 ? own : nextLabel++;
            foreach (int local in members[p])
                labels[vertices[local]] = label;
            if (members[p].Length > options.MaxSize)
                _tooLarge.Push((Global(vertices, members[p]), 2 * resolution));
        }

        return nextLabel;
    }

    private static int[] Global(int[] vertices, ReadOnlySpan<int> local)
    {
        int[] global = new int[local.Length];
        for (int i = 0; i < local.Length; i++)
            global[i] = vertices[local[i]];
        return global;
    }
}
