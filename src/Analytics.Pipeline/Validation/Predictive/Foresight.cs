using Analytics.DuckDb;
using Analytics.Pipeline.Marts;
using Analytics.Pipeline.Samples.Model;

namespace Analytics.Pipeline.Validation.Predictive;

/// <summary>The members of one community: what came later, and the measures taken before, one value each.</summary>
/// <param name="Outcomes">Distinct accounts of the community that reposted or mentioned the member later.</param>
/// <param name="Scores">The score of leaders; NaN without one.</param>
/// <param name="Baselines">In the order of <see cref="Foresight.Baselines"/>.</param>
internal sealed record CommunityForesight(double[] Outcomes, double[] Scores, double[][] Baselines);

/// <summary>Reads what validation/foresight.sql finds after an analysis that kept its work.</summary>
internal static class Foresight
{
    private const ulong Seed = 1_341_360_000;

    /// <summary>Simple measures that a score must beat; the last is chance.</summary>
    public static IReadOnlyList<string> Baselines { get; } =
    [
        "followers", "in_degree", "reach", "past_reposters", "pagerank", "coreness", "neighbour_degree_sum", "random",
    ];

    public static IReadOnlyList<CommunityForesight> Read(DuckDbConnection connection, CancellationToken cancel)
    {
        var measured = Baselines.SkipLast(1).Select(name => $"CAST({name} AS DOUBLE)");
        using var reader = connection.Query(
            $"""
            SELECT community_id, CAST(outcome AS DOUBLE), coalesce(score, 'nan'::DOUBLE), {string.Join(", ", measured)}
            FROM ({SqlFile.Read("validation/foresight")})
            """, streaming: false, cancel);
        List<CommunityForesight> communities = [];
        var columns = new List<double>[2 + Baselines.Count];
        for (var column = 0; column < columns.Length; column++) columns[column] = [];
        var draws = new Draws(Seed);
        long? current = null;
        while (reader.TryRead(out var chunk))
        {
            using (chunk)
            {
                for (var row = 0; row < chunk.Count; row++)
                {
                    var community = chunk[0].Values<long>()[row];
                    if (current is not null && community != current) communities.Add(Take(columns));
                    current = community;
                    for (var column = 0; column < columns.Length - 1; column++)
                        columns[column].Add(chunk[1 + column].Values<double>()[row]);
                    columns[^1].Add(draws.Unit());
                }
            }
        }

        if (current is not null) communities.Add(Take(columns));
        return communities;
    }

    private static CommunityForesight Take(List<double>[] columns)
    {
        var taken = columns.Select(column => column.ToArray()).ToArray();
        foreach (var column in columns) column.Clear();
        return new CommunityForesight(taken[0], taken[1], taken[2..]);
    }
}
