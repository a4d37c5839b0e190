using Analytics.Graph.Memory;

namespace Analytics.Graph.Csr;

/// <summary>
/// Makes a <see cref="CsrGraph"/> of arcs that are in order already, source by source and target by target, without
/// sorting them: O(vertices + arcs) time, no memory beyond the graph (<see cref="CsrGraph.BytesFor"/>).
/// </summary>
public sealed class CsrRowWriter
{
    private const int Step = 1 << 20;

    private readonly LargeArray<long> _offsets;
    private readonly LargeArray<int> _targets;
    private LargeArray<float>? _weights;
    private long _arcs;
    private int _source = -1;
    private int _target = -1;

    /// <param name="vertexCount">Number of vertices, above every id that will be added.</param>
    /// <param name="arcCount">Exactly as many arcs as will be added.</param>
    public CsrRowWriter(int vertexCount, long arcCount)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(vertexCount);
        _offsets = new LargeArray<long>(vertexCount + 1L, cleared: true);
        _targets = new LargeArray<int>(arcCount);
    }

    /// <summary>Adds arcs <c>sources[i] → targets[i]</c> of weight <c>weights[i]</c>, three equal lengths.</summary>
    /// <exception cref="ArgumentException">Unequal lengths, more arcs than announced, an id that is not below the
    /// vertex count, an arc that is not behind the one before, a weight that is not positive and finite.</exception>
    public void Add(ReadOnlySpan<int> sources, ReadOnlySpan<int> targets, ReadOnlySpan<float> weights)
    {
        if (sources.Length != targets.Length || sources.Length != weights.Length)
        {
            throw new ArgumentException(
                $"Arc columns differ in length: {sources.Length} sources, {targets.Length} targets, "
                + $"{weights.Length} weights.");
        }

        if (sources.Length > _targets.Length - _arcs)
            throw new ArgumentException($"More arcs than the {_targets.Length:N0} that were announced.");
        long vertices = _offsets.Length - 1;
        for (int i = 0; i < sources.Length; i++)
        {
            int source = sources[i];
            int target = targets[i];
            if (source < _source || (source == _source && target <= _target))
                throw new ArgumentException($"Arc {source} → {target} is not behind {_source} → {_target}.");
            if ((uint)target >= vertices || source >= vertices)
                throw new ArgumentException($"Arc {source} → {target} does not fit into {vertices} vertices.");
            if (!(weights[i] > 0) || float.IsInfinity(weights[i]))
            {
                throw new ArgumentException(
                    $"Arc {source} → {target} has weight {weights[i]}, not positive and finite.");
            }

            StartRows(source, _arcs + i);
            _target = target;
        }

        targets.CopyTo(_targets.Span(_arcs, targets.Length));
        if (_weights is null && weights.ContainsAnyExcept(1f))
            _weights = Ones();
        if (_weights is not null)
            weights.CopyTo(_weights.Span(_arcs, weights.Length));
        _arcs += sources.Length;
    }

    /// <summary>The graph of what was added; the writer is then of no more use.</summary>
    /// <exception cref="InvalidOperationException">Fewer arcs than announced.</exception>
    public CsrGraph Complete()
    {
        if (_arcs != _targets.Length)
            throw new InvalidOperationException($"{_arcs:N0} arcs of {_targets.Length:N0} were added.");
        StartRows((int)_offsets.Length - 1, _arcs);
        return new CsrGraph(_offsets, _targets, _weights);
    }

    /// <summary>A column for the weights, after all so far were 1.</summary>
    private LargeArray<float> Ones()
    {
        LargeArray<float> weights = new(_targets.Length);
        for (long start = 0; start < _arcs; start += Step)
            weights.Span(start, (int)Math.Min(Step, _arcs - start)).Fill(1f);
        return weights;
    }

    /// <summary>Rows up to that of <paramref name="source"/> begin here.</summary>
    private void StartRows(int source, long arc)
    {
        while (_source < source)
            _offsets[++_source] = arc;
    }
}
