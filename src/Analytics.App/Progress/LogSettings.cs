using Microsoft.Extensions.Logging;

namespace Analytics.App.Progress;

/// <summary>Form of log lines.</summary>
internal enum LogFormat
{
    /// <summary>Time, level and a sentence.</summary>
    Text,

    /// <summary>One JSON object per line.</summary>
    Json,
}

/// <summary>What is told on standard error, and how.</summary>
/// <param name="Minimum">Lowest level that is written.</param>
/// <param name="ShowsBars">Whether progress may be drawn, which takes a terminal.</param>
/// <param name="IsQuiet">Nothing but warnings and errors, nor a summary for people on standard output.</param>
internal sealed record LogSettings(LogFormat Format, LogLevel Minimum, bool ShowsBars, bool IsQuiet)
{
    /// <summary>Whether text lines name the pipeline that they are about; JSON lines always do.</summary>
    public bool NamesPipelines { get; init; }
}
