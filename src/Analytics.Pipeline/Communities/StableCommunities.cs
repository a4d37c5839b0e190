using Analytics.Graph.Communities;

namespace Analytics.Pipeline.Communities;

/// <summary>Numbers that stay with communities from snapshot to snapshot.</summary>
/// <param name="Matches">One per label of this run, by label: its number, event and origin.</param>
/// <param name="Deaths">Communities of the previous snapshot whose number nobody carries on, by number.</param>
/// <param name="NextId">First number that was never used.</param>
internal sealed record StableCommunities(
    IReadOnlyList<CommunityMatch> Matches, IReadOnlyList<CommunityDeath> Deaths, int NextId)
{
    /// <summary>Number of the community with that label.</summary>
    public long Id(int label) => Matches[label].StableId;

    /// <summary>The event in the words of the tables.</summary>
    public static string Name(CommunityEvent what) => what switch
    {
        CommunityEvent.Birth => "birth",
        CommunityEvent.Continue => "continue",
        CommunityEvent.Merge => "merge",
        CommunityEvent.Split => "split",
        _ => throw new ArgumentOutOfRangeException(nameof(what), what, "Not an event."),
    };

    public static StableCommunities Assign(
        ulong[] accountIds, Partition partition, PreviousSnapshot previous, int nextCommunityId)
    {
        var nextFree = Math.Max(nextCommunityId, previous.HighestId + 1);
        var matches = CommunityMatching.Match(
            new CommunityMembership(previous.AccountIds, previous.CommunityIds),
            new CommunityMembership(accountIds, partition.Labels),
            nextFree);
        return new StableCommunities(matches.Current, matches.Deaths, matches.NextFreeId);
    }
}
