namespace Analytics.Pipeline.Definition;

/// <summary>A wish for leaders to be asked together: how many, chosen how, and within which limits.</summary>
/// <param name="Name">Distinct within the pipeline.</param>
/// <param name="Partners">How many are chosen: per community, or in all for a campaign.</param>
public sealed record BriefDefinition(string Name, int Partners)
{
    /// <summary>ε where the file gives none.</summary>
    public const double DefaultEpsilon = 0.1;

    /// <summary>Probability of every arc where the file gives none.</summary>
    public const double DefaultProbability = 0.1;

    /// <summary>What the partners together should have most of.</summary>
    public PartnerMethod Method { get; init; } = PartnerMethod.Coverage;

    /// <summary>How likely somebody is activated by those who get the attention; every plan's spread is computed with
    /// it.</summary>
    public CascadeProbabilities Probabilities { get; init; } = CascadeProbabilities.WeightedCascade;

    /// <summary>The probability of every arc, in [0, 1]; for <see cref="CascadeProbabilities.Constant"/>.</summary>
    public double? Probability { get; init; }

    /// <summary>ε of the guarantee of <see cref="PartnerMethod.Influence"/>.</summary>
    public double? Epsilon { get; init; }

    /// <summary>One set per community, or one for all of them.</summary>
    public PlanScope Scope { get; init; } = PlanScope.Community;

    /// <summary>A campaign takes at most so many partners from each community.</summary>
    public int? PerCommunity { get; init; }

    /// <summary>Pseudonyms (<c>account_id</c>) that are never chosen.</summary>
    public IReadOnlyList<ulong> Exclude { get; init; } = [];

    /// <summary>Pseudonyms that are chosen first, whatever they add and whatever the limits below say.</summary>
    public IReadOnlyList<ulong> MustInclude { get; init; } = [];

    /// <summary>Leaders whose audience is of lower quality, or of unknown quality, are passed over.</summary>
    public double? MinAudienceQuality { get; init; }

    /// <summary>Leaders with a higher share of sponsored posts are passed over; those without posts are not.</summary>
    public double? MaxSponsoredShare { get; init; }

    /// <summary>Decides all random sets; that of the communities if none is given.</summary>
    public int? Seed { get; init; }

    /// <summary>Where the brief begins in the pipeline file, from 1; 0 if it does not come from a file.</summary>
    public int Line { get; init; }
}

/// <summary>What partners are chosen for.</summary>
public enum PartnerMethod
{
    /// <summary>The most accounts that engaged with at least one of them: maximum coverage.</summary>
    Coverage,

    /// <summary>The most accounts that a cascade from them reaches: influence maximisation.</summary>
    Influence,
}

/// <summary>How likely an account is activated by one that it pays attention to.</summary>
public enum CascadeProbabilities
{
    /// <summary>The share of its attention that goes there.</summary>
    WeightedCascade,

    /// <summary>Learned from who acted on the same items after whom.</summary>
    Learned,

    /// <summary>The same for all.</summary>
    Constant,
}

/// <summary>For whom a set of partners is chosen.</summary>
public enum PlanScope
{
    /// <summary>A set for every community, of its leaders and for its members.</summary>
    Community,

    /// <summary>One set of leaders of any communities, for all accounts of the data.</summary>
    Campaign,
}
