using Analytics.Graph.Memory;

namespace Analytics.Graph.Csr;

/// <summary>
/// Cuts subgraphs out of one graph. Keeps a table of 4 bytes per vertex that maps ids to local ids, so that cutting
/// out costs O(arcs of the chosen vertices) however large the graph is, and nothing is hashed. One instance serves one
/// thread at a time.
/// </summary>
public sealed class InducedSubgraph
{
    private readonly CsrGraph _graph;
    private readonly int[] _localIds;

    /// <summary>Prepares to cut out of <paramref name="graph"/>.</summary>
    public InducedSubgraph(CsrGraph graph)
    {
        _graph = graph;
        _localIds = new int[graph.VertexCount];
        Array.Fill(_localIds, -1);
    }

    /// <summary>Cuts out once; see <see cref="Take"/>. For many cuts keep one instance.</summary>
    public static CsrGraph Of(CsrGraph graph, ReadOnlySpan<int> vertices) => new InducedSubgraph(graph).Take(vertices);

    /// <summary>The chosen vertices and all arcs between them; local id i stands for <c>vertices[i]</c>.</summary>
    /// <param name="vertices">Ids in strictly ascending order.</param>
    /// <exception cref="ArgumentException">Ids out of range, unordered or repeated.</exception>
    public CsrGraph Take(ReadOnlySpan<int> vertices)
    {
        CheckOrder(vertices);
        for (int i = 0; i < vertices.Length; i++)
            _localIds[vertices[i]] = i;
        try
        {
            return Cut(vertices);
        }
        finally
        {
            foreach (int vertex in vertices)
                _localIds[vertex] = -1;
        }
    }

    private CsrGraph Cut(ReadOnlySpan<int> vertices)
    {
        LargeArray<long> offsets = new(vertices.Length + 1);
        offsets[0] = 0;
        for (int i = 0; i < vertices.Length; i++)
        {
            int inside = 0;
            foreach (int target in _graph.Targets(vertices[i]))
                inside += _localIds[target] >= 0 ? 1 : 0;
            offsets[i + 1] = offsets[i] + inside;
        }

        LargeArray<int> targets = new(offsets[vertices.Length]);
        LargeArray<float> weights = new(offsets[vertices.Length]);
        long slot = 0;
        foreach (int vertex in vertices)
        {
            ReadOnlySpan<int> row = _graph.Targets(vertex);
            ReadOnlySpan<float> rowWeights = _graph.Weights(vertex);
            for (int i = 0; i < row.Length; i++)
            {
                int local = _localIds[row[i]];
                if (local < 0)
                    continue;
                targets[slot] = local;
                weights[slot++] = rowWeights[i];
            }
        }

        return new CsrGraph(offsets, targets, weights, _graph.IsKnownSymmetric);
    }

    private void CheckOrder(ReadOnlySpan<int> vertices)
    {
        int previous = -1;
        foreach (int vertex in vertices)
        {
            if (vertex <= previous || vertex >= _graph.VertexCount)
            {
                throw new ArgumentException(
                    $"Vertex {vertex} after {previous}: ids must ascend and lie below {_graph.VertexCount}.",
                    nameof(vertices));
            }

            previous = vertex;
        }
    }
}
