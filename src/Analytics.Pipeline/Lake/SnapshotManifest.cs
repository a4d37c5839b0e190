using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Analytics.Pipeline.Definition;

namespace Analytics.Pipeline.Lake;

/// <summary>
/// What one committed run made: its marts, every fact file that counts from then on, and every export file that was
/// ever ingested. The newest published manifest is the whole truth about a lake; files that neither it nor another
/// manifest names do not count.
/// </summary>
/// <param name="Sequence">1 for the first run of the lake.</param>
/// <param name="RunId">Sequence and a hash over configuration and new input, so equal input gives equal ids.</param>
/// <param name="Status"><c>done</c>, or <c>held</c> while a quality gate keeps it from being published.</param>
/// <param name="NextCommunityId">The next id never used for a community in this lake.</param>
/// <param name="KeyFingerprint">Of the pseudonym key of its facts; null in manifests of lake format 1.</param>
/// <param name="BaseRunId">The run that was published when this one began; its facts and files go on here. Null for the
/// first of a lake, and in manifests of before there were held runs.</param>
public sealed record SnapshotManifest(
    int Format,
    int Sequence,
    string RunId,
    string Pipeline,
    string Status,
    DateTimeOffset StartedAt,
    DateTimeOffset FinishedAt,
    int Seed,
    string ConfigHash,
    string CodeVersion,
    PurposeRecord Purpose,
    long NextCommunityId,
    IReadOnlyList<ParquetFile> Facts,
    IReadOnlyList<ParquetFile> Marts,
    IReadOnlyList<IngestedFile> Files,
    string? KeyFingerprint = null,
    string? BaseRunId = null)
{
    /// <summary>Status of a run that is published.</summary>
    public const string Done = "done";

    /// <summary>Status of a run that a quality gate keeps from being published.</summary>
    public const string Held = "held";

    [JsonIgnore]
    public bool IsHeld => Status == Held;

    /// <summary>Where its marts and this manifest lie, relative to the lake.</summary>
    [JsonIgnore]
    public string Folder => $"{(IsHeld ? "held" : "snapshots")}/{RunId}";

    /// <summary>Whether its retention has ended.</summary>
    public bool IsExpired(DateTimeOffset now) => FinishedAt + Purpose.Retention <= now;

    /// <summary>The scheduled time that the run answers; null for runs that somebody started.</summary>
    public DateTimeOffset? DueAt { get; init; }

    /// <summary>Whether files of posts may hold texts.</summary>
    public bool KeepsText { get; init; }
}

/// <summary>One Parquet file of a snapshot.</summary>
/// <param name="Path">Relative to the lake.</param>
/// <param name="Sha256">Of the file's bytes, lower-case hexadecimal.</param>
/// <param name="MergedFrom">Of a fact file that was made of several: number of the first run whose rows it
/// holds.</param>
public sealed record ParquetFile(
    string Table, string Path, long Rows, long Bytes, string Sha256, int? MergedFrom = null);

/// <summary>One export file that was ingested.</summary>
/// <param name="Sha256">Of the delivered bytes: a file is the same file under any name.</param>
/// <param name="Reading">Hash over how it was read (kind, format, columns, …): read otherwise, it counts as
/// new.</param>
/// <param name="ListedOn">Of a file of whole lists: its day. The same list on another day is another delivery.</param>
public sealed record IngestedFile(
    string Sha256,
    string Reading,
    string Source,
    string Name,
    long Bytes,
    long Read,
    long Accepted,
    long Rejected,
    long Duplicates,
    int Sequence,
    DateOnly? ListedOn = null);

/// <summary>How the lake's own JSON files are written; <see cref="CheckedJson"/> adds a checksum.</summary>
internal static class ManifestJson
{
    public static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.General)
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        WriteIndented = true,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower) },
    };
}
