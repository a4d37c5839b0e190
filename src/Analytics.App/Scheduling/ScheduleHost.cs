using Analytics.App.Commands;
using Analytics.App.Console;
using Analytics.App.Progress;
using Analytics.Pipeline.Runs;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Quartz;

namespace Analytics.App.Scheduling;

/// <summary>Composes the host of a scheduler. What watches it is added to its services.</summary>
internal static class ScheduleHost
{
    /// <summary>Many wait, few work: who waits for jitter, lake or the next attempt holds no thread.</summary>
    private const int MostTakenUp = 1_000;

    /// <summary>Below <see cref="Interruption.Patience"/>, so that what was done can still be told.</summary>
    private static readonly TimeSpan ShutdownTimeout = TimeSpan.FromSeconds(3.5);

    /// <param name="configure">Adds to the host, or replaces: another clock, another runner, endpoints.</param>
    public static IHost Build(
        Terminal terminal, LogSettings log, ScheduleOptions options, Action<IServiceCollection>? configure = null)
    {
        var builder = AppHost.CreateBuilder(terminal, log);
        builder.Logging.AddFilter("Quartz", log.Minimum < LogLevel.Information ? LogLevel.Information : LogLevel.Error);
        // What a start fails with is told once, by the command.
        builder.Logging.AddFilter("Microsoft.Extensions.Hosting", LogLevel.None);
        var services = builder.Services;
        services.Configure<HostOptions>(host => host.ShutdownTimeout = ShutdownTimeout);
        services.AddSingleton<IHostLifetime, CommandLifetime>();
        services.AddSingleton(options);
        services.AddSingleton<ScheduleBoard>();
        LakeQueue queue = new(options.Parallel);
        services.AddSingleton(queue);
        services.AddSingleton<ScheduledRun>();
        services.AddSingleton<PipelineFolder>(provider =>
            new PipelineFolder(options.Folder, provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<PipelineRunner>(provider => (definition, run, cancellation) => Task.Run(
            () => PipelineRun.ExecuteAsync(
                definition, run, Lines(provider, definition.Name), provider.GetRequiredService<TimeProvider>(),
                cancellation),
            cancellation));
        services.AddSingleton<ScheduleService>();
        services.AddHostedService(provider => provider.GetRequiredService<ScheduleService>());
        services.AddQuartz(quartz =>
        {
            quartz.ConfigureScheduler(scheduler =>
            {
                scheduler.InstanceName = "analytics";
                scheduler.GenerateInstanceId = options.Store.IsClustered;
                scheduler.IdleWaitTime = options.LookEvery;
                scheduler.ShutdownJobInterruption = ShutdownJobInterruption.Always;
            });
            if (options.Store.IsClustered) quartz.UseThreadPool(new UnhurriedPool(MostTakenUp, queue));
            else quartz.UseDefaultThreadPool(MostTakenUp);
            options.Store.Configure(quartz);
        });
        configure?.Invoke(services);
        return builder.Build();
    }

    private static ProgressLines Lines(IServiceProvider provider, string pipeline) => new(
        provider.GetRequiredService<ILogger<PipelineRun>>(), provider.GetRequiredService<TimeProvider>(), pipeline);
}
