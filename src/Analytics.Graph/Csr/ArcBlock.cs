namespace Analytics.Graph.Csr;

/// <summary>A fixed number of arcs as three columns, so that adding arcs never copies those added before.</summary>
internal sealed class ArcBlock(int capacity)
{
    public const int DefaultCapacity = 1 << 18;

    public readonly int[] Sources = new int[capacity];
    public readonly int[] Targets = new int[capacity];
    public readonly float[] Weights = new float[capacity];

    public int Count { get; private set; }

    public bool IsFull => Count == Sources.Length;

    /// <summary>Takes as many arcs as fit and says how many.</summary>
    public int Take(ReadOnlySpan<int> sources, ReadOnlySpan<int> targets, ReadOnlySpan<float> weights)
    {
        int taken = Math.Min(sources.Length, Sources.Length - Count);
        sources[..taken].CopyTo(Sources.AsSpan(Count));
        targets[..taken].CopyTo(Targets.AsSpan(Count));
        weights[..taken].CopyTo(Weights.AsSpan(Count));
        Count += taken;
        return taken;
    }
}
