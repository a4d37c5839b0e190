using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Analytics.Pipeline.Definition;

/// <summary>Identifies what a run was told to do, so that runs can be compared.</summary>
internal static class ConfigHash
{
    private static readonly JsonSerializerOptions Canonical = new() { Converters = { new JsonStringEnumConverter() } };

    /// <summary>
    /// SHA-256 of the definition as JSON in declaration order. Left out: the file's location, line numbers, and where
    /// lake, key and identity store lie, how sources are pulled, gates, and when the pipeline runs. Source paths
    /// count relative to the file, so that a copied folder keeps its hash.
    /// </summary>
    public static string Of(PipelineDefinition definition)
    {
        var folder = Path.GetDirectoryName(definition.FilePath)!;
        var effective = definition with
        {
            FilePath = "",
            ConfigHash = "",
            Sources = [.. definition.Sources.Select(
                source => source with { Line = 0, Path = Relative(folder, source), Pull = null })],
            Briefs = [.. definition.Briefs.Select(brief => brief with { Line = 0 })],
            Privacy = definition.Privacy with { KeyFile = "", IdentityStore = "" },
            Output = definition.Output with { Lake = "" },
            Schedule = null,
            Gates = null!,
        };
        return Convert.ToHexStringLower(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(effective, Canonical)));
    }

    private static string Relative(string folder, SourceDefinition source) =>
        source.Pull is null ? Path.GetRelativePath(folder, source.Path) : source.Path;
}
