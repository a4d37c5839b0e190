using Analytics.Pipeline.Lake;

namespace Analytics.Pipeline.Validation;

/// <summary>What a lake holds to validate with.</summary>
internal static class LakeFacts
{
    /// <exception cref="UserException">Nothing was run yet; exit code 2.</exception>
    public static SnapshotManifest Newest(LakeFolder lake) =>
        new SnapshotStore(lake).Newest() ?? throw new UserException(
            $"{lake.Path}: found no snapshot; expected the facts of a run. Run 'analytics run' first.",
            ExitCodes.Usage);
}
