using System.CommandLine;
using Analytics.App.Console;
using Analytics.App.Monitoring;
using Analytics.App.Progress;
using Analytics.App.Reports;
using Analytics.App.Tables;
using Analytics.Pipeline;

namespace Analytics.App.Commands.Runs;

/// <summary><c>analytics runs</c>: the snapshots of a lake, from their manifests.</summary>
internal sealed class RunsList(Terminal terminal, RunsOptions options, Interruption interruption)
{
    private readonly Option<bool> _watch = new("--watch", "-w")
    {
        Description = "Follow the run under way and new snapshots until stopped; with --json one object per line",
    };

    public static Command Create(Terminal terminal, RunsOptions options, Interruption interruption)
    {
        RunsList list = new(terminal, options, interruption);
        Command command = new("runs", "List the runs of a lake, published and held ones, newest first.")
        {
            options.Lake, options.Json, list._watch,
        };
        command.SetAction(list.RunAsync);
        Examples.Add(
            command, "analytics runs", "analytics runs --lake /srv/lake --json", "analytics runs --watch",
            "analytics runs show latest");
        return command;
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellation)
    {
        if (!parsed.GetValue(_watch)) return List(parsed);
        await new RunsWatch(terminal, options.LakeOf(parsed), TimeProvider.System)
            .FollowAsync(parsed.GetValue(options.Json), cancellation);
        return interruption.ExitCode ?? ExitCodes.Done;
    }

    private int List(ParseResult parsed)
    {
        RunLine[] lines = [.. options.ManifestsOf(parsed).Reverse().Select(manifest => new RunLine(
            manifest.RunId,
            manifest.FinishedAt,
            manifest.Status,
            manifest.Facts.Sum(file => file.Rows),
            RunsCommand.RowsOf(manifest, "communities"),
            RunsCommand.RowsOf(manifest, "leaders")))];
        if (parsed.GetValue(options.Json))
        {
            JsonReport.Write(terminal.Out, lines);
            return ExitCodes.Done;
        }

        Column[] columns =
        [
            new("run"), new("finished (UTC)"), new("status"), new("rows", true), new("communities", true),
            new("leaders", true),
        ];
        TableReport.Write(terminal, columns, [.. lines.Select(line => new[]
        {
            line.RunId, RunsCommand.Time(line.FinishedAt), line.Status, Amounts.Count(line.Rows),
            Amounts.Count(line.Communities), Amounts.Count(line.Leaders),
        })]);
        return ExitCodes.Done;
    }

    private sealed record RunLine(
        string RunId,
        DateTimeOffset FinishedAt,
        string Status,
        long Rows,
        long Communities,
        long Leaders);
}
