using Analytics.Graph.Memory;

namespace Analytics.Graph.Csr;

/// <summary>
/// Builds a <see cref="CsrGraph"/> from columns of arcs in any order, without comparing or hashing.
/// <para>Method: a counting sort by target, then a stable counting sort by source, leaves every row ordered by target
/// with duplicates side by side; one pass merges them. O(vertices + arcs) time.</para>
/// <para>Memory: 12 bytes per arc while adding; 20 bytes per arc and 16 per vertex at the peak of
/// <see cref="Build"/>; 8 bytes per arc and 8 per vertex remain.</para>
/// <para>The rule for duplicates: their weights are added in float64 from the smallest to the largest and rounded to
/// float32 once, so the order in which arcs were added never shows. A sum of zero leaves no arc.</para>
/// </summary>
public sealed class CsrBuilder
{
    private readonly bool _dropSelfLoops;
    private List<ArcBlock> _blocks = [];
    private long _arcCount;

    /// <param name="dropSelfLoops">Leave out arcs from a vertex to itself.</param>
    public CsrBuilder(bool dropSelfLoops = false) => _dropSelfLoops = dropSelfLoops;

    /// <summary>Arcs added so far, duplicates included.</summary>
    public long AddedCount => _arcCount;

    /// <summary>Adds arcs <c>sources[i] → targets[i]</c> of weight <c>weights[i]</c>, three equal lengths.</summary>
    /// <exception cref="ArgumentException">Unequal lengths, a negative id, a weight that is negative or not finite.
    /// </exception>
    public void Add(ReadOnlySpan<int> sources, ReadOnlySpan<int> targets, ReadOnlySpan<float> weights)
    {
        if (sources.Length != targets.Length || sources.Length != weights.Length)
        {
            throw new ArgumentException(
                $"Arc columns differ in length: {sources.Length} sources, {targets.Length} targets, "
                + $"{weights.Length} weights.");
        }

        Check(sources, targets, weights);
        if (_arcCount + sources.Length > Array.MaxLength)
            throw new ArgumentException($"More than {Array.MaxLength:N0} arcs do not fit into one graph.");
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
    /// <param name="progress">Receives rising shares of the work from 0 to 1.</param>
    /// <param name="cancel">Stops between blocks of arcs or vertices; the builder is then empty.</param>
    /// <exception cref="ArgumentException">An id is not below <paramref name="vertexCount"/>.</exception>
    /// <exception cref="OverflowException">A merged weight exceeds the range of float32.</exception>
    public CsrGraph Build(
        int vertexCount, IProgress<double>? progress = null, CancellationToken cancel = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(vertexCount);
        CheckBelow(vertexCount);
        List<ArcBlock> blocks = _blocks;
        (_blocks, _arcCount) = ([], 0);

        Supervision supervision = new(progress, cancel);
        CsrGraph byTarget = SortByTarget(blocks, vertexCount, supervision.Part(0, 0.5));
        CsrGraph bySource = Transposition.Of(byTarget, supervision.Part(0.5, 0.4));
        CsrGraph graph = MergeDuplicates(bySource, supervision.Part(0.9, 0.1));
        progress?.Report(1);
        return graph;
    }

    /// <summary>The multigraph turned round: row v lists the sources of the arcs that enter v.</summary>
    private CsrGraph SortByTarget(List<ArcBlock> blocks, int vertexCount, Supervision supervision)
    {
        long[] cursor = new long[vertexCount + 1];
        foreach (ArcBlock block in blocks)
        {
            for (int i = 0; i < block.Count; i++)
            {
                if (Keep(block, i))
                    cursor[block.Targets[i] + 1]++;
            }
        }

        for (int v = 0; v < vertexCount; v++)
            cursor[v + 1] += cursor[v];
        LargeArray<long> offsets = new(vertexCount + 1);
        cursor.CopyTo(offsets.Span(0, vertexCount + 1));
        LargeArray<int> sources = new(cursor[^1]);
        LargeArray<float> weights = new(cursor[^1]);
        for (int b = 0; b < blocks.Count; b++)
        {
            ArcBlock block = blocks[b];
            blocks[b] = null!; // each block can be collected as soon as it is sorted in
            supervision.Reached((double)b / blocks.Count);
            for (int i = 0; i < block.Count; i++)
            {
                if (!Keep(block, i))
                    continue;
                long slot = cursor[block.Targets[i]]++;
                sources[slot] = block.Sources[i];
                weights[slot] = block.Weights[i];
            }
        }

        return new CsrGraph(offsets, sources, weights);
    }

    private bool Keep(ArcBlock block, int i) =>
        block.Weights[i] > 0 && !(_dropSelfLoops && block.Sources[i] == block.Targets[i]);

    /// <summary>Merges equal neighbours of every row in place; the arrays are new, so nobody else sees it.</summary>
    private static CsrGraph MergeDuplicates(CsrGraph multigraph, Supervision supervision)
    {
        LargeArray<long> offsets = multigraph.Offsets;
        LargeArray<int> targets = multigraph.TargetArray;
        LargeArray<float> weights = multigraph.WeightArray;
        long written = 0;
        long read = 0;
        for (int v = 0; v < multigraph.VertexCount; v++)
        {
            supervision.At(v, multigraph.VertexCount);
            long end = offsets[v + 1];
            offsets[v] = written;
            while (read < end)
            {
                int target = targets[read];
                long first = read;
                while (read < end && targets[read] == target)
                    read++;
                weights[written] = read - first == 1
                    ? weights[first]
                    : Sum(weights.Span(first, (int)(read - first)));
                targets[written++] = target;
            }
        }

        offsets[multigraph.VertexCount] = written;
        return written == targets.Length
            ? multigraph
            : new CsrGraph(offsets, Start(targets, written), Start(weights, written));
    }

    private static LargeArray<T> Start<T>(LargeArray<T> column, long length)
        where T : unmanaged
    {
        LargeArray<T> start = new(length);
        for (long i = 0; i < length; i++)
            start[i] = column[i];
        return start;
    }

    private static float Sum(Span<float> duplicates)
    {
        duplicates.Sort();
        double sum = 0;
        foreach (float weight in duplicates)
            sum += weight;
        return Rounded(sum);
    }

    internal static float Rounded(double sum)
    {
        float rounded = (float)sum;
        if (float.IsInfinity(rounded))
            throw new OverflowException($"The weight {sum:R} of a merged arc exceeds the range of float32.");
        return rounded;
    }

    private static int SmallFirst(int length) => Math.Clamp(length, 16, ArcBlock.DefaultCapacity);

    private static void Check(ReadOnlySpan<int> sources, ReadOnlySpan<int> targets, ReadOnlySpan<float> weights)
    {
        for (int i = 0; i < sources.Length; i++)
        {
            if ((sources[i] | targets[i]) < 0)
                throw new ArgumentException($"Arc {i}: {sources[i]} → {targets[i]} has a negative vertex id.");
            if (!(weights[i] >= 0) || float.IsInfinity(weights[i]))
            {
                throw new ArgumentException(
                    $"Arc {i}: weight {weights[i]} of {sources[i]} → {targets[i]} is not a finite number ≥ 0.");
            }
        }
    }

    private void CheckBelow(int vertexCount)
    {
        foreach (ArcBlock block in _blocks)
        {
            for (int i = 0; i < block.Count; i++)
            {
                if (Math.Max(block.Sources[i], block.Targets[i]) >= vertexCount)
                {
                    throw new ArgumentException(
                        $"Arc {block.Sources[i]} → {block.Targets[i]} does not fit into {vertexCount} vertices.");
                }
            }
        }
    }
}
