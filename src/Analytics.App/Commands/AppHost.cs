using Analytics.App.Console;
using Analytics.App.Progress;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Analytics.App.Commands;

/// <summary>Composes what long-running verbs need: the clock, and logging to standard error.</summary>
internal static class AppHost
{
    /// <summary>A host that reads no configuration of its own: a run is described by its pipeline file alone.</summary>
    public static IHost Build(Terminal terminal, LogSettings log) => CreateBuilder(terminal, log).Build();

    /// <summary>The same, for verbs that add to it.</summary>
    public static HostApplicationBuilder CreateBuilder(Terminal terminal, LogSettings log)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Logging.SetMinimumLevel(LogLevel.Trace);
        builder.Logging.AddProvider(new LineLoggerProvider(terminal.Error, TimeProvider.System, log));
        return builder;
    }
}
