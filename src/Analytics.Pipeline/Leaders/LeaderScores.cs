using Analytics.Graph.Threads;
using Analytics.Pipeline.Definition;

namespace Analytics.Pipeline.Leaders;

/// <summary>
/// Scores of all members: the weighted mean of the percentile ranks that are known, and from it the leaders of each
/// community. Communities are independent of each other, and each is done by one thread in a fixed order.
/// </summary>
internal sealed class LeaderScores
{
    private readonly MemberMeasures _measures;

    private LeaderScores(MemberMeasures measures)
    {
        _measures = measures;
        Percentiles = [.. measures.Values.Select(values => new double[values.Length])];
    }

    /// <summary>Per component of <see cref="LeaderComponents.All"/> one rank per member; NaN is unknown.</summary>
    public double[][] Percentiles { get; }

    public static LeaderScores Of(MemberMeasures measures, Workers workers, CancellationToken cancel)
    {
        LeaderScores scores = new(measures);
        var ranks = new PercentileRanks[workers.Count];
        workers.For(measures.Communities.Length, (community, worker) =>
        {
            cancel.ThrowIfCancellationRequested();
            var own = ranks[worker] ??= new PercentileRanks();
            var range = measures.Starts[community]..measures.Starts[community + 1];
            for (var component = 0; component < measures.Values.Length; component++)
                own.Of(measures.Values[component].AsSpan(range), scores.Percentiles[component].AsSpan(range));
        });
        return scores;
    }

    /// <summary>
    /// One score per member under these weights: Σ percentile · weight / Σ |weight| over the known components; NaN
    /// where no component that weighs anything is known.
    /// </summary>
    public double[] Score(LeaderWeights weights)
    {
        var scores = new double[_measures.Vertices.Length];
        var total = new double[scores.Length];
        for (var component = 0; component < Percentiles.Length; component++)
        {
            var weight = weights.Span[component];
            if (weight == 0)
                continue;
            var percentiles = Percentiles[component];
            for (var i = 0; i < scores.Length; i++)
            {
                if (double.IsNaN(percentiles[i]))
                    continue;
                scores[i] += percentiles[i] * weight;
                total[i] += Math.Abs(weight);
            }
        }

        // Divided once, in the order of the sum, so that rounding never lifts a score above 1.
        for (var i = 0; i < scores.Length; i++)
            scores[i] = total[i] > 0 ? scores[i] / total[i] : double.NaN;
        return scores;
    }

    /// <summary>What the known components of one member weigh together.</summary>
    public double TotalWeight(LeaderWeights weights, int member)
    {
        var total = 0.0;
        for (var component = 0; component < Percentiles.Length; component++)
        {
            if (!double.IsNaN(Percentiles[component][member]))
                total += Math.Abs(weights.Span[component]);
        }

        return total;
    }

    /// <summary>
    /// The same for a task: NaN also where none of the components that weigh most is known, because whoever is not
    /// known to do what the task is about is not listed for what goes with it.
    /// </summary>
    public double[] ScoreForTask(LeaderWeights weights)
    {
        var scores = Score(weights);
        var most = 0.0;
        foreach (var weight in weights.Span)
            most = Math.Max(most, Math.Abs(weight));
        for (var i = 0; i < scores.Length; i++)
        {
            var known = false;
            for (var component = 0; component < Percentiles.Length && !known; component++)
                known = Math.Abs(weights.Span[component]) == most && !double.IsNaN(Percentiles[component][i]);
            if (!known)
                scores[i] = double.NaN;
        }

        return scores;
    }

    /// <summary>
    /// The leaders of one community, best first, equal scores by account: members that reach enough others and have a
    /// score.
    /// </summary>
    public int[] Leaders(int community, double[] scores, int top)
    {
        List<int> leaders = [];
        for (var i = _measures.Starts[community]; i < _measures.Starts[community + 1]; i++)
        {
            if (_measures.IsPublic[i] && !double.IsNaN(scores[i]))
                leaders.Add(i);
        }

        leaders.Sort((one, other) => scores[one] == scores[other]
            ? _measures.Accounts[one].CompareTo(_measures.Accounts[other])
            : scores[other].CompareTo(scores[one]));
        return [.. leaders.Take(top)];
    }
}
