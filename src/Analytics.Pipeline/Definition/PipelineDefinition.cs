using System.Text.Json.Serialization;

namespace Analytics.Pipeline.Definition;

/// <summary>A checked pipeline file with every default filled in. Paths are absolute, times UTC.</summary>
/// <param name="Name">Letters, digits, <c>_</c>, <c>-</c> and <c>.</c>; safe in file names.</param>
/// <param name="FilePath">The pipeline file itself, absolute.</param>
/// <param name="Purpose">Who uses the data, what for and how long; written into each run's manifest.</param>
/// <param name="Sources">At least one, names distinct, in the order of the file.</param>
/// <param name="Graph">How follows and interactions become weighted edges.</param>
/// <param name="Communities">How the graph is cut.</param>
/// <param name="Leaders">How leaders are scored.</param>
/// <param name="Privacy">Key, small cells and the identity store.</param>
/// <param name="Output">Where results go and how many runs are kept.</param>
/// <param name="Gates">When a run is held instead of published.</param>
/// <param name="Briefs">Partner sets to choose; may be empty.</param>
/// <param name="Schedule">When the pipeline runs by itself, or null.</param>
/// <param name="ConfigHash">
/// SHA-256 in lower-case hexadecimal over everything that can change the result: not over the file's own location,
/// its comments and layout, nor where lake, key and identity store lie.
/// </param>
public sealed record PipelineDefinition(
    string Name,
    string FilePath,
    PurposeRecord Purpose,
    IReadOnlyList<SourceDefinition> Sources,
    GraphDefinition Graph,
    CommunitiesDefinition Communities,
    LeadersDefinition Leaders,
    PrivacyDefinition Privacy,
    OutputDefinition Output,
    GatesDefinition Gates,
    IReadOnlyList<BriefDefinition> Briefs,
    ScheduleDefinition? Schedule,
    string ConfigHash)
{
    /// <summary>What runs may use; changes no result.</summary>
    [JsonIgnore]
    public ResourcesDefinition Resources { get; init; } = new(null, null, ResourcesDefinition.DefaultDiskReserve);
}

/// <summary>What a run may use.</summary>
/// <param name="MemoryBytes">Null: what machine or container give.</param>
/// <param name="Threads">Null: the processors that there are.</param>
/// <param name="DiskReserveBytes">Space of the lake's file system that runs leave free.</param>
public sealed record ResourcesDefinition(long? MemoryBytes, int? Threads, long DiskReserveBytes)
{
    public const long DefaultDiskReserve = 256_000_000;
}

/// <summary>The record of processing that European law asks for (GDPR Art. 30).</summary>
/// <param name="Controller">Who decides about the processing.</param>
/// <param name="Purpose">What the data are used for.</param>
/// <param name="LegalBasis">Why that is lawful, such as <c>GDPR Art. 6(1)(f)</c>.</param>
/// <param name="Retention">How long facts and snapshots are kept.</param>
public sealed record PurposeRecord(string Controller, string Purpose, string LegalBasis, TimeSpan Retention);

/// <summary>How people are protected.</summary>
/// <param name="KeyFile">Key of the pseudonyms; made on the first run when absent; never inside the lake.</param>
/// <param name="MinGroup">Aggregates over fewer accounts are suppressed.</param>
/// <param name="RevealLeaders">Whether handles of listed leaders, and only theirs, are kept and shown.</param>
/// <param name="IdentityStore">Parquet file that holds these handles; never inside the lake.</param>
public sealed record PrivacyDefinition(string KeyFile, int MinGroup, bool RevealLeaders, string IdentityStore)
{
    /// <summary>
    /// Whether facts keep the text of posts. It may name anybody and say anything, so it is dropped unless asked for.
    /// </summary>
    public bool KeepText { get; init; }
}

/// <summary>Where results go.</summary>
/// <param name="Lake">Folder of the lake; made when absent.</param>
/// <param name="KeepRuns">Snapshots kept, three at least; older ones are swept.</param>
public sealed record OutputDefinition(string Lake, int KeepRuns)
{
    internal const int DefaultCompactFiles = 16;

    /// <summary>
    /// As many files a month of a fact table may have before a run merges them; no result depends on it.
    /// </summary>
    [JsonIgnore]
    public int CompactFiles { get; init; } = DefaultCompactFiles;
}

