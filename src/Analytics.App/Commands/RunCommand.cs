using System.CommandLine;
using Analytics.App.Console;
using Analytics.App.Progress;
using Analytics.App.Reports;
using Analytics.Pipeline;
using Analytics.Pipeline.Definition;
using Analytics.Pipeline.Runs;
using Microsoft.Extensions.DependencyInjection;

namespace Analytics.App.Commands;

/// <summary><c>analytics run</c>: one pipeline, from exports to a published snapshot.</summary>
internal sealed class RunCommand(Terminal terminal, Option<bool> verbose)
{
    private readonly Argument<string> _file = new("file")
    {
        Description = "The pipeline file",
        HelpName = "FILE",
    };

    private readonly Option<string?> _lake = SharedOptions.Lake("Where results go, instead of output.lake in the file");

    private readonly Option<int> _threads =
        Numbers.Of("--threads", "Threads to use; no result depends on it", 1, 1_024, Environment.ProcessorCount);

    private readonly Option<bool> _dryRun = new("--dry-run")
    {
        Description = "Check the file, read the exports that are here, list what would be pulled; publish nothing",
    };

    private readonly Option<bool> _json = SharedOptions.Json("Print the summary as JSON");

    public static Command Create(Terminal terminal, Option<bool> verbose)
    {
        RunCommand run = new(terminal, verbose);
        Command command = new("run", "Pull and ingest new exports, find communities and leaders, publish a snapshot.")
        {
            run._file, run._lake, run._threads, run._dryRun, run._json,
        };
        command.SetAction(run.RunAsync);
        Examples.Add(
            command,
            "analytics run pipelines/sample.yaml",
            "analytics run pipelines/sample.yaml --lake /srv/lake --threads 4 --json");
        return command;
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellation)
    {
        var definition = PipelineFile.Load(parsed.GetValue(_file)!);
        var lake = parsed.GetValue(_lake) is { } given ? Path.GetFullPath(given) : null;
        RunOptions options = new(lake, parsed.GetValue(_threads), parsed.GetValue(_dryRun));
        using var host = AppHost.Build(terminal, parsed.GetValue(verbose));
        var clock = host.Services.GetRequiredService<TimeProvider>();

        Task<RunSummary> Execute(IRunObserver observer) =>
            Task.Run(() => PipelineRun.ExecuteAsync(definition, options, observer, clock, cancellation), cancellation);

        var summary = terminal.ErrorIsTerminal
            ? await ProgressBars.ShowAsync(terminal, Execute)
            : await Execute(host.Services.GetRequiredService<ProgressLines>());

        if (parsed.GetValue(_json)) JsonReport.Write(terminal.Out, summary);
        else new RunReport(terminal, summary, definition).Write(options.DryRun);
        return summary.Status == RunStatus.Gate ? ExitCodes.QualityGate : ExitCodes.Done;
    }
}
