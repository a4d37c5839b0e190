using System.Globalization;
using Analytics.DuckDb;
using Analytics.Pipeline.Definition;
using Analytics.Pipeline.Lake;
using Analytics.Pipeline.Marts;

namespace Analytics.Pipeline.Validation.Predictive;

/// <summary>
/// Compares the score of leaders with what happened after it. Communities and scores come from the facts before a
/// split; the outcome of a member is the number of distinct accounts of its community that reposted or mentioned it
/// from the split on. Figures are taken in each community of 200 members or more in which 25 members or more have an
/// outcome, and averaged over these communities: <c>spearman</c>, <c>ndcg_at_10</c>, <c>ndcg_at_50</c>,
/// <c>top_100_overlap</c> (<see cref="RankAgreement"/>), each beside every baseline; <c>…_gain</c> is the mean
/// difference to a baseline. Intervals hold 90 % of the values when communities are resampled.
/// </summary>
public static class PredictiveValidation
{
    internal const int LeastMembers = 200;
    internal const int LeastWithOutcome = 25;
    private const string Check = "predictive";

    private static readonly (string Name, Func<double[], double[], double> Of)[] Figures =
    [
        ("spearman", (measure, outcome) => RankAgreement.Spearman(measure, outcome)),
        ("ndcg_at_10", (measure, outcome) => RankAgreement.Ndcg(measure, outcome, 10)),
        ("ndcg_at_50", (measure, outcome) => RankAgreement.Ndcg(measure, outcome, 50)),
        ("top_100_overlap", (measure, outcome) => RankAgreement.TopOverlap(measure, outcome, 100)),
    ];

    /// <summary>All figures for one split of the lake's facts.</summary>
    /// <param name="definition">Weights, window and communities; its lake is not read.</param>
    /// <param name="lake">Holds the facts; nothing is written to it.</param>
    /// <param name="split">UTC; facts from then on are the future.</param>
    /// <param name="threads">No figure depends on it.</param>
    /// <param name="cancellation">Interrupts the analysis.</param>
    /// <exception cref="UserException">Nothing can be compared; exit code 2.</exception>
    public static IReadOnlyList<ValidationRow> Run(
        PipelineDefinition definition, LakeFolder lake, DateTime split, int threads,
        CancellationToken cancellation = default)
    {
        var snapshot = LakeFacts.Newest(lake);
        using var engine = DuckDbDatabase.Open(":memory:", new Dictionary<string, string>
        {
            ["threads"] = threads.ToString(CultureInfo.InvariantCulture),
        });
        using var connection = engine.Connect();
        SplitFacts.Show(connection, lake, snapshot, split);
        return Compare(definition, connection, split, threads, cancellation);
    }

    /// <summary>The same, on a connection that shows the facts before the split.</summary>
    internal static IReadOnlyList<ValidationRow> Compare(
        PipelineDefinition definition, DuckDbConnection connection, DateTime split, int threads,
        CancellationToken cancellation, int leastMembers = LeastMembers, int leastWithOutcome = LeastWithOutcome)
    {
        // The newest act before the split is the present; partner sets, other profiles and the certainty of ranks play
        // no part.
        var past = definition with
        {
            Graph = definition.Graph with { AsOf = null },
            Leaders = definition.Leaders with { Profiles = [], Replicates = 0 },
            Briefs = [],
        };
        AnalysisStage.Run(
            connection, past, new AnalysisContext("validation", threads, KeepWork: true), cancellation);
        var found = Foresight.Read(connection, cancellation);
        var communities = found
            .Where(community => community.Outcomes.Length >= leastMembers
                && community.Outcomes.Count(outcome => outcome > 0) >= leastWithOutcome)
            .ToList();
        var instant = split.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
        if (communities.Count == 0)
        {
            throw new UserException(
                $"split {instant}: found {found.Count} communities before it, none with {leastMembers} members or more "
                + $"of whom {leastWithOutcome} were reposted or mentioned later by others of it. Choose an earlier or "
                + "later time, inside the time of the interactions.",
                ExitCodes.Usage);
        }

        var name = $"{definition.Name} split={instant} communities={communities.Count}/{found.Count}";
        return [.. Figures.SelectMany(figure => Rows(name, figure.Name, figure.Of, communities))];
    }

    private static IEnumerable<ValidationRow> Rows(
        string name, string metric, Func<double[], double[], double> figure, List<CommunityForesight> communities)
    {
        var own = communities.Select(community => figure(community.Scores, community.Outcomes)).ToArray();
        for (var baseline = 0; baseline < Foresight.Baselines.Count; baseline++)
        {
            var other = communities
                .Select(community => Known(figure(community.Baselines[baseline], community.Outcomes)))
                .ToArray();
            Comparison means = new([.. own.Zip(other, (value, simple) => new Share(value, simple, 1))]);
            Comparison gains = new([.. own.Zip(other, (value, simple) => new Share(value - simple, 0, 1))]);
            yield return Row(name, metric, means, Foresight.Baselines[baseline], means.BaselineValue);
            yield return Row(name, $"{metric}_gain", gains, Foresight.Baselines[baseline], 0);
        }
    }

    // Where a measure is the same for all, such as followers without an export of them, it agrees with nothing.
    private static double Known(double figure) => double.IsNaN(figure) ? 0 : figure;

    private static ValidationRow Row(
        string name, string metric, Comparison comparison, string baseline, double baselineValue)
    {
        var (low, high) = comparison.Interval();
        return new(Check, name, metric, comparison.Value, low, high, baseline, baselineValue);
    }
}
