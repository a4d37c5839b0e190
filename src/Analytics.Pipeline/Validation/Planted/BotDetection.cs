using Analytics.DuckDb;

namespace Analytics.Pipeline.Validation.Planted;

/// <summary>
/// Whether flagged accounts are the planted bots, of all accounts in the graph: <c>bot_precision</c> = bots among the
/// flagged, <c>bot_recall</c> = flagged among the bots, each beside the same figure for every single sign;
/// <c>flagged_share</c> = flagged / all accounts, which without bots is the share of false alarms.
/// </summary>
internal static class BotDetection
{
    private const string All = "flagged";

    /// <summary>Columns of work.flags that are signs.</summary>
    private static readonly string[] Signs =
    [
        "no_posts", "following_ratio", "mass_following", "young_account", "follow_burst", "identical_timing",
        "coordinated",
    ];

    /// <summary>The analysis on the connection kept its work.</summary>
    public static IEnumerable<ValidationRow> Compare(
        PlantedTruth truth, DuckDbConnection connection, CancellationToken cancel)
    {
        var bots = truth.Accounts.Where(account => account.IsBot).Select(account => account.Pseudonym).ToHashSet();
        var counts = new Count[1 + Signs.Length];
        var (accounts, present) = (0, 0);
        using (var reader = connection.Query(
            $"""
            SELECT vertices.account_id,
              {string.Join(", ", ((string[])[All, .. Signs]).Select(sign => $"coalesce({sign}, false)"))}
            FROM work.flags AS flags
            JOIN work.vertices AS vertices ON vertices.vertex = flags.vertex
            """, streaming: false, cancel))
        {
            while (reader.TryRead(out var chunk))
            {
                using (chunk)
                {
                    for (var row = 0; row < chunk.Count; row++)
                    {
                        var isBot = bots.Contains(chunk[0].Values<ulong>()[row]);
                        accounts++;
                        if (isBot) present++;
                        for (var sign = 0; sign < counts.Length; sign++)
                        {
                            if (chunk[1 + sign].Values<bool>()[row]) counts[sign] = counts[sign].Plus(isBot);
                        }
                    }
                }
            }
        }

        yield return new(
            PlantedValidation.Check, truth.Case, "flagged_share", (double)counts[0].Marked / Math.Max(1, accounts));
        if (present == 0) yield break;
        for (var sign = 0; sign < Signs.Length; sign++)
        {
            yield return Row(truth, "bot_precision", counts[0].Precision, Signs[sign], counts[1 + sign].Precision);
            yield return Row(
                truth, "bot_recall", counts[0].Recall(present), Signs[sign], counts[1 + sign].Recall(present));
        }
    }

    private static ValidationRow Row(PlantedTruth truth, string metric, double value, string sign, double alone) =>
        new(PlantedValidation.Check, truth.Case, metric, value, null, null, sign, alone);

    private readonly record struct Count(int Marked, int Bots)
    {
        public double Precision => Marked == 0 ? double.NaN : (double)Bots / Marked;

        public double Recall(int present) => (double)Bots / present;

        public Count Plus(bool isBot) => new(Marked + 1, Bots + (isBot ? 1 : 0));
    }
}
