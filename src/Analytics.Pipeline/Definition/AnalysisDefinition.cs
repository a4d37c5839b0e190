using Analytics.Pipeline.Communities;
using Analytics.Pipeline.Leaders;

namespace Analytics.Pipeline.Definition;

/// <summary>How facts become the attention graph.</summary>
/// <param name="Window">Only what happened in this time before <paramref name="AsOf"/> counts; null means all.</param>
/// <param name="HalfLife">Age at which an interaction counts half; null means that age does not matter.</param>
/// <param name="AsOf">End of the window; null means the latest time in the facts.</param>
/// <param name="Weights">What one follow or interaction is worth.</param>
public sealed record GraphDefinition(TimeSpan? Window, TimeSpan? HalfLife, DateTimeOffset? AsOf, EdgeWeights Weights);

/// <summary>Weight of one row of each kind; 0 leaves the kind out. At least one is above 0.</summary>
public sealed record EdgeWeights(
    double Follow,
    double Like,
    double Reply,
    double Mention,
    double Repost,
    double Quote)
{
    /// <summary>
    /// Weights in units of 1 / 1,048,576 by the bit of the kind, as in steps/acts.sql: 1 follow, 2 like, 4 reply,
    /// 8 mention, 16 repost, 32 quote.
    /// </summary>
    internal long[] ByKind()
    {
        var units = new long[33];
        (units[1], units[2], units[4]) = (Units(Follow), Units(Like), Units(Reply));
        (units[8], units[16], units[32]) = (Units(Mention), Units(Repost), Units(Quote));
        return units;
    }

    private static long Units(double weight) =>
        (long)Math.Round(weight * AttentionGraph.UnitsPerWeight, MidpointRounding.AwayFromZero);
}

/// <summary>How the graph is cut into communities.</summary>
/// <param name="MaxSize">Largest community in accounts; never above 20,000.</param>
/// <param name="MinSize">Smaller ones go to the residual.</param>
/// <param name="Resolution">Higher values give smaller communities.</param>
/// <param name="Objective">What the clustering optimises.</param>
/// <param name="Seed">Same facts, same definition, same seed: same communities.</param>
public sealed record CommunitiesDefinition(
    int MaxSize,
    int MinSize,
    double Resolution,
    CommunityObjective Objective,
    int Seed);

/// <summary>What the clustering optimises.</summary>
public enum CommunityObjective
{
    /// <summary>Newman and Girvan 2004, with resolution.</summary>
    Modularity,

    /// <summary>Constant Potts model, Traag et al. 2011.</summary>
    Cpm,
}

/// <summary>How leaders are found in a community.</summary>
/// <param name="Top">Leaders listed per community.</param>
/// <param name="Weights">Weight of each component in the score.</param>
/// <param name="Profiles">Other ways to rank, for other tasks; names distinct.</param>
/// <param name="Replicates">Rankings made anew to tell how sure ranks are; 0 for none.</param>
/// <param name="TopK">A leader's probability to be among the first k is told for this k.</param>
public sealed record LeadersDefinition(
    int Top, LeaderWeights Weights, IReadOnlyList<LeaderProfile> Profiles, int Replicates = 100, int TopK = 10)
{
    /// <summary>Name of the profile that <see cref="Weights"/> are.</summary>
    public const string MainProfile = "multiplier";

    /// <summary>What counts where the file names no limit.</summary>
    public static readonly TimeSpan DefaultInfluenceLimit = TimeSpan.FromDays(7);

    /// <summary>An act on the same item that follows later than this was not led to.</summary>
    public TimeSpan InfluenceLimit { get; init; } = DefaultInfluenceLimit;

    /// <summary>Hashtags on which experts are heard, without #; none: those that set each community apart.</summary>
    public IReadOnlyList<string> Topics { get; init; } = [];

    /// <summary>The main profile, then the others.</summary>
    public IEnumerable<LeaderProfile> AllProfiles => [new LeaderProfile(MainProfile, Weights), .. Profiles];
}

/// <summary>A named way to rank members.</summary>
/// <param name="Name">Letters, digits, <c>_</c>, <c>-</c> and <c>.</c>.</param>
/// <param name="Weights">Weight of each component; what the file does not name weighs nothing.</param>
public sealed record LeaderProfile(string Name, LeaderWeights Weights);
