using System.CommandLine;
using Analytics.App.Console;
using Analytics.App.Progress;
using Analytics.App.Reports;
using Analytics.App.Tables;
using Analytics.Pipeline;
using Analytics.Pipeline.Lake.Upkeep;

namespace Analytics.App.Commands.Runs;

/// <summary><c>analytics runs verify</c>: every byte of a lake against its manifests.</summary>
internal sealed class RunsVerify(Terminal terminal, RunsOptions options)
{
    public static Command Create(Terminal terminal, RunsOptions options)
    {
        Command command = new(
            "verify",
            "Compare every file of the lake with its manifests, and the catalog with the published snapshot. "
            + "Exit code 0: whole, 1: something is wrong.")
        {
            options.Threads,
        };
        command.SetAction((parsed, cancellation) =>
            Task.Run(() => new RunsVerify(terminal, options).Run(parsed, cancellation), CancellationToken.None));
        Examples.Add(command, "analytics runs verify", "analytics runs verify --lake /srv/lake --json");
        return command;
    }

    private int Run(ParseResult parsed, CancellationToken cancellation)
    {
        using ReadingProgress progress = new(terminal);
        var found = LakeVerifier.Run(
            options.DamagedLakeOf(parsed), parsed.GetValue(options.Threads), progress.Show, cancellation);
        progress.Dispose();
        if (parsed.GetValue(options.Json)) JsonReport.Write(terminal.Out, found);
        else Write(found);
        return found.Faults.Count == 0 ? ExitCodes.Done : ExitCodes.Failed;
    }

    private void Write(LakeCondition found)
    {
        if (found.Faults.Count > 0)
        {
            TableReport.Write(terminal, [new("file"), new("fault"), new("found and expected")],
                [.. found.Faults.Select(fault => new[] { fault.Path, Words(fault.Kind), fault.Message })]);
            terminal.Out.WriteLine();
        }

        foreach (var note in found.Notes) terminal.Out.WriteLine($"note: {note}");
        var extent = $"{Amounts.Plural(found.Snapshots, "snapshot", "snapshots")}, "
            + $"{Amounts.Plural(found.Files, "file", "files")}, {Amounts.Bytes(found.Bytes)}, "
            + $"published: {found.RunId ?? "nothing"}";
        terminal.Out.WriteLine(found.Faults.Count == 0
            ? $"{found.Lake}: whole ({extent})"
            : $"{found.Lake}: {Amounts.Plural(found.Faults.Count, "fault", "faults")} ({extent}). "
                + "'analytics runs repair --dry-run' tells what can be mended without a backup.");
    }

    private static string Words(LakeFaultKind kind) => string.Concat(
        kind.ToString().Select((letter, i) =>
            i > 0 && char.IsUpper(letter) ? $" {char.ToLowerInvariant(letter)}" : $"{char.ToLowerInvariant(letter)}"));
}
