using Analytics.App.Console;
using Analytics.Pipeline.Lake;

namespace Analytics.App.Monitoring;

/// <summary><c>runs --watch</c>: follows a lake until it is stopped, which is how watching ends.</summary>
internal sealed class RunsWatch(Terminal terminal, LakeFolder lake, TimeProvider clock)
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(1);

    public async Task FollowAsync(bool json, CancellationToken cancellation)
    {
        LakeWatch watch = new(lake, clock);
        try
        {
            if (terminal.OutIsTerminal && !json)
            {
                await WatchScreen.ShowAsync(terminal, watch, NextAsync, cancellation);
                return;
            }

            WatchLines lines = new(terminal.Out, json, clock);
            while (true)
            {
                lines.Show(watch.Look());
                await NextAsync();
            }
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            // Stopped by the one who watched.
        }

        Task NextAsync() => Task.Delay(Period, clock, cancellation);
    }
}
