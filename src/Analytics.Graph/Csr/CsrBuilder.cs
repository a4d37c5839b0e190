using Analytics.Graph.Threads;

namespace Analytics.Graph.Csr;

/// <summary>
/// Builds a <see cref="CsrGraph"/> from columns of arcs in any order.
/// <para>Method: <see cref="ArcSorting"/>, a counting sort in two steps that keeps to the processor's cache.
/// O(vertices + arcs · log(longest row)) time.</para>
/// <para>Memory: 12 bytes per arc while adding; 20 bytes per arc and 8 per vertex at the peak of <see cref="Build"/>,
/// less if arcs merge; 8 bytes per arc and 8 per vertex remain.</para>
/// <para>The rule for duplicates: their weights are added in float64 from the smallest to the largest and rounded to
/// float32 once, so the order in which arcs were added never shows. An arc of weight zero is left out.</para>
/// </summary>
public sealed class CsrBuilder
{
    private readonly bool _dropSelfLoops;
    private readonly long _memoryLimitBytes;
    private List<ArcBlock> _blocks = [];
    private long _arcCount;
    private int _highestId = -1;

    /// <param name="dropSelfLoops">Leave out arcs from a vertex to itself.</param>
    /// <param name="memoryLimitBytes">Refuse to grow beyond this; see <see cref="PeakBytes"/>.</param>
    public CsrBuilder(bool dropSelfLoops = false, long memoryLimitBytes = long.MaxValue)
    {
        _dropSelfLoops = dropSelfLoops;
        _memoryLimitBytes = memoryLimitBytes;
    }

    /// <summary>Arcs added so far, duplicates included.</summary>
    public long AddedCount => _arcCount;

    /// <summary>The highest memory, in bytes, from the first <see cref="Add(int, int, float)"/> to the end of
    /// <see cref="Build"/>: what is added, the graph, and some megabytes per worker.</summary>
    public static long PeakBytes(int vertices, long arcs, int workers = 1)
    {
        long added = 3L * sizeof(int) * (arcs + Math.Min(arcs, workers * (long)ArcBlock.DefaultCapacity));
        return checked(added + CsrGraph.BytesFor(vertices, arcs));
    }

    /// <summary>Adds arcs <c>sources[i] → targets[i]</c> of weight <c>weights[i]</c>, three equal lengths.</summary>
    /// <exception cref="ArgumentException">Unequal lengths, a negative id, a weight that is negative or not finite.
    /// </exception>
    /// <exception cref="InsufficientMemoryException">The limit does not even hold the arcs.</exception>
    public void Add(ReadOnlySpan<int> sources, ReadOnlySpan<int> targets, ReadOnlySpan<float> weights)
    {
        if (sources.Length != targets.Length || sources.Length != weights.Length)
        {
            throw new ArgumentException(
                $"Arc columns differ in length: {sources.Length} sources, {targets.Length} targets, "
                + $"{weights.Length} weights.");
        }

        int highest = ArcChecks.HighestId(sources, targets, weights);
        RequireMemory(0, _arcCount + sources.Length, 1);
        _highestId = Math.Max(_highestId, highest);
        _arcCount += sources.Length;
        while (!sources.IsEmpty)
        {
            if (_blocks.Count == 0 || _blocks[^1].IsFull)
                _blocks.Add(new ArcBlock(_blocks.Count == 0 ? SmallFirst(sources.Length) : ArcBlock.DefaultCapacity));
            int taken = _blocks[^1].Take(sources, targets, weights);
            sources = sources[taken..];
            targets = targets[taken..];
            weights = weights[taken..];
        }
    }

    /// <summary>Adds one arc; for streams use the columns.</summary>
    public void Add(int source, int target, float weight) => Add([source], [target], [weight]);

    /// <summary>Makes the graph of what was added and empties the builder.</summary>
    /// <param name="vertexCount">Number of vertices, above every id that was added.</param>
    /// <param name="workers">Threads; all processors by default. The graph is the same with any number.</param>
    /// <param name="progress">Receives rising shares of the work from 0 to 1.</param>
    /// <param name="cancel">Stops between blocks of arcs; the builder is then empty.</param>
    /// <exception cref="ArgumentException">An id is not below <paramref name="vertexCount"/>.</exception>
    /// <exception cref="InsufficientMemoryException">The limit does not hold arcs and graph together.</exception>
    /// <exception cref="OverflowException">A merged weight exceeds the range of float32.</exception>
    public CsrGraph Build(
        int vertexCount, Workers? workers = null, IProgress<double>? progress = null,
        CancellationToken cancel = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(vertexCount);
        workers ??= Workers.All;
        if (_highestId >= vertexCount)
            throw new ArgumentException($"Vertex {_highestId} does not fit into {vertexCount} vertices.");
        RequireMemory(vertexCount, _arcCount, workers.Count);
        using ArcSorting sorting = new(_blocks, vertexCount);
        (_blocks, _arcCount, _highestId) = ([], 0, -1);
        CsrGraph graph = sorting.Run(_dropSelfLoops, workers, new Supervision(progress, cancel));
        progress?.Report(1);
        return graph;
    }

    internal static float Rounded(double sum)
    {
        float rounded = (float)sum;
        if (float.IsInfinity(rounded))
            throw new OverflowException($"The weight {sum:R} of a merged arc exceeds the range of float32.");
        return rounded;
    }

    private void RequireMemory(int vertices, long arcs, int workers)
    {
        if (_memoryLimitBytes == long.MaxValue)
            return;
        long needed = PeakBytes(vertices, arcs, workers);
        if (needed > _memoryLimitBytes)
        {
            throw new InsufficientMemoryException(
                $"A graph of {vertices:N0} vertices and {arcs:N0} arcs takes {needed / 1e6:N0} MB while it is built, "
                + $"more than the limit of {_memoryLimitBytes / 1e6:N0} MB. Raise the limit or add fewer arcs.");
        }
    }

    private static int SmallFirst(int length) => Math.Clamp(length, 16, ArcBlock.DefaultCapacity);
}
