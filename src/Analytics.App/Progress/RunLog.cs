using Microsoft.Extensions.Logging;

namespace Analytics.App.Progress;

/// <summary>
/// What a run logs. The ids stay the same for ever, and so do the names of the fields: machines read them.
/// </summary>
internal static partial class RunLog
{
    [LoggerMessage(100, LogLevel.Debug, "{Stage}: started")]
    public static partial void StageStarted(this ILogger logger, string stage);

    [LoggerMessage(101, LogLevel.Information, "{Stage}: {Fraction} {Rows:N0} rows, {Bytes}")]
    public static partial void StageProgress(
        this ILogger logger, string stage, Portion fraction, long rows, ByteCount bytes);

    [LoggerMessage(102, LogLevel.Information,
        "{Stage}: {Rows:N0} rows, {Bytes} in {Seconds}, {Rejects:N0} rejected "
        + "(waited {WaitingSeconds}, peak {PeakBytes})")]
    public static partial void StageFinished(
        this ILogger logger,
        string stage,
        long rows,
        ByteCount bytes,
        Duration seconds,
        long rejects,
        Duration waitingSeconds,
        ByteCount peakBytes);

    [LoggerMessage(103, LogLevel.Warning, "{Message}")]
    public static partial void RunWarning(this ILogger logger, string message);

    [LoggerMessage(104, LogLevel.Information, "run started: {File} into {Lake}")]
    public static partial void RunStarted(this ILogger logger, string file, string lake);

    [LoggerMessage(105, LogLevel.Information,
        "run {RunId} ended: {Status} in {Seconds}, {Rows:N0} rows read, {Rejects:N0} rejected")]
    public static partial void RunEnded(
        this ILogger logger, string runId, string status, Duration seconds, long rows, long rejects);

    [LoggerMessage(110, LogLevel.Error, "{Message} (exit code {ExitCode})")]
    public static partial void CommandFailed(this ILogger logger, string message, int exitCode, Exception? error);

    [LoggerMessage(111, LogLevel.Warning, "{Message} (exit code {ExitCode})")]
    public static partial void CommandStopped(this ILogger logger, string message, int exitCode);
}
