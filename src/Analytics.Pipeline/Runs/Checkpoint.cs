using Analytics.Pipeline.Formats.Records;
using Analytics.Pipeline.Sources;

namespace Analytics.Pipeline.Runs;

/// <summary>
/// How far a run came, as <c>runs/SEQUENCE/checkpoint.json</c> tells it: the batches of export files whose facts are
/// staged, and, once all are, what settling made of them. A run with the same basis, the same exports and the same
/// staged files goes on from there and ends as if nothing had happened.
/// </summary>
/// <param name="Settled">Null until settling has ended.</param>
internal sealed record Checkpoint(
    CheckpointBasis Basis, IReadOnlyList<BatchRecord> Batches, SettledRecord? Settled)
{
    /// <summary>Every file that the run has staged.</summary>
    public IEnumerable<StagedRecord> Files => Batches
        .SelectMany(batch => batch.Facts.Append(batch.Rejects))
        .Concat(Settled is { } settled ? settled.Facts.Concat(settled.Files) : []);
}

/// <summary>What staged facts follow from, besides the exports.</summary>
/// <param name="BaseRun">The snapshot that the run builds upon; null for the first run of a lake.</param>
/// <param name="Code">Version and build of this program.</param>
internal sealed record CheckpointBasis(string ConfigHash, string? BaseRun, string KeyFingerprint, string Code)
{
    /// <summary>Why facts staged on the other basis are none of this one; null if they are.</summary>
    public string? DifferenceFrom(CheckpointBasis other) =>
        ConfigHash != other.ConfigHash ? "it was made under another configuration"
        : BaseRun != other.BaseRun ? "the lake has gone on since"
        : KeyFingerprint != other.KeyFingerprint ? "it was made with another pseudonym key"
        : Code != other.Code ? "it was made by another version of this program"
        : null;
}

/// <summary>Export files that were ingested together, and what came of them.</summary>
internal sealed record BatchRecord(
    IReadOnlyList<FileRecord> Exports, IReadOnlyList<StagedRecord> Facts, StagedRecord Rejects);

/// <summary>What settling left, beside the facts of the batches.</summary>
/// <param name="Facts">Interactions that found their target.</param>
/// <param name="Files">Settled files.</param>
internal sealed record SettledRecord(IReadOnlyList<StagedRecord> Facts, IReadOnlyList<StagedRecord> Files);

/// <summary>A staged file.</summary>
/// <param name="Path">Relative to the run's folder.</param>
/// <param name="Sha256">Of its bytes, lower-case hexadecimal.</param>
internal sealed record StagedRecord(string Table, int Month, string Path, long Rows, long Bytes, string Sha256);

/// <summary>The accounts of an export file, and how it is recognised; no folder and no text of the file.</summary>
/// <param name="Sha256">Null if it was not read to its end.</param>
/// <param name="Failure">Why it was not, as far as a lake may tell.</param>
internal sealed record FileRecord(
    string Reading,
    string Source,
    string Name,
    Delivery Delivery,
    string? Sha256,
    long Read,
    long Accepted,
    long Rejected,
    long SelfLoops,
    long Duplicates,
    IReadOnlyList<DriftEntry> Drift,
    string? Failure,
    long? FailureLine)
{
    public static FileRecord Of(ExportFile file) => new(
        IngestPlan.Reading(file.Source), file.Source.Name, file.Name, file.Delivery, file.Sha256, file.Read,
        file.Accepted, file.Rejected, file.SelfLoops, file.Duplicates, [.. file.Drift.Entries],
        file.Failure?.Reason, file.Failure?.Line);

    /// <summary>
    /// Whether a file is this one, to the byte. Of what could not be read, size and time have to do.
    /// </summary>
    public bool Recognises(ExportFile file, CancellationToken cancellation)
    {
        if (IngestPlan.Reading(file.Source) != Reading || file.Source.Name != Source || file.Name != Name) return false;
        if (file.Delivery != Delivery || (file.Failure is not null && file.Failure.Reason != Failure)) return false;
        return Sha256 is null || (file.Sha256 ?? Formats.ExportStream.Sha256(file.Path, cancellation)) == Sha256;
    }

    /// <summary>Puts the accounts down in the file of this run, which is then as if it had been read.</summary>
    public void Restore(ExportFile file)
    {
        file.Sha256 = Sha256;
        file.Read = Read;
        file.Accepted = Accepted;
        file.Rejected = Rejected;
        file.SelfLoops = SelfLoops;
        file.Duplicates = Duplicates;
        foreach (var entry in Drift) file.Drift.Add(entry);
        if (Failure is not null) file.Failure ??= new Formats.ExportFileException(Failure) { Line = FailureLine };
    }
}
