using System.Collections.Concurrent;
using Analytics.App.Scheduling;
using Analytics.Pipeline.Lake;

namespace Analytics.App.Monitoring;

/// <summary>Whether a scheduler is alive, and whether it does what its folder says; with reasons where not.</summary>
internal sealed class HealthReport(ScheduleBoard board, TimeSpan readEvery, TimeProvider clock)
{
    /// <summary>Readings of the folder that may be missed before the thread that reads it counts as stuck.</summary>
    private const int MissedReadings = 12;

    /// <summary>Due times that may pass without a new snapshot before a pipeline counts as stale.</summary>
    private const int MissedRuns = 3;

    private static readonly TimeSpan LeastPatience = TimeSpan.FromMinutes(1);

    private readonly DateTimeOffset _startedAt = clock.GetUtcNow();
    private readonly ConcurrentDictionary<string, LakeWatch> _lakes = new();
    private readonly ConcurrentDictionary<string, bool> _seen = new();

    /// <summary>Of the process: a restart would help.</summary>
    public IReadOnlyList<HealthProblem> Alive()
    {
        var heard = board.ReadAt ?? _startedAt;
        var patience = readEvery * MissedReadings;
        var silence = clock.GetUtcNow() - heard;
        return silence <= (patience > LeastPatience ? patience : LeastPatience)
            ? []
            : [new HealthProblem(null, "stuck", $"the folder was not read for {silence.TotalSeconds:0} s")];
    }

    /// <summary>Of the work: somebody has to look.</summary>
    public IReadOnlyList<HealthProblem> Ready()
    {
        List<HealthProblem> problems = [.. Alive()];
        if (!board.IsStarted) problems.Add(new HealthProblem(null, "stopped", "the scheduler does not run"));
        foreach (var state in board.All()) problems.AddRange(Of(state));
        return problems;
    }

    private IEnumerable<HealthProblem> Of(PipelineState state)
    {
        var name = state.Read.Definition?.Name ?? Path.GetFileName(state.Read.File);
        if (state.Read.Definition is not { } definition)
        {
            yield return new HealthProblem(name, "broken", string.Join(" ", state.Read.Problems));
            yield break;
        }

        if (Unreachable(definition.Output.Lake) is { } fault) yield return new HealthProblem(name, "lake", fault);
        if (state.Read.Scheduled is { } scheduled && Stale(scheduled) is { } stale)
            yield return new HealthProblem(name, "stale", stale);
    }

    /// <summary>
    /// A lake that is not there yet is made by the first run, beside what is there. One that was there before is gone:
    /// its disk may not be mounted, and a run would begin an empty one.
    /// </summary>
    private string? Unreachable(string lake)
    {
        try
        {
            if (File.Exists(Path.Combine(lake, "lake.json")))
            {
                _seen.TryAdd(lake, true);
                _ = Directory.EnumerateFileSystemEntries(lake).FirstOrDefault();
                return null;
            }

            if (_seen.ContainsKey(lake)) return $"{lake}: was a lake before and is none now";
            return Directory.Exists(Path.GetDirectoryName(lake)) ? null : $"{lake}: no such folder, nor the one above";
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return $"{lake}: {error.Message}";
        }
    }

    /// <summary>
    /// The snapshot that is published is older than the third last due time. The lake tells, not the scheduler: so it
    /// holds after a restart, and whoever ran the pipeline. Without a snapshot, patience begins with the scheduler.
    /// </summary>
    private string? Stale(ScheduledPipeline pipeline)
    {
        if (pipeline.Cron is null) return null;
        var now = clock.GetUtcNow();
        var lake = pipeline.Definition.Output.Lake;
        var published = _lakes.GetOrAdd(lake, path => new LakeWatch(new LakeFolder(path), clock)).Published();
        var good = published?.FinishedAt ?? _startedAt;
        var missed = pipeline.TimesBetween(good, now).Take(MissedRuns).ToList();
        return missed.Count < MissedRuns
            ? null
            : $"nothing was published since {good.UtcDateTime:yyyy-MM-dd HH:mm:ss}Z, though due {MissedRuns} times";
    }
}

/// <param name="Pipeline">Its name, or its file's where it has none; null for the scheduler itself.</param>
/// <param name="Kind">A word for machines, one of <see cref="Kinds"/>.</param>
internal sealed record HealthProblem(string? Pipeline, string Kind, string Reason)
{
    public static readonly string[] Kinds = ["stuck", "stopped", "broken", "lake", "stale"];
}
