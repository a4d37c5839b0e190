using System.CommandLine;
using Analytics.App.Console;
using Analytics.App.Monitoring;
using Analytics.App.Progress;
using Analytics.App.Reports;
using Analytics.Pipeline;
using Analytics.Pipeline.Definition;
using Analytics.Pipeline.Runs;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Analytics.App.Commands;

/// <summary><c>analytics run</c>: one pipeline, from exports to a published snapshot.</summary>
internal sealed class RunCommand(Terminal terminal, LogOptions log)
{
    private readonly Argument<string> _file = new("file")
    {
        Description = "The pipeline file",
        HelpName = "FILE",
    };

    private readonly Option<string?> _lake = SharedOptions.Lake("Where results go, instead of output.lake in the file");

    private readonly Option<int> _threads =
        Numbers.Of(
            "--threads", "Threads to use, instead of resources.threads; no result depends on it", 1, 1_024,
            Environment.ProcessorCount);

    private readonly Option<long?> _memory = new("--memory")
    {
        Description = "Most memory to use, such as 4GB, instead of resources.memory; never more than there is",
        HelpName = "SIZE",
        CustomParser = result =>
        {
            var text = result.Tokens[0].Value;
            if (ByteSizes.TryParse(text, out var bytes)) return bytes;
            result.AddError($"--memory: found '{text}'; expected {ByteSizes.Expected}.");
            return null;
        },
    };

    private readonly Option<bool> _dryRun = new("--dry-run")
    {
        Description = "Check the file, read the exports that are here, list what would be pulled; publish nothing",
    };

    private readonly Option<bool> _json = SharedOptions.Json("Print the summary as JSON");

    public static Command Create(Terminal terminal, LogOptions log)
    {
        RunCommand run = new(terminal, log);
        Command command = new("run", "Pull and ingest new exports, find communities and leaders, publish a snapshot.")
        {
            run._file, run._lake, run._threads, run._memory, run._dryRun, run._json,
        };
        log.AddTo(command);
        command.SetAction(run.RunAsync);
        Examples.Add(
            command,
            "analytics run pipelines/sample.yaml",
            "analytics run pipelines/sample.yaml --lake /srv/lake --threads 4 --json",
            "analytics run pipelines/sample.yaml --quiet",
            "analytics run pipelines/sample.yaml --log-format json");
        return command;
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellation)
    {
        var definition = PipelineFile.Load(parsed.GetValue(_file)!);
        var lake = parsed.GetValue(_lake) is { } given ? Path.GetFullPath(given) : null;
        RunOptions options = new(lake, SharedOptions.ThreadsOf(parsed, _threads), parsed.GetValue(_dryRun))
        {
            MemoryBytes = parsed.GetValue(_memory),
        };
        var settings = log.Of(parsed, terminal);
        using var export = TelemetryExport.Start(terminal.Variable);
        using var host = AppHost.Build(terminal, settings);
        var clock = host.Services.GetRequiredService<TimeProvider>();
        ProgressLines lines = new(
            host.Services.GetRequiredService<ILogger<PipelineRun>>(), clock, definition.Name);

        Task<RunSummary> Execute(IRunObserver observer) =>
            Task.Run(() => PipelineRun.ExecuteAsync(definition, options, observer, clock, cancellation), cancellation);

        var started = clock.GetTimestamp();
        lines.Started(definition.FilePath, lake ?? definition.Output.Lake);
        var summary = settings.ShowsBars ? await ProgressBars.ShowAsync(terminal, Execute) : await Execute(lines);
        lines.Ended(summary, clock.GetElapsedTime(started));

        if (parsed.GetValue(_json)) JsonReport.Write(terminal.Out, summary);
        else if (!settings.IsQuiet) new RunReport(terminal, summary, definition).Write(options.DryRun);
        return summary.Status == RunStatus.Held ? ExitCodes.QualityGate : ExitCodes.Done;
    }
}
