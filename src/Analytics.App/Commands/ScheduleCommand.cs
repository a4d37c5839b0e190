using System.CommandLine;
using System.Net;
using Analytics.App.Console;
using Analytics.App.Monitoring;
using Analytics.App.Progress;
using Analytics.App.Scheduling;
using Analytics.Pipeline;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Analytics.App.Commands;

/// <summary><c>analytics schedule</c>: runs the pipelines of a folder when they are due.</summary>
internal sealed class ScheduleCommand(Terminal terminal, LogOptions log)
{
    /// <summary>Names the store where the command line does not, so that a password stays out of it.</summary>
    private const string StoreVariable = "ANALYTICS_STORE";

    private readonly Argument<string> _folder = new("dir")
    {
        Description = "The folder with the pipeline files",
        HelpName = "DIR",
    };

    private readonly Option<bool> _list = new("--list")
    {
        Description = "Show each pipeline with its next five times, and each mistake; run nothing",
    };

    private readonly Option<string?> _store = new("--store")
    {
        Description = "Where due times are kept: memory, sqlite:FILE (one host), postgresql:CONNECTION (several); "
            + $"{StoreVariable} or memory unless given",
        HelpName = "STORE",
    };

    private readonly Option<int> _threads =
        Numbers.Of("--threads", "Threads of each run; no result depends on it", 1, 1_024, Environment.ProcessorCount);

    private readonly Option<int> _parallel =
        Numbers.Of("--parallel", "Runs at the same time, each of another lake", 1, 1_024, 1);

    private readonly Option<string?> _listen = new("--listen")
    {
        Description = "Where /healthz, /readyz and /metrics are answered, or off; "
            + $"{ListenAddress.Variable} or {ListenAddress.Default} unless given",
        HelpName = "ADDRESS:PORT",
    };

    private readonly Option<bool> _json = SharedOptions.Json("With --list: print JSON for machines");

    public static Command Create(Terminal terminal, LogOptions log)
    {
        ScheduleCommand schedule = new(terminal, log);
        Command command = new(
            "schedule", "Run the pipelines of a folder at the times that they name, until SIGTERM or SIGINT (code 0).")
        {
            schedule._folder, schedule._list, schedule._store, schedule._threads, schedule._parallel, schedule._listen,
            schedule._json,
        };
        log.AddTo(command);
        command.SetAction(schedule.RunAsync);
        Examples.Add(
            command,
            "analytics schedule pipelines --list",
            "analytics schedule pipelines --store sqlite:schedule.db",
            "analytics schedule pipelines --store 'postgresql:Host=db;Username=analytics;Password=${PGPASSWORD}'");
        return command;
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellation)
    {
        var folder = Path.GetFullPath(parsed.GetValue(_folder)!);
        if (parsed.GetValue(_list))
        {
            var reading = new PipelineFolder(folder, TimeProvider.System).Read();
            var isSound = new ScheduleList(terminal, TimeProvider.System).Write(reading, parsed.GetValue(_json));
            return isSound ? ExitCodes.Done : ExitCodes.Usage;
        }

        var store = parsed.GetValue(_store) ?? terminal.Variable(StoreVariable) ?? "memory";
        ScheduleOptions options = new(
            folder, ScheduleStore.Parse(store, terminal.Variable), SharedOptions.ThreadsOf(parsed, _threads),
            parsed.GetValue(_parallel));
        var listen = ListenAddress.Parse(
            parsed.GetValue(_listen) ?? terminal.Variable(ListenAddress.Variable) ?? ListenAddress.Default);
        var settings = LogOf(parsed);
        using var export = TelemetryExport.Start(terminal.Variable);
        using var host = ScheduleHost.Build(terminal, settings, options);
        // Before the first run starts: a port that is taken is a mistake to be told at once.
        await using var server = listen is null ? null : await ListenAsync(listen, host.Services, settings);
        await host.StartAsync(cancellation);
        MonitoringServer.ShowLakes(host.Services.GetRequiredService<ScheduleBoard>());
        try
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, cancellation);
        }
        catch (OperationCanceledException)
        {
            // Being stopped is how a scheduler ends.
        }

        await host.StopAsync(CancellationToken.None);
        return ExitCodes.Done;
    }

    private async Task<MonitoringServer> ListenAsync(
        IPEndPoint endpoint, IServiceProvider services, LogSettings settings)
    {
        var board = services.GetRequiredService<ScheduleBoard>();
        var clock = services.GetRequiredService<TimeProvider>();
        var readEvery = services.GetRequiredService<ScheduleOptions>().ReadEvery;
        var server = await MonitoringServer.StartAsync(
            endpoint, board, new HealthReport(board, readEvery, clock),
            new LineLoggerProvider(terminal.Error, clock, settings));
        services.GetRequiredService<ILogger<MonitoringServer>>().Listening(server.Address);
        return server;
    }

    /// <summary>Who runs for weeks tells what it does, unless asked to be quiet.</summary>
    private LogSettings LogOf(ParseResult parsed)
    {
        var settings = log.Of(parsed, terminal);
        var least = settings.IsQuiet || settings.Minimum < LogLevel.Information
            ? settings.Minimum
            : LogLevel.Information;
        return settings with { Minimum = least, ShowsBars = false, NamesPipelines = true };
    }
}
