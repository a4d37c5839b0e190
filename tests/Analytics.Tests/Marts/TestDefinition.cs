using Analytics.Pipeline.Definition;
using Analytics.Pipeline.Leaders;

namespace Analytics.Tests.Marts;

/// <summary>Pipeline definitions for the analysis; sources play no part in it.</summary>
internal static class TestDefinition
{
    /// <summary>Weights that hand-computed examples count on, whatever the defaults are.</summary>
    public static LeaderWeights Weights { get; } = LeaderWeights.Only(
        ("pagerank", 3), ("engaged_share", 3), ("reach", 2), ("coreness", 1), ("engagement_rate", 1));

    /// <summary>The defaults of a pipeline file, but for the weights of leaders.</summary>
    public static PipelineDefinition Defaults { get; } = new(
        "test",
        "/nowhere/test.yaml",
        new PurposeRecord("Example Association", "tests", "GDPR Art. 6(1)(f)", TimeSpan.FromDays(365)),
        [],
        new GraphDefinition(
            TimeSpan.FromDays(180), TimeSpan.FromDays(30), null, new EdgeWeights(1, 1, 3, 2, 4, 4)),
        new CommunitiesDefinition(20_000, 10, 1.0, CommunityObjective.Modularity, 42),
        new LeadersDefinition(50, Weights, []),
        new PrivacyDefinition("/nowhere/key", 10, false, "/nowhere/identities.parquet"),
        new OutputDefinition("/nowhere/lake", 30),
        new GatesDefinition(0.1),
        [],
        null,
        "0000");

    /// <summary>The defaults with a brief of every kind, and all profiles.</summary>
    public static PipelineDefinition WithBriefs { get; } = Defaults with
    {
        Leaders = Defaults.Leaders with { Profiles = LeaderProfiles.BuiltIn },
        Briefs =
        [
            new BriefDefinition("campaign", 6)
            {
                Method = PartnerMethod.Influence, Scope = PlanScope.Campaign, PerCommunity = 2,
            },
            new BriefDefinition("default", 5),
            new BriefDefinition("learned", 5)
            {
                Method = PartnerMethod.Influence, Probabilities = CascadeProbabilities.Learned,
            },
            new BriefDefinition("organic", 5) { MaxSponsoredShare = 0.1, MinAudienceQuality = 0.5 },
            new BriefDefinition("spread", 10) { Method = PartnerMethod.Influence },
        ],
    };

    /// <summary>For examples of a few accounts: no cell is small, two accounts are a community.</summary>
    public static PipelineDefinition Tiny { get; } = Defaults with
    {
        Communities = Defaults.Communities with { MinSize = 2 },
        Privacy = Defaults.Privacy with { MinGroup = 1 },
    };

    /// <summary>As <see cref="Tiny"/>, with cells below <paramref name="accounts"/> suppressed.</summary>
    public static PipelineDefinition WithMinGroup(int accounts) =>
        Tiny with { Privacy = Tiny.Privacy with { MinGroup = accounts } };
}
