using System.CommandLine;
using Analytics.App.Console;
using Analytics.App.Progress;
using Analytics.App.Reports;
using Analytics.Pipeline;
using Analytics.Pipeline.Lake.Upkeep;

namespace Analytics.App.Commands.Runs;

/// <summary><c>analytics runs repair</c>: back to the newest whole snapshot.</summary>
internal sealed class RunsRepair(Terminal terminal, RunsOptions options)
{
    private readonly Option<bool> _dryRun = new("--dry-run")
    {
        Description = "Say what would be done; change nothing",
    };

    public static Command Create(Terminal terminal, RunsOptions options)
    {
        RunsRepair repair = new(terminal, options);
        Command command = new(
            "repair",
            "Build the catalog anew, go back to the newest whole snapshot, and move what is damaged or belongs to "
            + "nothing to quarantine/. Exit code 0: whole, 1: something needs a backup.")
        {
            repair._dryRun, options.Threads,
        };
        command.SetAction((parsed, cancellation) =>
            Task.Run(() => repair.Run(parsed, cancellation), CancellationToken.None));
        Examples.Add(command, "analytics runs repair --dry-run", "analytics runs repair --lake /srv/lake");
        return command;
    }

    private int Run(ParseResult parsed, CancellationToken cancellation)
    {
        using ReadingProgress progress = new(terminal);
        var report = LakeRepair.Run(
            options.DamagedLakeOf(parsed), parsed.GetValue(_dryRun), parsed.GetValue(options.Threads), progress.Show,
            TimeProvider.System, cancellation);
        progress.Dispose();
        if (parsed.GetValue(options.Json)) JsonReport.Write(terminal.Out, report);
        else Write(report);
        return report.Left.Count == 0 ? ExitCodes.Done : ExitCodes.Failed;
    }

    private void Write(RepairReport report)
    {
        foreach (var step in report.Done) terminal.Out.WriteLine($"{(report.DryRun ? "would have " : "")}{step}");
        foreach (var fault in report.Left) terminal.Out.WriteLine($"left: {fault}");
        if (report.Done.Count == 0 && report.Left.Count == 0) terminal.Out.WriteLine($"{report.Lake}: nothing to mend");
    }
}
