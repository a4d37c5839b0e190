using Analytics.Graph.Csr;
using Analytics.Graph.Memory;
using Analytics.Graph.Threads;

namespace Analytics.Graph.Centrality;

/// <summary>The equation <c>x = b + Px</c> of one PageRank, P the damped transition matrix.</summary>
internal sealed unsafe class RankSystem
{
    private const int ArcsPerBlock = 1 << 15;

    /// <summary>So many float32 fit into the cache that processors share.</summary>
    private const int MostInCache = 1 << 18;

    private readonly CsrGraph _graph;
    private readonly double[]? _restart;
    private readonly double _restartSum;
    private readonly LargeArray<double>? _outWeights;

    public RankSystem(CsrGraph graph, PageRankOptions options, Workers workers, CancellationToken cancel)
    {
        (_restart, _restartSum) = (options.Restart, options.Restart?.Sum() ?? 0);
        _graph = graph;
        Damping = options.Damping;
        Incoming = graph.Reverse(workers, cancel: cancel);
        IsSymmetric = graph.IsKnownSymmetric;
        HasEqualWeights = graph.HasEqualWeights(workers);
        Bounds = ArcBlocks.Of(Incoming.Offsets, ArcsPerBlock);
        Order = graph.VertexCount <= MostInCache ? new RowOrder(Incoming.Offsets, Bounds, workers) : null;
        _outWeights =
            HasEqualWeights && graph.VertexCount > MostInCache ? null : new LargeArray<double>(graph.VertexCount);
        int[] bounds = ArcBlocks.Of(graph.Offsets, ArcsPerBlock);
        bool[] strands = new bool[bounds.Length - 1];
        workers.For(bounds.Length - 1, (block, _) =>
        {
            for (int v = bounds[block]; v < bounds[block + 1]; v++)
            {
                strands[block] |= graph.Degree(v) == 0;
                if (_outWeights is not null)
                    _outWeights[v] = HasEqualWeights ? graph.Degree(v) : graph.OutWeight(v);
            }
        });
        HasDangling = strands.Contains(true);
    }

    public int VertexCount => _graph.VertexCount;

    public double Damping { get; }

    /// <summary>Row v lists the arcs that enter v.</summary>
    public CsrGraph Incoming { get; }

    /// <summary>Every arc has its mirror image; after reversing, that is known of every graph.</summary>
    public bool IsSymmetric { get; }

    /// <summary>All arcs weigh the same; then they count as one each and their weights are not read.</summary>
    public bool HasEqualWeights { get; }

    /// <summary>Weight of the arcs that leave a vertex.</summary>
    public double OutWeight(int v) => _outWeights is null ? _graph.Degree(v) : _outWeights[v];

    /// <summary>The same for a stretch of vertices: kept for small graphs and where weights differ, in large graphs
    /// told by the offsets, which saves 8 bytes per vertex.</summary>
    public void OutWeights(int first, int count, double* to)
    {
        if (_outWeights is not null)
        {
            _outWeights.Span(first, count).CopyTo(new Span<double>(to, count));
            return;
        }

        fixed (long* offset = _graph.Offsets)
        {
            for (int i = 0; i < count; i++)
                to[i] = (int)(offset[first + i + 1] - offset[first + i]);
        }
    }

    /// <summary>Whether a vertex has no outgoing arcs.</summary>
    public bool HasDangling { get; }

    /// <summary>Ranges of vertices with equal numbers of entering arcs.</summary>
    public int[] Bounds { get; }

    /// <summary>The order in which the rows of each range are looked at; null for as they lie.</summary>
    public RowOrder? Order { get; }

    /// <summary>Where walks begin anew, with sum 1.</summary>
    public double Restart(int v) => _restart is null ? 1.0 / VertexCount : _restart[v] / _restartSum;
}
