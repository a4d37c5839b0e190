namespace Analytics.Graph.Influence;

/// <summary>
/// Chooses k candidates who together cover as much as possible. The greedy choice covers at least 1 − 1/e ≈ 63 % of
/// the best possible, and no fast method can promise more (Nemhauser, Wolsey and Fisher 1978; Feige 1998).
/// <para>Lazy greedy (Minoux 1978): gains only shrink, so a candidate is looked at again only when its last known gain
/// leads. Ties go to the smallest candidate, as if all were looked at every time.</para>
/// <para>Required candidates come first, the best of them leading, even those that add nothing. Where groups are
/// limited the promise is 1/2 (Fisher, Nemhauser and Wolsey 1978); <see cref="CoverageBound"/> says how good a choice
/// is.</para>
/// <para>O(listed elements) per time that all are looked at, far less in practice; 4 bytes per element and 20 per
/// candidate.</para>
/// </summary>
public sealed class MaximumCoverage
{
    private const int Covered = int.MaxValue;

    private readonly CoverageSets _sets;
    private readonly float[]? _weights;
    private readonly SeedConstraints _constraints;
    private readonly int[] _mark;
    private readonly int[] _freshAt;
    private readonly Dictionary<int, int> _perGroup = [];
    private readonly List<CoveragePick> _picks = [];
    private int _evaluation;

    private MaximumCoverage(CoverageSets sets, float[]? weights, SeedConstraints constraints)
    {
        (_sets, _weights, _constraints) = (sets, weights, constraints);
        _mark = new int[sets.ElementCount];
        _freshAt = new int[sets.CandidateCount];
    }

    /// <summary>At most <paramref name="count"/> picks in the order in which they were chosen; fewer when nothing is
    /// left to gain.</summary>
    /// <param name="sets">What each candidate covers.</param>
    /// <param name="count">k.</param>
    /// <param name="weights">Weight ≥ 0 of every element; none means 1 each.</param>
    /// <param name="constraints">Which candidates may be chosen; all by default.</param>
    /// <param name="progress">Receives shares of the picks done.</param>
    /// <param name="cancel">Stops between two evaluations.</param>
    public static IReadOnlyList<CoveragePick> Run(
        CoverageSets sets, int count, float[]? weights = null, SeedConstraints? constraints = null,
        IProgress<double>? progress = null, CancellationToken cancel = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        if (weights is not null && weights.Length != sets.ElementCount)
            throw new ArgumentException($"{weights.Length} weights for {sets.ElementCount} elements.", nameof(weights));
        if (weights is not null && weights.Any(w => !(w >= 0) || float.IsInfinity(w)))
            throw new ArgumentException("Weights must be finite and not negative.", nameof(weights));
        constraints?.Check(sets.CandidateCount, count);
        return new MaximumCoverage(sets, weights, constraints ?? new SeedConstraints()).Choose(count, progress, cancel);
    }

    private List<CoveragePick> Choose(int count, IProgress<double>? progress, CancellationToken cancel)
    {
        HashSet<int> closed = [.. _constraints.Excluded ?? []];
        HashSet<int> required = [.. _constraints.Required ?? []];
        // Whoever must be chosen is, whatever that adds; the others must add something.
        Choose([.. required.Order()], required.Count, least: 0, progress: null, cancel);
        closed.UnionWith(required);
        int[] others = [.. Enumerable.Range(0, _sets.CandidateCount).Where(candidate => !closed.Contains(candidate))];
        Choose(others, count, least: double.Epsilon, progress, cancel);
        progress?.Report(1);
        return _picks;
    }

    private void Choose(
        int[] candidates, int count, double least, IProgress<double>? progress, CancellationToken cancel)
    {
        const double Closed = -1;
        GainHeap heap = new(candidates.Length);
        foreach (int candidate in candidates)
        {
            cancel.ThrowIfCancellationRequested();
            _freshAt[candidate] = _picks.Count;
            heap.Push(candidate, Gain(candidate));
        }

        while (_picks.Count < count && heap.Count > 0 && heap.LeadingGain >= least)
        {
            cancel.ThrowIfCancellationRequested();
            int leader = heap.Leader;
            // A gain is fresh when it was computed after the last pick.
            if (IsFull(leader))
            {
                heap.LowerLeader(Closed);
            }
            else if (_freshAt[leader] < _picks.Count)
            {
                _freshAt[leader] = _picks.Count;
                heap.LowerLeader(Gain(leader));
            }
            else
            {
                Pick(leader, heap.LeadingGain);
                heap.LowerLeader(Closed);
                progress?.Report((double)_picks.Count / count);
            }
        }
    }

    private void Pick(int candidate, double gain)
    {
        double covered = _picks.Count > 0 ? _picks[^1].CumulativeGain : 0;
        _picks.Add(new CoveragePick(candidate, gain, covered + gain));
        foreach (int element in _sets[candidate])
            _mark[element] = Covered;
        if (_constraints.LimitsGroups && _constraints.Groups![candidate] is var group && group >= 0)
            _perGroup[group] = _perGroup.GetValueOrDefault(group) + 1;
    }

    private bool IsFull(int candidate) => _constraints.LimitsGroups
        && _constraints.Groups![candidate] is var group && group >= 0
        && _perGroup.GetValueOrDefault(group) >= _constraints.MostPerGroup;

    /// <summary>Weight that a candidate would add. Marks tell covered elements and those already met in this list.
    /// </summary>
    private double Gain(int candidate)
    {
        if (++_evaluation == Covered)
            RestartEvaluations();
        double gain = 0;
        foreach (int element in _sets[candidate])
        {
            if (_mark[element] >= _evaluation)
                continue;
            _mark[element] = _evaluation;
            gain += _weights is null ? 1 : _weights[element];
        }

        return gain;
    }

    private void RestartEvaluations()
    {
        for (int e = 0; e < _mark.Length; e++)
            _mark[e] = _mark[e] == Covered ? Covered : 0;
        _evaluation = 1;
    }
}
