using Analytics.Graph.Csr;
using Analytics.Graph.Threads;

namespace Analytics.Graph.Communities;

/// <summary>
/// The Leiden algorithm (Traag, Waltman and van Eck 2019, "From Louvain to Leiden: guaranteeing well-connected
/// communities", Sci. Rep. 9:5233), weighted, for modularity and CPM, on several threads.
/// <para>Result: a partition in which every community is connected. Each iteration moves vertices
/// (<see cref="LocalMoving"/>), refines the communities (<see cref="Refinement"/>), aggregates the graph by the refined
/// parts (<see cref="Aggregation"/>) while keeping the unrefined communities as the start of the next level, and goes
/// on until no level shrinks. Every other iteration begins at the first aggregated level, whose parts it keeps; it
/// brings nearly as much as a full one. In the end single vertices move once more, and what fell apart by that is split
/// (<see cref="Mending"/>). Until stable also means that no community is better in pieces (<see cref="SplitTrial"/>);
/// under a ceiling, full communities exchange vertices with others in the end (<see cref="Exchange"/>).</para>
/// <para>Deterministic: the result depends on graph, options and seed alone, not on the number of workers. All work is
/// cut by the graph, decisions are taken against a state that all workers see alike, and moves are made in fixed order.
/// </para>
/// <para>Cost: O(arcs) per pass, a few passes per level. Memory beside the graph: about 130 bytes per vertex, 16 more
/// per worker, and 8 bytes per arc of the aggregated levels.</para>
/// </summary>
public static class Leiden
{
    /// <summary>Finds communities, from every vertex on its own.</summary>
    /// <param name="graph">A symmetric graph; the modularity of self-loops counts them once.</param>
    /// <param name="options">Quality function, resolution, iterations, seed.</param>
    /// <param name="workers">The threads to use; all if null.</param>
    /// <param name="progress">Receives rising shares of the work from 0 to 1.</param>
    /// <param name="cancel">Stops within some ten thousand vertices.</param>
    /// <exception cref="ArgumentException">The graph is not symmetric or an option is out of range.</exception>
    public static Partition Run(
        CsrGraph graph, LeidenOptions options, Workers? workers = null, IProgress<double>? progress = null,
        CancellationToken cancel = default)
    {
        options.Check();
        graph.RequireSymmetric(nameof(graph));
        return Search(graph, Alone(graph), options, keepStart: false, workers, progress, cancel);
    }

    /// <summary>Finds communities from a given start: <paramref name="start"/> has a label ≥ 0 below the vertex count
    /// for every vertex. The quality is never below that of the start.</summary>
    public static Partition Improve(
        CsrGraph graph, ReadOnlySpan<int> start, LeidenOptions options, Workers? workers = null,
        IProgress<double>? progress = null, CancellationToken cancel = default)
    {
        options.Check();
        graph.RequireSymmetric(nameof(graph));
        if (start.Length != graph.VertexCount)
            throw new ArgumentException($"{start.Length} labels for {graph.VertexCount} vertices.", nameof(start));
        foreach (int label in start)
        {
            if ((uint)label >= (uint)graph.VertexCount)
                throw new ArgumentException($"Label {label} is not in 0 … {graph.VertexCount - 1}.", nameof(start));
        }

        return Search(graph, start.ToArray(), options, keepStart: true, workers, progress, cancel);
    }

    private static int[] Alone(CsrGraph graph)
    {
        int[] labels = new int[graph.VertexCount];
        for (int v = 0; v < labels.Length; v++)
            labels[v] = v;
        return labels;
    }

    private static unsafe Partition Search(
        CsrGraph graph, int[] labels, LeidenOptions options, bool keepStart, Workers? workers,
        IProgress<double>? progress, CancellationToken cancel)
    {
        if (graph.ArcCount == 0)
        {
            labels = Alone(graph);
        }
        else
        {
            Team.Run(workers ?? Workers.All, team =>
            {
                fixed (long* offsets = graph.Offsets)
                fixed (int* targets = graph.TargetArray)
                fixed (float* weights = graph.WeightArray)
                {
                    using Scratch scratch = new();
                    LevelGraph input =
                        InputLevel.Of(graph, offsets, targets, weights, options.Objective, scratch, team);
                    LeidenSearch search = new(input, options, scratch, team, progress, cancel);
                    search.Run(labels, keepStart);
                }
            });
        }

        progress?.Report(1);
        return Partition.Numbered(labels);
    }
}
