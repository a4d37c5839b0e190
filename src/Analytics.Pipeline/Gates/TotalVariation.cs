namespace Analytics.Pipeline.Gates;

/// <summary>
/// How far apart two distributions of accounts over communities are: ½ Σ |p − q| over the ids of both, the accounts
/// in no community as one more. It is the smallest share of accounts that would have to be elsewhere to make one the
/// other, from 0 (equal) to 1 (no community in common). Levin, Peres, Wilmer: Markov Chains and Mixing Times, 4.1.
/// The population stability index of credit scoring is the better known one, but it is infinite as soon as a
/// community is born or ends, which happens in every other run.
/// </summary>
internal static class TotalVariation
{
    /// <summary>Stands for the accounts in no community; ids of communities begin at 1.</summary>
    public const long Residual = 0;

    /// <returns>Shares by community that add up to 1; empty without accounts.</returns>
    public static Dictionary<long, double> Shares(IEnumerable<(long Community, long Accounts)> sizes, long residual)
    {
        var all = sizes.Append((Community: Residual, Accounts: residual)).Where(one => one.Accounts > 0).ToList();
        double total = all.Sum(one => one.Accounts);
        return all.ToDictionary(one => one.Community, one => one.Accounts / total);
    }

    /// <param name="before">Not empty.</param>
    /// <param name="now">Empty counts as having nothing in common.</param>
    public static double Between(Dictionary<long, double> before, Dictionary<long, double> now)
    {
        if (now.Count == 0) return 1;
        var apart = before.Keys.Union(now.Keys).Order()
            .Sum(id => Math.Abs(now.GetValueOrDefault(id) - before.GetValueOrDefault(id)));
        return Math.Min(1, apart / 2);
    }
}
