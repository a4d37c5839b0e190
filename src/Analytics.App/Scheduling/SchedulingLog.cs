using Microsoft.Extensions.Logging;

namespace Analytics.App.Scheduling;

/// <summary>What a scheduler logs; the ids stay the same for ever.</summary>
internal static partial class SchedulingLog
{
    [LoggerMessage(200, LogLevel.Information, "schedule of {Folder}: {Pipelines} pipelines, {Store}")]
    public static partial void ScheduleStarted(this ILogger logger, string folder, int pipelines, string store);

    [LoggerMessage(201, LogLevel.Information, "schedule: stopped")]
    public static partial void ScheduleStopped(this ILogger logger);

    [LoggerMessage(202, LogLevel.Information, "{Pipeline}: {When} ({File})")]
    public static partial void PipelineTaken(this ILogger logger, string pipeline, string when, string file);

    [LoggerMessage(203, LogLevel.Warning, "{File}: {Consequence}: {Problems}")]
    public static partial void FileBroken(this ILogger logger, string file, string consequence, string problems);

    [LoggerMessage(204, LogLevel.Information, "{File}: gone; {Pipeline} runs no more")]
    public static partial void PipelineGone(this ILogger logger, string file, string pipeline);

    [LoggerMessage(205, LogLevel.Warning, "the folder could not be read, so all stays as it was: {Reason}")]
    public static partial void FolderUnreadable(this ILogger logger, string reason);

    [LoggerMessage(206, LogLevel.Error, "the schedule could not be stored, and is tried again: {Reason}")]
    public static partial void StoreFailed(this ILogger logger, string reason);

    [LoggerMessage(207, LogLevel.Information, "health and metrics: {Address}")]
    public static partial void Listening(this ILogger logger, Uri address);

    [LoggerMessage(210, LogLevel.Information, "{Pipeline}: run for {DueAt:u} started")]
    public static partial void RunStarted(this ILogger logger, string pipeline, DateTimeOffset dueAt);

    [LoggerMessage(211, LogLevel.Information,
        "{Pipeline}: run for {DueAt:u} {Outcome} as {RunId} after {Seconds:0.0} s")]
    public static partial void RunEnded(
        this ILogger logger, string pipeline, DateTimeOffset dueAt, RunOutcome outcome, string runId, double seconds);

    [LoggerMessage(212, LogLevel.Error, "{Pipeline}: run for {DueAt:u} {Outcome} (attempt {Attempts}): {Reason}")]
    public static partial void RunFailed(
        this ILogger logger, string pipeline, DateTimeOffset dueAt, RunOutcome outcome, int attempts, string reason);

    [LoggerMessage(213, LogLevel.Warning,
        "{Pipeline}: run for {DueAt:u} failed (attempt {Attempt}) and is tried again in {Seconds:0} s: {Reason}")]
    public static partial void RunRetried(
        this ILogger logger, string pipeline, DateTimeOffset dueAt, int attempt, double seconds, string reason);

    [LoggerMessage(214, LogLevel.Information,
        "{Pipeline}: run for {DueAt:u} waits: another process holds the lake; looks again in {Seconds:0} s")]
    public static partial void LakeBusy(this ILogger logger, string pipeline, DateTimeOffset dueAt, double seconds);

    [LoggerMessage(215, LogLevel.Information, "{Pipeline}: run for {DueAt:u} stopped with the scheduler")]
    public static partial void RunHandedBack(this ILogger logger, string pipeline, DateTimeOffset dueAt);

    [LoggerMessage(216, LogLevel.Error, "{Pipeline}: due at {DueAt:u}, but this scheduler has no sound file for it")]
    public static partial void PipelineUnknown(this ILogger logger, string pipeline, DateTimeOffset dueAt);

    [LoggerMessage(217, LogLevel.Warning, "{Pipeline}: runs by its last sound definition, because its file is broken")]
    public static partial void RunsByOldDefinition(this ILogger logger, string pipeline);

    [LoggerMessage(218, LogLevel.Information,
        "{Pipeline}: takes up the run for {DueAt:u} that a stopped scheduler left")]
    public static partial void RunRecovered(this ILogger logger, string pipeline, DateTimeOffset dueAt);

    [LoggerMessage(219, LogLevel.Debug, "{Pipeline}: unexpected fault")]
    public static partial void RunBroke(this ILogger logger, string pipeline, Exception error);
}
