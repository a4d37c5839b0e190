using Analytics.Graph.Memory;
using Analytics.Graph.Threads;

namespace Analytics.Graph.Csr;

/// <summary>
/// A weighted directed graph in compressed sparse rows. The arcs that leave vertex v lie at
/// <c>offsets[v] … offsets[v+1]-1</c>, ordered by target, each target once. 8 bytes per arc (int32 target, float32
/// weight; only the target where every weight is 1) and 8 bytes per vertex (int64 offset). Every weight is positive and
/// finite: an arc of weight zero carries nothing and does not exist. Never changes after it was built, so any number
/// of threads may read it.
/// </summary>
public sealed class CsrGraph
{
    private readonly LargeArray<long> _offsets;
    private readonly LargeArray<int> _targets;
    private readonly LargeArray<float>? _weights;
    private readonly UnitWeights? _units;
    private int _symmetry;
    private int _weighting;

    /// <param name="offsets">First arc of every vertex, one more at the end.</param>
    /// <param name="targets">One per arc.</param>
    /// <param name="weights">One per arc; null if all are 1.</param>
    /// <param name="knownSymmetric">Every arc has its mirror image.</param>
    internal CsrGraph(
        LargeArray<long> offsets, LargeArray<int> targets, LargeArray<float>? weights, bool knownSymmetric = false)
    {
        _offsets = offsets;
        _targets = targets;
        _weights = weights;
        _units = weights is null ? new UnitWeights(targets.Length) : null;
        _symmetry = knownSymmetric ? Symmetric : Unknown;
    }

    private const int Unknown = 0;
    private const int Symmetric = 1;
    private const int Asymmetric = 2;
    private const int EqualWeights = 1;
    private const int OtherWeights = 2;

    /// <summary>Number of vertices; ids run from 0 to this minus one.</summary>
    public int VertexCount => (int)(_offsets.Length - 1);

    /// <summary>Number of arcs; an undirected edge is two arcs, a self-loop is one.</summary>
    public long ArcCount => _offsets[_offsets.Length - 1];

    /// <summary>Whether every weight is 1; then no weights are stored.</summary>
    public bool HasUnitWeights => _weights is null;

    /// <summary>Memory of this graph in bytes: 8 per vertex, and 8 per arc or, without stored weights, 4.</summary>
    public long Bytes =>
        sizeof(long) * _offsets.Length + sizeof(int) * _targets.Length + sizeof(float) * (_weights?.Length ?? 0);

    /// <summary>The most memory that a graph takes, in bytes: 8 per vertex and 8 per arc.</summary>
    public static long BytesFor(int vertices, long arcs) =>
        checked(sizeof(long) * (vertices + 1L) + (sizeof(int) + sizeof(float)) * arcs);

    internal LargeArray<long> Offsets => _offsets;

    internal LargeArray<int> TargetArray => _targets;

    /// <summary>One weight per arc. Where none are stored a column of ones is made, which lasts as long as somebody
    /// uses it: kernels that can do without look at <see cref="HasUnitWeights"/> first.</summary>
    internal LargeArray<float> WeightArray => _weights ?? _units!.Column;

    /// <summary>The weights as they are stored; null if all are 1.</summary>
    internal LargeArray<float>? StoredWeights => _weights;

    /// <summary>Targets of the arcs that leave <paramref name="vertex"/>, ascending.</summary>
    public ReadOnlySpan<int> Targets(int vertex) => _targets.Span(_offsets[vertex], Degree(vertex));

    /// <summary>Weights of the same arcs, in the same order.</summary>
    public ReadOnlySpan<float> Weights(int vertex) =>
        _weights is null ? UnitWeights.Row(Degree(vertex)) : _weights.Span(_offsets[vertex], Degree(vertex));

    /// <summary>Number of arcs that leave <paramref name="vertex"/>.</summary>
    public int Degree(int vertex) => (int)(_offsets[vertex + 1] - _offsets[vertex]);

    /// <summary>Sum of the weights of the arcs that leave <paramref name="vertex"/>; a loop counts once.</summary>
    public double OutWeight(int vertex)
    {
        if (_weights is null)
            return Degree(vertex);
        double sum = 0;
        foreach (float weight in Weights(vertex))
            sum += weight;
        return sum;
    }

    /// <summary>Sum of all arc weights; in a symmetric graph twice the edge weight.</summary>
    public double TotalWeight()
    {
        if (_weights is null)
            return ArcCount;
        double sum = 0;
        for (int v = 0; v < VertexCount; v++)
            sum += OutWeight(v);
        return sum;
    }

    /// <summary>The graph with every arc turned round. A second graph of the same size is allocated; a symmetric graph
    /// is its own reverse, and that is known from then on.</summary>
    public CsrGraph Reverse(
        Workers? workers = null, IProgress<double>? progress = null, CancellationToken cancel = default)
    {
        if (_symmetry == Symmetric)
            return this;
        CsrGraph reverse = Transposition.Of(this, workers ?? Workers.All, new Supervision(progress, cancel));
        if (_symmetry == Unknown)
            _symmetry = EqualsArcs(reverse) ? Symmetric : Asymmetric;
        progress?.Report(1);
        return _symmetry == Symmetric ? this : reverse;
    }

    /// <summary>
    /// The undirected graph with weight <c>w(u,v) + w(v,u)</c> on both arcs of every pair and without self-loops.
    /// </summary>
    /// <exception cref="OverflowException">A weight exceeds the range of float32.</exception>
    public CsrGraph Symmetrize(
        Workers? workers = null, IProgress<double>? progress = null, CancellationToken cancel = default) =>
        Symmetrization.Of(this, workers ?? Workers.All, new Supervision(progress, cancel));

    /// <summary>
    /// Whether every arc has its mirror image of equal weight. Known for graphs that <see cref="Symmetrize"/> made,
    /// otherwise found once at the cost of <see cref="Reverse"/>.
    /// </summary>
    public bool IsSymmetric
    {
        get
        {
            if (_symmetry == Unknown)
                Reverse();
            return _symmetry == Symmetric;
        }
    }

    /// <summary>Known without looking at the arcs; a subgraph inherits it.</summary>
    internal bool IsKnownSymmetric => _symmetry == Symmetric;

    internal void RequireSymmetric(string parameter)
    {
        if (!IsSymmetric)
        {
            throw new ArgumentException(
                "The graph has an arc without a mirror image of equal weight. Call Symmetrize() first.", parameter);
        }
    }

    /// <summary>Whether all arcs have the same weight, so that kernels can do without; looked up once.</summary>
    internal bool HasEqualWeights(Workers workers)
    {
        if (_weights is null)
            return true;
        if (_weighting == Unknown)
        {
            const int step = 1 << 18;
            int different = 0;
            workers.For((int)((ArcCount + step - 1) / step), (block, _) =>
            {
                long start = (long)block * step;
                Span<float> weights = _weights.Span(start, (int)Math.Min(step, ArcCount - start));
                if (different == 0 && weights.ContainsAnyExcept(_weights[0]))
                    Volatile.Write(ref different, 1);
            });
            _weighting = different == 0 ? EqualWeights : OtherWeights;
        }

        return _weighting == EqualWeights;
    }

    private bool EqualsArcs(CsrGraph other) =>
        _offsets.SequenceEqual(other._offsets)
        && _targets.SequenceEqual(other._targets)
        && (_weights is null || other._weights is null
            ? HasUnitWeights && other.HasUnitWeights
            : _weights.SequenceEqual(other._weights));
}
