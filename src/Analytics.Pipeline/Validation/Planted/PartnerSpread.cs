using Analytics.DuckDb;

namespace Analytics.Pipeline.Validation.Planted;

/// <summary>
/// Whether partner sets are worth more than the first leaders of the ranking: <c>partner_spread</c> = share of the
/// community that a cascade from the chosen partners reaches, beside that of as many top-ranked leaders, mean over
/// communities; <c>partner_sets_not_below</c> = share of communities where the set reaches at least as far.
/// </summary>
internal static class PartnerSpread
{
    private const string Baseline = "top_ranked";

    /// <summary>Two rows, or none where no set was chosen; the analysis on the connection kept its work.</summary>
    public static IEnumerable<ValidationRow> Compare(PlantedTruth truth, DuckDbConnection connection)
    {
        List<(double Set, double Top)> found = [];
        using (var command = connection.CreateCommand())
        {
            command.CommandText =
                """
                SELECT spread / population, top_spread / population
                FROM work.partner_sets
                WHERE spread IS NOT NULL AND top_spread IS NOT NULL AND scope = 'community'
                ORDER BY brief, community_id
                """;
            using var rows = command.ExecuteReader();
            while (rows.Read()) found.Add((rows.GetDouble(0), rows.GetDouble(1)));
        }

        if (found.Count == 0) yield break;
        yield return Row(truth, "partner_spread", new([.. found.Select(set => new Share(set.Set, set.Top, 1))]));
        yield return Row(
            truth, "partner_sets_not_below",
            new([.. found.Select(set => new Share(set.Set >= set.Top ? 1 : 0, 1, 1))]));
    }

    private static ValidationRow Row(PlantedTruth truth, string metric, Comparison comparison)
    {
        var (low, high) = comparison.Interval();
        return new(
            PlantedValidation.Check, truth.Case, metric, comparison.Value, low, high, Baseline,
            comparison.BaselineValue);
    }
}
