using Microsoft.Extensions.Hosting;

namespace Analytics.App.Scheduling;

/// <summary>Of hosts inside a command, which listens to signals itself as all commands do.</summary>
internal sealed class CommandLifetime : IHostLifetime
{
    public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
