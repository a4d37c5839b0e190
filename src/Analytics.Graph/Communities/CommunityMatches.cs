namespace Analytics.Graph.Communities;

/// <summary>Who belongs to which community at one time: two columns of equal length, each member once.</summary>
/// <param name="MemberIds">Ids that mean the same member at every time, in any order.</param>
/// <param name="Labels">The community of each, below zero for none.</param>
public sealed record CommunityMembership(ulong[] MemberIds, int[] Labels);

/// <summary>What happened to a community since the previous time.</summary>
public enum CommunityEvent
{
    /// <summary>It is one community of before and nothing else is.</summary>
    Continue,

    /// <summary>No community of before resembles it.</summary>
    Birth,

    /// <summary>Two or more communities of before resemble it.</summary>
    Merge,

    /// <summary>The one community of before that resembles it also resembles another one of now.</summary>
    Split,
}

/// <summary>A community of now and where it comes from.</summary>
/// <param name="Label">Its label in the current membership.</param>
/// <param name="StableId">The id that it carries on, or a new one.</param>
/// <param name="Event">What happened to it.</param>
/// <param name="PreviousId">The community of before that resembles it most, if any does.</param>
/// <param name="Jaccard">How much it does; 0 at birth.</param>
public sealed record CommunityMatch(int Label, int StableId, CommunityEvent Event, int? PreviousId, double Jaccard);

/// <summary>A community of before whose id nobody carries on.</summary>
/// <param name="PreviousId">The id that ends here and is never given again.</param>
/// <param name="AbsorbedBy">The stable id of the community of now that resembles it most; none if it died.</param>
public sealed record CommunityDeath(int PreviousId, int? AbsorbedBy);

/// <summary>The account of both times.</summary>
/// <param name="Current">One entry per label of now, by label.</param>
/// <param name="Deaths">Ids that ended, ascending.</param>
/// <param name="NextFreeId">The first id that was never used; to be kept for the next matching.</param>
public sealed record CommunityMatches(
    IReadOnlyList<CommunityMatch> Current, IReadOnlyList<CommunityDeath> Deaths, int NextFreeId);
