namespace Analytics.Pipeline.Definition;

/// <summary>Places that count when the file names none.</summary>
internal static class DefaultPaths
{
    private const string IdentityStoreName = "identities.parquet";

    public static string Lake(Section output, Surroundings surroundings) =>
        output.Reference<string>("lake") ?? surroundings.Absolute("lake");

    public static string KeyFile(Section privacy, Surroundings surroundings) =>
        privacy.Reference<string>("key_file") ?? surroundings.Absolute("~/.config/analytics/pseudonym.key");

    /// <summary>Beside the key, because both are equally secret.</summary>
    public static string IdentityStore(Section privacy, Surroundings surroundings) =>
        privacy.Reference<string>("identity_store")
        ?? Path.Combine(Path.GetDirectoryName(KeyFile(privacy, surroundings)) ?? "/", IdentityStoreName);
}
