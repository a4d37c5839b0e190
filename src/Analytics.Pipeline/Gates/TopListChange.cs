namespace Analytics.Pipeline.Gates;

/// <summary>
/// Who left the list of the first leaders of a community, and who came. Of two lists of equal length the share that
/// left is half of their symmetric difference over the length, the distance of top k lists of Fagin, Kumar and
/// Sivakumar (2003), Comparing top k lists.
/// </summary>
/// <param name="Size">Accounts of the community before.</param>
/// <param name="Share">Of the leaders before, those who left.</param>
internal sealed record TopListChange(
    long Community, long Size, double Share, IReadOnlyList<ulong> Left, IReadOnlyList<ulong> Came)
{
    /// <param name="before">Not empty.</param>
    public static TopListChange Of(long community, long size, List<ulong> before, List<ulong> now)
    {
        List<ulong> left = [.. before.Except(now)];
        return new TopListChange(community, size, (double)left.Count / before.Count, left, [.. now.Except(before)]);
    }

    /// <summary>
    /// Mean share, each community counted by its accounts: so it says what the accounts see, and the leaders of twelve
    /// people, who change easily, weigh as much as twelve people.
    /// </summary>
    public static double Mean(IReadOnlyList<TopListChange> changes) =>
        changes.Sum(change => change.Share * change.Size) / changes.Sum(change => (double)change.Size);
}
