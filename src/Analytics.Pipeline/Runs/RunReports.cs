using Analytics.Pipeline.Gates;
using Analytics.Pipeline.Marts;
using Analytics.Pipeline.Sources.Pull;

namespace Analytics.Pipeline.Runs;

/// <param name="Lake">Instead of the pipeline's own lake; null keeps that.</param>
/// <param name="Threads">Threads of every stage; no result depends on it. 0: as the pipeline says.</param>
/// <param name="DryRun">Read and check all exports, write and publish nothing.</param>
public sealed record RunOptions(string? Lake, int Threads, bool DryRun)
{
    /// <summary>
    /// The scheduled time that the run answers, or null. If a snapshot of the lake answers it already, nothing is run.
    /// </summary>
    public DateTimeOffset? DueAt { get; init; }

    /// <summary>Instead of the pipeline's own limit; null keeps that.</summary>
    public long? MemoryBytes { get; init; }

    /// <summary>
    /// Bytes of exports that are ingested before a checkpoint is written. The same on every machine, because it decides
    /// which files there are; only tests ask for less.
    /// </summary>
    internal long BatchBytes { get; init; } = 4L << 30;
}

/// <summary>How a run ended that came to its end.</summary>
public enum RunStatus
{
    /// <summary>Published.</summary>
    Done,

    /// <summary>A quality gate failed: stored, and not published (exit code 3).</summary>
    Held,

    /// <summary>Nothing was run: a published snapshot of the lake answers the same scheduled time.</summary>
    Answered,
}

/// <summary>Told what a run is doing. Called from many threads; must return quickly.</summary>
public interface IRunObserver
{
    /// <summary>The run knows its id from here on.</summary>
    void RunIdentified(string runId)
    {
    }

    void StageStarted(string stage);

    /// <param name="fraction">0 to 1; NaN where the end is not known.</param>
    void StageProgress(string stage, double fraction, long rows, long bytes);

    void StageFinished(StageReport report);

    void Warning(string message);
}

/// <summary>One stage that has ended.</summary>
/// <param name="Waiting">Time that its workers waited for their neighbours, summed.</param>
/// <param name="PeakBytes">Highest resident memory of the process until then.</param>
public sealed record StageReport(
    string Stage, long Rows, long Bytes, TimeSpan Elapsed, TimeSpan Waiting, long PeakBytes)
{
    /// <summary>Rows that the stage refused.</summary>
    public long Rejects { get; init; }
}

/// <summary>What a run did.</summary>
/// <param name="CatalogPath">The DuckDB file to query.</param>
/// <param name="Communities">The largest first.</param>
/// <param name="Steps">The larger steps of the analysis.</param>
public sealed record RunSummary(
    string RunId,
    string LakePath,
    string CatalogPath,
    RunStatus Status,
    IReadOnlyList<SourceReport> Sources,
    IReadOnlyList<CommunityReport> Communities,
    IReadOnlyList<string> Warnings,
    IReadOnlyList<StageReport> Stages,
    IReadOnlyList<StepTime> Steps)
{
    /// <summary>What every quality gate came to.</summary>
    public IReadOnlyList<GateResult> Gates { get; init; } = [];

    /// <summary>The run that the catalog shows now: this one, or if it is held the one before, or none.</summary>
    public string? PublishedRunId { get; init; }

    /// <summary>What was pulled, one per remote source.</summary>
    public IReadOnlyList<PullReport> Pulls { get; init; } = [];

    /// <summary>What a run would pull; for dry runs only.</summary>
    public IReadOnlyList<PullPreview> Planned { get; init; } = [];
}

/// <summary>The accounts of one source: read = accepted + rejected + duplicates.</summary>
/// <param name="Completeness">Entries received / entries claimed by profiles; null without either.</param>
public sealed record SourceReport(
    string Name,
    int FilesNew,
    int FilesKnown,
    int FilesFailed,
    long Read,
    long Accepted,
    long Rejected,
    long Duplicates,
    double? Completeness)
{
    /// <summary>Of the rejected rows: those whose two accounts are one. They do not count for the gate.</summary>
    public long SelfLoops { get; init; }
}

/// <summary>One community of the new snapshot with its first leaders.</summary>
public sealed record CommunityReport(
    long Id, string Label, int Size, string Event, IReadOnlyList<LeaderLine> Leaders);

/// <param name="Handle">Null unless the pipeline reveals leaders and the handle was found.</param>
public sealed record LeaderLine(
    int Rank, ulong AccountId, string? Handle, double Score, long Reach, double? EngagedShare, string Tier);
