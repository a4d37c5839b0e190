using Analytics.Pipeline.Definition;

namespace Analytics.Pipeline.Leaders;

/// <summary>The ways to rank that exist where the pipeline file names none, beside the main one.</summary>
internal static class LeaderProfiles
{
    public static IReadOnlyList<LeaderProfile> BuiltIn { get; } = [];
}
