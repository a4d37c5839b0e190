using Analytics.Pipeline.Definition;

namespace Analytics.Pipeline.Leaders;

/// <summary>
/// The ways to rank that exist where the pipeline file names none, beside the main one. docs/metrics.md says why they
/// weigh as they do.
/// </summary>
internal static class LeaderProfiles
{
    /// <summary>Whom neighbouring communities listen to, and who is heard at home.</summary>
    private static readonly LeaderProfile Bridge = new(
        "bridge", LeaderWeights.Only(("neighbour_engaged", 2), ("participation", 1), ("engaged_share", 1)));

    /// <summary>Whom members turn to where topics of the community are concerned.</summary>
    private static readonly LeaderProfile Expert = new(
        "expert", LeaderWeights.Only(("topic_attention", 3), ("credible_share", 1), ("originality", 1)));

    public static IReadOnlyList<LeaderProfile> BuiltIn { get; } = [Bridge, Expert];
}
