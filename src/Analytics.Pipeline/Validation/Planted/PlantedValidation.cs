using Analytics.DuckDb;
using Analytics.Graph.Communities;

namespace Analytics.Pipeline.Validation.Planted;

/// <summary>
/// Compares the marts of a run with what was planted.
/// <para>Communities: adjusted Rand index (Hubert and Arabie 1985) and adjusted mutual information (Vinh, Epps and
/// Bailey 2010) over all planted accounts but bots, which belong nowhere. An account that the run left in no
/// community counts as a community of its own, so nothing is gained by leaving out what is difficult.</para>
/// <para>Leaders: <c>leaders_in_top_10</c> = planted leaders ranked 1 to 10 in the community where they were found,
/// over the planted leaders, at most 10 per planted community. <c>precision_at_k</c> = mean over found communities
/// with planted leaders of (planted leaders in the top k) / min(k, planted leaders there). <c>decoys_for_leaders</c> =
/// share of the same places held by celebrities, hubs, accounts with bought followers and bots, k = 10. Each with the
/// same figure when followers alone rank the members, and with a 90 % interval by resampling communities.</para>
/// </summary>
public static class PlantedValidation
{
    internal const string Check = "planted";
    private const string Baseline = "followers";
    private const int Top = 10;
    private static readonly int[] Depths = [3, 5, 10];

    /// <summary>All figures for a generated folder and the catalog of a run over it.</summary>
    /// <exception cref="UserException">The folder holds no truth; exit code 2.</exception>
    public static IReadOnlyList<ValidationRow> Run(
        string folder, DuckDbConnection catalog, AccountPseudonym pseudonym, string platform = "default",
        CancellationToken cancellation = default) =>
        Compare(PlantedTruth.Read(folder, pseudonym, platform), FoundLeaders.Read(catalog, cancellation));

    /// <summary>All figures, from what was planted and what was found.</summary>
    public static IReadOnlyList<ValidationRow> Compare(PlantedTruth truth, IReadOnlyList<FoundAccount> found)
    {
        var byAccount = found.ToDictionary(account => account.Account);
        List<ValidationRow> rows = [.. CompareCommunities(truth, byAccount)];
        Placement[] placements =
        [
            .. from account in truth.Accounts
               where byAccount.ContainsKey(account.Pseudonym)
               let place = byAccount[account.Pseudonym]
               select new Placement(account, place.Community, place.LeaderRank, place.FollowerRank),
        ];
        rows.Add(Row(truth, "leaders_in_top_10", LeadersInTop(truth, byAccount)));
        foreach (var depth in Depths) rows.Add(Row(truth, $"precision_at_{depth}", PrecisionAt(placements, depth)));
        rows.Add(Row(truth, "decoys_for_leaders", DecoysForLeaders(placements)));
        return rows;
    }

    private static IEnumerable<ValidationRow> CompareCommunities(
        PlantedTruth truth, Dictionary<ulong, FoundAccount> found)
    {
        var members = truth.Accounts.Where(account => !account.IsBot).ToList();
        var planted = members.Select(account => account.Community).ToArray();
        var labels = new int[members.Count];
        var next = found.Count == 0 ? 0 : found.Values.Max(place => place.Community) + 1;
        var placed = 0;
        for (var i = 0; i < labels.Length; i++)
        {
            var isPlaced = found.TryGetValue(members[i].Pseudonym, out var place);
            labels[i] = isPlaced ? place.Community : next++;
            if (isPlaced) placed++;
        }

        yield return new(Check, truth.Case, "adjusted_rand", PartitionAgreement.AdjustedRand(planted, labels));
        yield return new(
            Check, truth.Case, "adjusted_mutual_information",
            PartitionAgreement.AdjustedMutualInformation(planted, labels));
        yield return new(Check, truth.Case, "placed_share", (double)placed / Math.Max(1, members.Count));
    }

    private static Comparison LeadersInTop(PlantedTruth truth, Dictionary<ulong, FoundAccount> found) =>
        new([
            .. from account in truth.Accounts
               where account.IsLeader
               group found.GetValueOrDefault(account.Pseudonym) by account.Community
               into leaders
               orderby leaders.Key
               select new Share(
                   Math.Min(Top, leaders.Count(place => place.LeaderRank is >= 1 and <= Top)),
                   Math.Min(Top, leaders.Count(place => place.FollowerRank is >= 1 and <= Top)),
                   Math.Min(Top, leaders.Count())),
        ]);

    private static Comparison PrecisionAt(Placement[] placements, int depth) =>
        new([
            .. from placement in placements
               where placement.Planted.IsLeader
               group placement by placement.Community
               into leaders
               orderby leaders.Key
               let possible = (double)Math.Min(depth, leaders.Count())
               select new Share(
                   leaders.Count(p => p.LeaderRank >= 1 && p.LeaderRank <= depth) / possible,
                   leaders.Count(p => p.FollowerRank <= depth) / possible,
                   1),
        ]);

    private static Comparison DecoysForLeaders(Placement[] placements) =>
        new([
            .. from placement in placements
               group placement by placement.Community
               into members
               orderby members.Key
               let places = Math.Min(Top, members.Count(p => p.Planted.IsLeader))
               where places > 0
               select new Share(
                   members.Count(p => p.IsDecoy && p.LeaderRank >= 1 && p.LeaderRank <= places),
                   members.Count(p => p.IsDecoy && p.FollowerRank <= places),
                   places),
        ]);

    private static ValidationRow Row(PlantedTruth truth, string metric, Comparison comparison)
    {
        var (low, high) = comparison.Interval();
        return new(Check, truth.Case, metric, comparison.Value, low, high, Baseline, comparison.BaselineValue);
    }

    private readonly record struct Placement(PlantedAccount Planted, int Community, int LeaderRank, int FollowerRank)
    {
        public bool IsDecoy => Planted.IsDecoy || Planted.IsBot;
    }
}
