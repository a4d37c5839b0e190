using System.CommandLine;
using System.Globalization;
using Analytics.App.Console;
using Analytics.App.Progress;
using Analytics.App.Reports;
using Analytics.App.Tables;
using Analytics.Pipeline;

namespace Analytics.App.Commands.Runs;

/// <summary><c>analytics runs show</c>: one run, from its manifest.</summary>
internal sealed class RunsShow(Terminal terminal, RunsOptions options)
{
    private readonly Argument<string> _id = new("id")
    {
        Description = "Id of the run, or 'latest' for the published one",
        HelpName = "ID",
    };

    public static Command Create(Terminal terminal, RunsOptions options)
    {
        RunsShow show = new(terminal, options);
        Command command = new("show", "Show one run: purpose, configuration, tables and files.") { show._id };
        command.SetAction(show.Show);
        Examples.Add(command, "analytics runs show latest", "analytics runs show latest --json");
        return command;
    }

    private int Show(ParseResult parsed)
    {
        var id = parsed.GetValue(_id);
        var all = options.ManifestsOf(parsed);
        var manifest = (id == "latest"
                ? all.LastOrDefault(one => !one.IsHeld) ?? all.LastOrDefault()
                : all.FirstOrDefault(one => one.RunId == id))
            ?? throw new UserException(
                $"found no run '{id}'; expected one of {string.Join(", ", all.Select(one => one.RunId))}. "
                + "'analytics runs' lists them.",
                ExitCodes.Usage);
        if (parsed.GetValue(options.Json))
        {
            JsonReport.Write(terminal.Out, manifest);
            return ExitCodes.Done;
        }

        TableReport.Write(terminal, [new("run"), new(manifest.RunId)],
        [
            ["pipeline", manifest.Pipeline],
            ["status", manifest.Status],
            ["goes on from", manifest.BaseRunId ?? ""],
            ["started (UTC)", RunsCommand.Time(manifest.StartedAt)],
            ["finished (UTC)", RunsCommand.Time(manifest.FinishedAt)],
            ["controller", manifest.Purpose.Controller],
            ["purpose", manifest.Purpose.Purpose],
            ["legal basis", manifest.Purpose.LegalBasis],
            ["retention", $"{manifest.Purpose.Retention.TotalDays:0.#} days"],
            ["seed", manifest.Seed.ToString(CultureInfo.InvariantCulture)],
            ["configuration", manifest.ConfigHash],
            ["code", manifest.CodeVersion],
        ]);
        terminal.Out.WriteLine();
        TableReport.Write(terminal, [new("table"), new("files", true), new("rows", true), new("bytes", true)],
            [.. manifest.Facts.Concat(manifest.Marts).GroupBy(file => file.Table).Select(table => new[]
            {
                table.Key, Amounts.Count(table.Count()), Amounts.Count(table.Sum(file => file.Rows)),
                Amounts.Bytes(table.Sum(file => file.Bytes)),
            })]);
        return ExitCodes.Done;
    }
}
