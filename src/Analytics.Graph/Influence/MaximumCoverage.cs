namespace Analytics.Graph.Influence;

/// <summary>
/// Chooses k candidates who together cover as much as possible. The greedy choice covers at least 1 − 1/e ≈ 63 % of
/// the best possible, and no fast method can promise more (Nemhauser, Wolsey and Fisher 1978; Feige 1998).
/// <para>Lazy greedy (Minoux 1978): gains only shrink, so a candidate is looked at again only when its last known gain
/// leads. Ties go to the smallest candidate, as if all were looked at every time.</para>
/// <para>O(listed elements) per time that all are looked at, far less in practice; 4 bytes per element and 20 per
/// candidate.</para>
/// </summary>
public sealed class MaximumCoverage
{
    private const int Covered = int.MaxValue;

    private readonly CoverageSets _sets;
    private readonly float[]? _weights;
    private readonly int[] _mark;
    private int _evaluation;

    private MaximumCoverage(CoverageSets sets, float[]? weights)
    {
        _sets = sets;
        _weights = weights;
        _mark = new int[sets.ElementCount];
    }

    /// <summary>At most <paramref name="count"/> picks in the order in which they were chosen; fewer when nothing is
    /// left to gain.</summary>
    /// <param name="sets">What each candidate covers.</param>
    /// <param name="count">k.</param>
    /// <param name="weights">Weight ≥ 0 of every element; none means 1 each.</param>
    /// <param name="progress">Receives shares of the picks done.</param>
    /// <param name="cancel">Stops between two evaluations.</param>
    public static IReadOnlyList<CoveragePick> Run(
        CoverageSets sets, int count, float[]? weights = null, IProgress<double>? progress = null,
        CancellationToken cancel = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        if (weights is not null && weights.Length != sets.ElementCount)
            throw new ArgumentException($"{weights.Length} weights for {sets.ElementCount} elements.", nameof(weights));
        if (weights is not null && weights.Any(w => !(w >= 0) || float.IsInfinity(w)))
            throw new ArgumentException("Weights must be finite and not negative.", nameof(weights));
        return new MaximumCoverage(sets, weights).Choose(count, progress, cancel);
    }

    private List<CoveragePick> Choose(int count, IProgress<double>? progress, CancellationToken cancel)
    {
        GainHeap heap = new(_sets.CandidateCount);
        for (int candidate = 0; candidate < _sets.CandidateCount; candidate++)
        {
            cancel.ThrowIfCancellationRequested();
            heap.Push(candidate, Gain(candidate));
        }

        List<CoveragePick> picks = [];
        double covered = 0;
        // A gain is fresh when it was computed after the last pick.
        int[] freshAt = new int[_sets.CandidateCount];
        while (picks.Count < count && heap.Count > 0 && heap.LeadingGain > 0)
        {
            cancel.ThrowIfCancellationRequested();
            int leader = heap.Leader;
            if (freshAt[leader] < picks.Count)
            {
                freshAt[leader] = picks.Count;
                heap.LowerLeader(Gain(leader));
                continue;
            }

            covered += heap.LeadingGain;
            picks.Add(new CoveragePick(leader, heap.LeadingGain, covered));
            foreach (int element in _sets[leader])
                _mark[element] = Covered;
            heap.LowerLeader(0);
            progress?.Report((double)picks.Count / count);
        }

        progress?.Report(1);
        return picks;
    }

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
