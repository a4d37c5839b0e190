using System.Diagnostics;
using Analytics.App.Console;

namespace Analytics.App.Progress;

/// <summary>How much of a lake has been read, on one line of a terminal; nothing elsewhere.</summary>
internal sealed class ReadingProgress(Terminal terminal) : IDisposable
{
    private static readonly TimeSpan Period = TimeSpan.FromMilliseconds(200);

    private readonly Lock _gate = new();
    private long _shown = Stopwatch.GetTimestamp();
    private bool _visible;

    /// <summary>From any thread.</summary>
    public void Show(long bytes, long total)
    {
        if (!terminal.ErrorIsTerminal) return;
        lock (_gate)
        {
            if (Stopwatch.GetElapsedTime(_shown) < Period) return;
            _shown = Stopwatch.GetTimestamp();
            _visible = true;
            var share = Amounts.Share((double)bytes / Math.Max(1, total));
            terminal.Error.Write($"\r\e[Kreading: {Amounts.Bytes(bytes)} of {Amounts.Bytes(total)} ({share})");
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            if (_visible) terminal.Error.Write("\r\e[K");
            _visible = false;
        }
    }
}
