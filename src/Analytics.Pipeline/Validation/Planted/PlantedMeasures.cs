using Analytics.DuckDb;
using Analytics.Pipeline.Marts;

namespace Analytics.Pipeline.Validation.Planted;

/// <summary>
/// Whether the score finds planted leaders better than each of its parts alone: <c>precision_at_10</c> = mean over
/// found communities with planted leaders of (planted leaders among the first 10) / min(10, planted leaders there),
/// beside the same figure for every single measure. Ranked are all members that reach enough others to be leaders;
/// equal values by account.
/// </summary>
internal static class PlantedMeasures
{
    private const int Depth = 10;

    /// <summary>The measures of validation/planted_measures.sql behind the score.</summary>
    public static IReadOnlyList<string> Names { get; } =
    [
        "followers", "in_degree", "reach", "past_reposters", "mentions", "steady_attention", "recent_attention",
        "pagerank", "coreness", "neighbour_degree_sum", "engagement_rate",
    ];

    /// <summary>One row per single measure; the analysis on the connection kept its work.</summary>
    public static IEnumerable<ValidationRow> Compare(
        PlantedTruth truth, DuckDbConnection connection, CancellationToken cancel)
    {
        var members = Read(connection, cancel);
        var leaders = truth.Accounts
            .Where(account => account.IsLeader)
            .Select(account => account.Pseudonym)
            .ToHashSet();
        var communities = members.GroupBy(member => member.Community).Select(group => group.ToArray()).ToList();
        var precisions = Enumerable.Range(0, 1 + Names.Count)
            .Select(measure => communities
                .Select(community => Precision(community, measure, leaders))
                .OfType<double>()
                .ToArray())
            .ToList();
        for (var measure = 0; measure < Names.Count; measure++)
        {
            Comparison comparison = new(
                [.. precisions[0].Zip(precisions[1 + measure], (score, alone) => new Share(score, alone, 1))]);
            var (low, high) = comparison.Interval();
            yield return new ValidationRow(
                PlantedValidation.Check, truth.Case, "precision_at_10", comparison.Value, low, high, Names[measure],
                comparison.BaselineValue);
        }
    }

    private static double? Precision(Member[] community, int measure, HashSet<ulong> leaders)
    {
        var planted = community.Count(member => leaders.Contains(member.Account));
        if (planted == 0) return null;

        // Members come in the order of accounts, and the sort is stable; NaN is lowest.
        var hits = community
            .OrderByDescending(member => member.Values[measure])
            .Take(Depth)
            .Count(member => leaders.Contains(member.Account));
        return (double)hits / Math.Min(Depth, planted);
    }

    private static List<Member> Read(DuckDbConnection connection, CancellationToken cancel)
    {
        string[] columns = ["score", .. Names];
        using var reader = connection.Query(
            $"""
            SELECT account_id, community_id,
              {string.Join(", ", columns.Select(name => $"coalesce(CAST({name} AS DOUBLE), 'nan'::DOUBLE)"))}
            FROM ({SqlFile.Read("validation/planted_measures")})
            """, streaming: false, cancel);
        List<Member> members = [];
        while (reader.TryRead(out var chunk))
        {
            using (chunk)
            {
                for (var row = 0; row < chunk.Count; row++)
                {
                    var values = new double[columns.Length];
                    for (var i = 0; i < values.Length; i++) values[i] = chunk[2 + i].Values<double>()[row];
                    members.Add(new Member(chunk[0].Values<ulong>()[row], chunk[1].Values<long>()[row], values));
                }
            }
        }

        return members;
    }

    private readonly record struct Member(ulong Account, long Community, double[] Values);
}
