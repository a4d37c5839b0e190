using Analytics.Graph.Memory;
using Analytics.Graph.Threads;

namespace Analytics.Graph.Csr;

/// <summary>
/// Cuts subgraphs out of one graph. Keeps a table of 4 bytes per vertex that maps ids to local ids, so that cutting
/// out costs O(arcs of the chosen vertices) however large the graph is, and nothing is hashed. Large cuts are shared
/// by all workers. One instance serves one caller at a time.
/// </summary>
public sealed unsafe class InducedSubgraph
{
    private const int ArcsPerBlock = 1 << 17;

    private readonly CsrGraph _graph;
    private readonly Workers _workers;
    private readonly int[] _localIds;

    /// <summary>Prepares to cut out of <paramref name="graph"/>.</summary>
    public InducedSubgraph(CsrGraph graph, Workers? workers = null)
    {
        _graph = graph;
        _workers = workers ?? Workers.All;
        _localIds = new int[graph.VertexCount];
        Array.Fill(_localIds, -1);
    }

    /// <summary>Cuts out once; see <see cref="Take"/>. For many cuts keep one instance.</summary>
    public static CsrGraph Of(CsrGraph graph, ReadOnlySpan<int> vertices, Workers? workers = null) =>
        new InducedSubgraph(graph, workers).Take(vertices);

    /// <summary>The chosen vertices and all arcs between them; local id i stands for <c>vertices[i]</c>.</summary>
    /// <param name="vertices">Ids in strictly ascending order.</param>
    /// <param name="progress">Receives rising shares of the work from 0 to 1.</param>
    /// <param name="cancel">Stops between blocks of arcs.</param>
    /// <exception cref="ArgumentException">Ids out of range, unordered or repeated.</exception>
    public CsrGraph Take(
        ReadOnlySpan<int> vertices, IProgress<double>? progress = null, CancellationToken cancel = default)
    {
        CheckOrder(vertices);
        for (int i = 0; i < vertices.Length; i++)
            _localIds[vertices[i]] = i;
        try
        {
            CsrGraph cut = Cut(vertices, new Supervision(progress, cancel));
            progress?.Report(1);
            return cut;
        }
        finally
        {
            foreach (int vertex in vertices)
                _localIds[vertex] = -1;
        }
    }

    private CsrGraph Cut(ReadOnlySpan<int> vertices, Supervision supervision)
    {
        // Blocks of equal work follow from the degrees before the cut.
        LargeArray<long> offsets = new(vertices.Length + 1L);
        offsets[0] = 0;
        for (int i = 0; i < vertices.Length; i++)
            offsets[i + 1] = offsets[i] + _graph.Degree(vertices[i]);
        int[] bounds = ArcBlocks.Of(offsets, ArcsPerBlock);
        int blocks = bounds.Length - 1;
        fixed (int* pinned = vertices)
        {
            int* chosen = pinned; // bodies cannot capture the pinned variable itself
            Supervision counting = supervision.Part(0, 0.4);
            _workers.For(blocks, (block, worker) =>
            {
                counting.ReachedBy(worker, (double)block / blocks);
                for (int i = bounds[block]; i < bounds[block + 1]; i++)
                    offsets[i + 1] = CountInside(chosen[i]);
            });
            for (int i = 0; i < vertices.Length; i++)
                offsets[i + 1] += offsets[i];
            LargeArray<int> targets = new(offsets[vertices.Length]);
            LargeArray<float>? weights = _graph.HasUnitWeights ? null : new(offsets[vertices.Length]);
            Supervision copying = supervision.Part(0.4, 0.6);
            _workers.For(blocks, (block, worker) =>
            {
                copying.ReachedBy(worker, (double)block / blocks);
                for (int i = bounds[block]; i < bounds[block + 1]; i++)
                    CopyInside(chosen[i], targets, weights, offsets[i]);
            });
            return new CsrGraph(offsets, targets, weights, _graph.IsKnownSymmetric);
        }
    }

    private long CountInside(int vertex)
    {
        long inside = 0;
        foreach (int target in _graph.Targets(vertex))
            inside += _localIds[target] >= 0 ? 1 : 0;
        return inside;
    }

    private void CopyInside(int vertex, LargeArray<int> targets, LargeArray<float>? weights, long slot)
    {
        ReadOnlySpan<int> row = _graph.Targets(vertex);
        ReadOnlySpan<float> rowWeights = weights is null ? default : _graph.Weights(vertex);
        for (int i = 0; i < row.Length; i++)
        {
            int local = _localIds[row[i]];
            if (local < 0)
                continue;
            targets[slot] = local;
            if (weights is not null)
                weights[slot] = rowWeights[i];
            slot++;
        }
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
