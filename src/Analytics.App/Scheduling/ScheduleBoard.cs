using Analytics.Pipeline;
using Analytics.Pipeline.Definition;

namespace Analytics.App.Scheduling;

/// <summary>
/// What is known of every pipeline of the folder: its definition, its mistakes, its run under way and its last one.
/// Readable from any thread; health checks and metrics read it too.
/// </summary>
internal sealed class ScheduleBoard(TimeProvider clock)
{
    private readonly Lock _gate = new();
    private readonly SortedDictionary<string, PipelineFileState> _files = new(StringComparer.Ordinal);
    private readonly Dictionary<string, RunUnderWay> _running = [];
    private readonly Dictionary<string, RunResult> _last = [];

    /// <summary>When the folder was read for the last time; null before the first time.</summary>
    public DateTimeOffset? ReadAt { get; private set; }

    /// <summary>Whether the scheduler is started and takes due times.</summary>
    public bool IsStarted { get; private set; }

    /// <summary>All files, by name, with what is known of their pipelines at this moment.</summary>
    public IReadOnlyList<PipelineState> All()
    {
        lock (_gate)
        {
            return
            [
                .. _files.Values.Select(file =>
                {
                    var name = file.Definition?.Name;
                    return new PipelineState(
                        file, name is null ? null : _running.GetValueOrDefault(name),
                        name is null ? null : _last.GetValueOrDefault(name));
                }),
            ];
        }
    }

    /// <summary>The pipeline as it was last sound, or null.</summary>
    public ScheduledPipeline? Find(string name)
    {
        lock (_gate) return _files.Values.FirstOrDefault(file => file.Definition?.Name == name)?.Scheduled;
    }

    /// <summary>The pipelines that wait for a good end of this one.</summary>
    public IReadOnlyList<ScheduledPipeline> After(string name)
    {
        lock (_gate)
        {
            return
            [
                .. _files.Values.Select(file => file.Scheduled).OfType<ScheduledPipeline>()
                    .Where(pipeline => pipeline.Schedule.After == name),
            ];
        }
    }

    /// <summary>Takes the folder as it was read now.</summary>
    public void Show(IEnumerable<PipelineFileState> files)
    {
        lock (_gate)
        {
            _files.Clear();
            foreach (var file in files) _files.Add(file.File, file);
            ReadAt = clock.GetUtcNow();
        }
    }

    public void Start()
    {
        lock (_gate) IsStarted = true;
    }

    public void Stop()
    {
        lock (_gate) IsStarted = false;
    }

    public void Show(string pipeline, RunUnderWay run)
    {
        lock (_gate) _running[pipeline] = run;
    }

    public void Show(RunResult result)
    {
        lock (_gate)
        {
            _running.Remove(result.Pipeline);
            _last[result.Pipeline] = result;
        }
    }

    /// <summary>The run was handed back when the scheduler stopped; it has no result here.</summary>
    public void Forget(string pipeline)
    {
        lock (_gate) _running.Remove(pipeline);
    }
}

/// <summary>A file of the folder.</summary>
/// <param name="File">Its path.</param>
/// <param name="Definition">As it was last sound; null when it never was.</param>
/// <param name="Scheduled">The same with its times; null without a sound schedule.</param>
/// <param name="Problems">What is wrong with the file as it is now; empty when nothing is.</param>
internal sealed record PipelineFileState(
    string File, PipelineDefinition? Definition, ScheduledPipeline? Scheduled, IReadOnlyList<Problem> Problems);

/// <param name="Running">The run that was taken up and has not ended, or null.</param>
/// <param name="Last">The run that ended last since the scheduler started, or null.</param>
internal sealed record PipelineState(PipelineFileState Read, RunUnderWay? Running, RunResult? Last);

/// <param name="Since">When the scheduled time was taken up.</param>
/// <param name="Phase">What is going on now.</param>
/// <param name="Attempt">From 1.</param>
internal sealed record RunUnderWay(DateTimeOffset DueAt, DateTimeOffset Since, RunPhase Phase, int Attempt);

internal enum RunPhase
{
    /// <summary>Late on purpose (<c>jitter</c>).</summary>
    Jitter,

    /// <summary>Waits for its lake or for a run of another pipeline to end.</summary>
    Queued,

    Running,

    /// <summary>Waits for the next attempt.</summary>
    Retrying,
}

/// <summary>How a scheduled run ended.</summary>
/// <param name="Attempts">How often it was tried.</param>
/// <param name="RunId">Of the snapshot, where there is one.</param>
/// <param name="Message">Why it did not end well; null when it did.</param>
internal sealed record RunResult(
    string Pipeline,
    DateTimeOffset DueAt,
    DateTimeOffset StartedAt,
    DateTimeOffset FinishedAt,
    RunOutcome Outcome,
    int Attempts,
    string? RunId,
    string? Message)
{
    /// <summary>Whether pipelines that come after this one may run.</summary>
    public bool EndedWell => Outcome is RunOutcome.Done or RunOutcome.Answered;
}

internal enum RunOutcome
{
    Done,

    /// <summary>The time had its snapshot already; nothing was run.</summary>
    Answered,

    /// <summary>A quality gate holds the snapshot back.</summary>
    Held,

    Failed,

    /// <summary>Cancelled because it took longer than <c>schedule.time_limit</c>.</summary>
    TimeLimit,
}
