using System.Globalization;
using Microsoft.Extensions.Logging;

namespace Analytics.App.Progress;

/// <summary>
/// One line per event: time (UTC), level if it is a warning or worse, text. Written at once, so that the lines before a
/// crash are not lost with a queue.
/// </summary>
internal sealed class LineLoggerProvider(TextWriter output, TimeProvider clock, LogLevel minimum) : ILoggerProvider
{
    private readonly Lock _gate = new();

    public ILogger CreateLogger(string categoryName) => new LineLogger(this);

    public void Dispose()
    {
        // The writer belongs to the terminal.
    }

    private void Write(LogLevel level, string message, Exception? error)
    {
        var time = clock.GetUtcNow().ToString("HH:mm:ss", CultureInfo.InvariantCulture);
        var severity = level switch
        {
            LogLevel.Warning => "warning: ",
            LogLevel.Error or LogLevel.Critical => "error: ",
            _ => "",
        };
        lock (_gate)
        {
            output.WriteLine($"{time} {severity}{message}");
            if (error is not null) output.WriteLine(error);
        }
    }

    private sealed class LineLogger(LineLoggerProvider owner) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel level) => level >= owner.Minimum && level != LogLevel.None;

        public void Log<TState>(
            LogLevel level,
            EventId id,
            TState state,
            Exception? error,
            Func<TState, Exception?, string> formatter)
        {
            if (IsEnabled(level)) owner.Write(level, formatter(state, error), error);
        }
    }

    private LogLevel Minimum => minimum;
}
