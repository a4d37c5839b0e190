using Microsoft.Extensions.Logging;

namespace Analytics.App.Progress;

/// <summary>What a run logs; the ids stay the same for ever.</summary>
internal static partial class RunLog
{
    [LoggerMessage(100, LogLevel.Debug, "{Stage}: started")]
    public static partial void StageStarted(this ILogger logger, string stage);

    [LoggerMessage(101, LogLevel.Information, "{Stage}: {Share} {Rows} rows, {Bytes}")]
    public static partial void StageProgress(
        this ILogger logger,
        string stage,
        string share,
        string rows,
        string bytes);

    [LoggerMessage(102, LogLevel.Information,
        "{Stage}: {Rows} rows, {Bytes} in {Elapsed} (waited {Waiting}, peak {Peak})")]
    public static partial void StageFinished(
        this ILogger logger,
        string stage,
        string rows,
        string bytes,
        string elapsed,
        string waiting,
        string peak);

    [LoggerMessage(103, LogLevel.Warning, "{Message}")]
    public static partial void RunWarning(this ILogger logger, string message);
}
