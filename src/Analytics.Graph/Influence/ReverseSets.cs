using Analytics.Graph.Threads;

namespace Analytics.Graph.Influence;

/// <summary>
/// Reverse reachable sets (Borgs et al. 2014): from a random vertex against live arcs, all who would have activated it.
/// The share of sets that seeds hit, times the number of vertices, estimates their spread without bias.
/// <para>Sets are numbered. Each block of 64 has a random stream of its own that follows from the seed and the block's
/// number, so any number of workers draws the same sets, and more sets can be added to those drawn before.</para>
/// </summary>
internal sealed class ReverseSets
{
    public const int PerBlock = 1 << Shift;

    private const int Shift = 6;

    private const int MostSegments = 4;

    private readonly IndependentCascade _cascade;
    private readonly ulong _seed;
    private readonly bool[]? _left;
    private readonly int _shift;
    private readonly List<ReverseSetBlock> _blocks = [];
    private readonly List<ReverseSetIndex> _segments = [];
    private readonly int[] _counts;

    /// <param name="cascade">Who activates whom.</param>
    /// <param name="seed">Decides all sets.</param>
    /// <param name="left">Vertices that no one asks for, left out of the sets; none if null.</param>
    /// <param name="sentinels">Vertices that all seeds chosen by these sets contain. Sets that reach one are hit anyway
    /// and end there; it is only counted how many they are.</param>
    /// <param name="shift">Logarithm of the number of sets in a block; a few large sets want small blocks.</param>
    public ReverseSets(IndependentCascade cascade, ulong seed, bool[]? left, Sentinels sentinels, int shift = Shift)
    {
        _shift = shift;
        (_cascade, _seed, _left, Sentinels) = (cascade, seed, left, sentinels);
        _counts = new int[cascade.VertexCount];
    }

    public int VertexCount => _cascade.VertexCount;

    public int Count => _blocks.Count << _shift;

    public Sentinels Sentinels { get; }

    /// <summary>Sets that reached a sentinel; their members are not kept.</summary>
    public int CutCount { get; private set; }

    public IndependentCascade Cascade => _cascade;

    /// <summary>In how many sets each vertex is.</summary>
    public ReadOnlySpan<int> Counts => _counts;

    public long SizeBytes => _blocks.Sum(block => block.SizeBytes) + _segments.Sum(index => index.SizeBytes);

    /// <summary>Number of vertices in a set.</summary>
    public int SizeOf(int set) => _blocks[set >> _shift].SizeOf(set & (1 << _shift) - 1);

    /// <summary>Adds a number to what is counted for every vertex of a set.</summary>
    public void CountMembers(int set, int[] counts, int change) =>
        _blocks[set >> _shift].Count(set & (1 << _shift) - 1, counts, change);

    /// <summary>Draws sets until there are at least so many.</summary>
    public void Grow(int count, CascadeWalks walks, CancellationToken cancel)
    {
        Workers workers = walks.Workers;
        walks.SetEnds(Sentinels.Vertices);
        int first = _blocks.Count;
        var blocks = new ReverseSetBlock[Math.Max(0, (count + (1 << _shift) - 1 >> _shift) - first)];
        var builders = new ReverseSetBlock.Builder?[workers.Count];
        workers.For(blocks.Length, (block, worker) =>
        {
            cancel.ThrowIfCancellationRequested();
            blocks[block] = Draw(
                first + block, walks.Of(worker),
                builders[worker] ??= new ReverseSetBlock.Builder(VertexCount));
        });
        CutCount += blocks.Sum(block => block.CutCount);
        _blocks.AddRange(blocks);
        Index(blocks, first, workers);
    }

    /// <summary>The numbers of the sets that a vertex is in.</summary>
    public void SetsOf(int vertex, List<int> sets)
    {
        sets.Clear();
        foreach (ReverseSetIndex segment in _segments)
            segment.SetsOf(vertex, sets);
    }

    private ReverseSetBlock Draw(int block, CascadeWalk walk, ReverseSetBlock.Builder builder)
    {
        walk.Random.Restart(_seed, (ulong)block);
        Span<int> kept = _left is null ? [] : new int[VertexCount];
        for (int i = 0; i < 1 << _shift; i++)
        {
            if (walk.Follow([walk.Random.Below(VertexCount)], out ReadOnlySpan<int> set))
                builder.AddCut();
            else
                builder.Add(_left is null ? set : Keep(set, kept));
        }

        return builder.Build();
    }

    private ReadOnlySpan<int> Keep(ReadOnlySpan<int> set, Span<int> kept)
    {
        int count = 0;
        foreach (int vertex in set)
        {
            if (!_left![vertex])
                kept[count++] = vertex;
        }

        return kept[..count];
    }

    /// <summary>An index over few sets would be longer than they are, so only large additions are cut in parts.
    /// </summary>
    private void Index(ReverseSetBlock[] blocks, int first, Workers workers)
    {
        if (blocks.Length == 0)
            return;
        long bytes = blocks.Sum(block => block.SizeBytes);
        int parts = (int)Math.Clamp(bytes / (16L * VertexCount), 1, Math.Min(MostSegments, blocks.Length));
        var segments = new ReverseSetIndex[parts];
        workers.For(parts, (part, _) =>
        {
            int start = (int)((long)blocks.Length * part / parts);
            int end = (int)((long)blocks.Length * (part + 1) / parts);
            segments[part] = new ReverseSetIndex(
                blocks.AsSpan(start, end - start), first + start << _shift, VertexCount);
        });
        foreach (ReverseSetIndex segment in segments)
            segment.AddCounts(_counts);
        _segments.AddRange(segments);
    }
}
