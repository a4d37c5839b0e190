using Analytics.Pipeline.Definition;

namespace Analytics.Tests.Marts;

/// <summary>Pipeline definitions for the analysis; sources play no part in it.</summary>
internal static class TestDefinition
{
    /// <summary>The defaults of a pipeline file.</summary>
    public static PipelineDefinition Defaults { get; } = new(
        "test",
        "/nowhere/test.yaml",
        new PurposeRecord("Example Association", "tests", "GDPR Art. 6(1)(f)", TimeSpan.FromDays(365)),
        [],
        new GraphDefinition(
            TimeSpan.FromDays(180), TimeSpan.FromDays(30), null, new EdgeWeights(1, 1, 3, 2, 4, 4)),
        new CommunitiesDefinition(20_000, 10, 1.0, CommunityObjective.Modularity, 42),
        new LeadersDefinition(50, new LeaderWeights(3, 3, 2, 1, 1, 0)),
        new PrivacyDefinition("/nowhere/key", 10, false, "/nowhere/identities.parquet"),
        new OutputDefinition("/nowhere/lake", 30),
        new GatesDefinition(0.1),
        [],
        null,
        "0000");

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
