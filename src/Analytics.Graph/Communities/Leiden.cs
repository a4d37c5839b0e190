using Analytics.Graph.Csr;
using Analytics.Graph.Randomness;

namespace Analytics.Graph.Communities;

/// <summary>
/// The Leiden algorithm (Traag, Waltman and van Eck 2019, "From Louvain to Leiden: guaranteeing well-connected
/// communities", Sci. Rep. 9:5233), weighted, for modularity and CPM.
/// <para>Result: a partition in which every community is connected. Each iteration moves vertices
/// (<see cref="LocalMoving"/>), refines the communities (<see cref="Refinement"/>), aggregates the graph by the refined
/// parts (<see cref="Aggregation"/>) while keeping the unrefined communities as the start of the next level, and goes
/// on until no level shrinks.</para>
/// <para>Deterministic: the result depends on graph, options and seed alone.</para>
/// <para>Cost: O(arcs) per pass, a few passes per level. Memory beside the graph: about 130 bytes per vertex and, for
/// the first aggregated level, up to 14 bytes per arc.</para>
/// </summary>
public sealed class Leiden
{
    private readonly LeidenOptions _options;
    private readonly LevelGraph _base;
    private readonly LocalMoving _moving;
    private readonly Refinement _refinement;
    private readonly Aggregation _aggregation;
    private readonly Xoshiro256 _random;
    private readonly double _resolution;
    private readonly double _temperature;
    private readonly IProgress<double>? _progress;
    private readonly CancellationToken _cancel;

    private Leiden(CsrGraph graph, LeidenOptions options, IProgress<double>? progress, CancellationToken cancel)
    {
        _options = options;
        _progress = progress;
        _cancel = cancel;
        _base = LevelGraph.Of(graph, options.Objective);
        _moving = new LocalMoving(graph.VertexCount);
        _refinement = new Refinement(graph.VertexCount);
        _aggregation = new Aggregation(graph.VertexCount);
        _random = new Xoshiro256(options.Seed);
        double total = graph.TotalWeight();
        _resolution = options.Objective == Objective.Modularity ? options.Resolution / total : options.Resolution;
        _temperature = options.Randomness * total / graph.ArcCount;
    }

    /// <summary>Finds communities, from every vertex on its own.</summary>
    /// <param name="graph">A symmetric graph; the modularity of self-loops counts them once.</param>
    /// <param name="options">Quality function, resolution, iterations, seed.</param>
    /// <param name="progress">Receives rising shares of the work from 0 to 1.</param>
    /// <param name="cancel">Stops within some thousand vertices.</param>
    /// <exception cref="ArgumentException">The graph is not symmetric or an option is out of range.</exception>
    public static Partition Run(
        CsrGraph graph, LeidenOptions options, IProgress<double>? progress = null, CancellationToken cancel = default)
    {
        int[] alone = [.. Enumerable.Range(0, graph.VertexCount)];
        return Improve(graph, alone, options, progress, cancel);
    }

    /// <summary>Finds communities from a given start: <paramref name="start"/> has a label ≥ 0 below the vertex count
    /// for every vertex. The quality is never below that of the start.</summary>
    public static Partition Improve(
        CsrGraph graph, ReadOnlySpan<int> start, LeidenOptions options, IProgress<double>? progress = null,
        CancellationToken cancel = default)
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

        int[] labels = start.ToArray();
        if (graph.ArcCount == 0)
            labels = [.. Enumerable.Range(0, graph.VertexCount)];
        else
            new Leiden(graph, options, progress, cancel).Iterate(labels);
        progress?.Report(1);
        return Partition.Numbered(labels);
    }

    private void Iterate(int[] labels)
    {
        bool untilStable = _options.Iterations == LeidenOptions.UntilStable;
        for (int iteration = 0; untilStable || iteration < _options.Iterations; iteration++)
        {
            // Without a known end every iteration is taken for half of what is left.
            double done = untilStable ? 1 - Math.Pow(0.5, iteration) : (double)iteration / _options.Iterations;
            double share = untilStable ? (1 - done) / 2 : 1.0 / _options.Iterations;
            if (IterateOnce(labels, done, share) == 0)
                break;
        }

        int[] parts = new int[labels.Length];
        ConnectedParts.Split(_base, labels, parts);
        parts.CopyTo(labels, 0);
    }

    /// <summary>One pass up all levels. Returns the number of moves; zero means that the partition is stable.</summary>
    private long IterateOnce(int[] labels, double done, double share)
    {
        LevelGraph level = _base;
        int[] levelLabels = (int[])labels.Clone();
        int[] levelVertex = [.. Enumerable.Range(0, labels.Length)];
        long moves = 0;
        while (true)
        {
            moves += _moving.Run(level, levelLabels, _resolution, _options.MaxSize, _random, _cancel);
            share /= 2;
            _progress?.Report(done += share);
            int communities = Compact(levelLabels, level.VertexCount);
            if (communities == level.VertexCount)
                break;

            int[] parts = new int[level.VertexCount];
            int partCount = Refine(level, levelLabels, parts);
            if (partCount == level.VertexCount)
                break;
            levelLabels = Aggregate(ref level, levelLabels, parts, partCount);
            for (int v = 0; v < levelVertex.Length; v++)
                levelVertex[v] = parts[levelVertex[v]];
        }

        for (int v = 0; v < labels.Length; v++)
            labels[v] = levelLabels[levelVertex[v]];
        return moves;
    }

    /// <summary>Refines the communities. Where nothing may merge, the connected parts of the communities themselves
    /// are taken, so that a level always shrinks and whole communities can still be joined.</summary>
    private int Refine(LevelGraph level, int[] labels, int[] parts)
    {
        _refinement.Run(level, labels, parts, _resolution, _temperature, _random, _cancel);
        int count = Compact(parts, level.VertexCount);
        return count < level.VertexCount ? count : ConnectedParts.Split(level, labels, parts);
    }

    private int[] Aggregate(ref LevelGraph level, int[] labels, int[] parts, int partCount)
    {
        int[] aggregated = new int[partCount];
        for (int v = 0; v < level.VertexCount; v++)
            aggregated[parts[v]] = labels[v];
        level = _aggregation.Run(level, parts, partCount, _cancel);
        return aggregated;
    }

    /// <summary>Renumbers labels to 0, 1, … in order of first appearance.</summary>
    private static int Compact(int[] labels, int length)
    {
        int[] numbers = new int[length];
        int count = 0;
        for (int v = 0; v < length; v++)
        {
            ref int number = ref numbers[labels[v]];
            if (number == 0)
                number = ++count;
            labels[v] = number - 1;
        }

        return count;
    }
}
