using Microsoft.Extensions.Logging;

namespace Analytics.App.Progress;

/// <summary>
/// One line per event, as text or JSON. Written at once, so that the lines before a crash are not lost with a queue.
/// </summary>
internal sealed class LineLoggerProvider(TextWriter output, TimeProvider clock, LogSettings settings)
    : ILoggerProvider, ISupportExternalScope
{
    private readonly Lock _gate = new();
    private IExternalScopeProvider _scopes = new LoggerExternalScopeProvider();

    public ILogger CreateLogger(string categoryName) => new LineLogger(this, categoryName);

    public void SetScopeProvider(IExternalScopeProvider scopeProvider) => _scopes = scopeProvider;

    public void Dispose()
    {
        // The writer belongs to the terminal.
    }

    private void Write(LogLine line)
    {
        var text = settings.Format == LogFormat.Json ? line.ToJson() : line.ToText(settings.NamesPipelines);
        lock (_gate) output.WriteLine(text);
    }

    private bool IsEnabled(LogLevel level) => level >= settings.Minimum && level != LogLevel.None;

    private sealed class LineLogger(LineLoggerProvider owner, string name) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => owner._scopes.Push(state);

        public bool IsEnabled(LogLevel level) => owner.IsEnabled(level);

        public void Log<TState>(
            LogLevel level,
            EventId id,
            TState state,
            Exception? error,
            Func<TState, Exception?, string> formatter)
        {
            if (!IsEnabled(level)) return;
            List<KeyValuePair<string, object?>> fields = [];
            owner._scopes.ForEachScope((scope, found) => Collect(scope, found), fields);
            Collect(state, fields);
            owner.Write(new LogLine(
                owner.Now, level, id, name, formatter(state, error), fields, error));
        }

        private static void Collect(object? source, List<KeyValuePair<string, object?>> fields)
        {
            if (source is IEnumerable<KeyValuePair<string, object?>> pairs) fields.AddRange(pairs);
        }
    }

    private DateTimeOffset Now => clock.GetUtcNow();
}
