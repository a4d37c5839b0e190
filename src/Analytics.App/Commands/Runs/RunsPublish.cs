using System.CommandLine;
using Analytics.App.Console;
using Analytics.App.Progress;
using Analytics.App.Reports;
using Analytics.Pipeline;
using Analytics.Pipeline.Runs;

namespace Analytics.App.Commands.Runs;

/// <summary><c>analytics runs publish</c>: lets go what a quality gate held back.</summary>
internal sealed class RunsPublish(Terminal terminal, RunsOptions options)
{
    private readonly Argument<string> _id = new("id") { Description = "Id of the held run", HelpName = "ID" };

    public static Command Create(Terminal terminal, RunsOptions options)
    {
        RunsPublish publish = new(terminal, options);
        Command command = new("publish", "Publish a run that a quality gate held back.") { publish._id };
        command.SetAction((parsed, cancellation) => Task.Run(() => publish.Run(parsed, cancellation), cancellation));
        Examples.Add(
            command, "analytics query --held latest \"FROM gates\"", "analytics runs publish 0012-3fa9c2d1");
        return command;
    }

    private int Run(ParseResult parsed, CancellationToken cancellation)
    {
        var summary = Publication.Run(
            options.LakeOf(parsed), parsed.GetValue(_id)!, warning => terminal.Error.WriteLine($"warning: {warning}"),
            TimeProvider.System, cancellation);
        if (parsed.GetValue(options.Json))
        {
            JsonReport.Write(terminal.Out, summary);
            return ExitCodes.Done;
        }

        if (summary.WasPublished)
        {
            terminal.Out.WriteLine($"Run {summary.RunId} was published before; nothing changed.");
            return ExitCodes.Done;
        }

        terminal.Out.WriteLine(
            $"Run {summary.RunId} is published; before it {summary.PreviousRunId ?? "nothing"} was. "
            + $"{Amounts.Plural(summary.NewFiles, "export file counts", "export files count")} as ingested now.");
        TableReport.Write(terminal, [new("table"), new("before", true), new("now", true)],
            [.. summary.Tables.Select(table => new[]
            {
                table.Table, Amounts.Count(table.Before), Amounts.Count(table.Now),
            })]);
        return ExitCodes.Done;
    }
}
