using System.CommandLine;
using Analytics.App.Console;
using Analytics.App.Progress;
using Analytics.App.Reports;
using Analytics.App.Tables;
using Analytics.Pipeline;
using Analytics.Pipeline.Sources.Recognition;

namespace Analytics.App.Commands;

/// <summary><c>analytics init</c>: a pipeline file from a folder of exports, whatever they are.</summary>
internal sealed class InitCommand(Terminal terminal)
{
    private const string DefaultFile = "pipeline.yaml";

    private readonly Argument<string> _folder = new("folder")
    {
        Description = "A folder of exports, of any kinds",
        HelpName = "DIR",
    };

    private readonly Option<string> _out = new("--out")
    {
        Description = "The file to write",
        HelpName = "FILE",
        DefaultValueFactory = _ => DefaultFile,
    };

    private readonly Option<string?> _lake =
        SharedOptions.Lake("Where results will go; the folder lake beside the file unless given");

    private readonly Option<bool> _force = new("--force") { Description = "Replace the file if it is there" };

    public static Command Create(Terminal terminal)
    {
        InitCommand init = new(terminal);
        Command command = new("init", "Write a pipeline file for a folder of exports.")
        {
            init._folder, init._out, init._lake, init._force,
        };
        command.SetAction(init.Run);
        Examples.Add(command, "analytics init exports/", "analytics init exports/ --out pipelines/club.yaml");
        return command;
    }

    private int Run(ParseResult parsed)
    {
        var file = Path.GetFullPath(parsed.GetValue(_out)!);
        if (File.Exists(file) && !parsed.GetValue(_force))
        {
            throw new UserException(
                $"{file}: found a file, expected none. Name another with --out, or replace it with --force.",
                ExitCodes.Usage);
        }

        var folder = parsed.GetValue(_folder)!;
        var (sources, others) = ExportInspection.Propose(folder);
        foreach (var other in others) terminal.Error.WriteLine($"left out: {other.Path}: {other.Reason}");
        if (sources.Count == 0)
        {
            throw new UserException(
                $"{folder}: found no export that can be read, expected at least one. "
                + "See what 'analytics inspect' says of a file.",
                ExitCodes.Usage);
        }

        var home = Path.GetDirectoryName(file)!;
        Directory.CreateDirectory(home);
        var name = Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder)));
        var lake = parsed.GetValue(_lake) is { } given ? Path.GetFullPath(given) : "lake";
        File.WriteAllText(file, ProposedPipeline.Text(name, sources, home, lake));
        TableReport.Write(
            terminal,
            [new("source"), new("format"), new("kind"), new("exports", true), new("path")],
            [.. sources.Select(source => new[]
            {
                source.Name, source.Exports[0].FormatName,
                source.Exports[0].Kind?.ToString().ToLowerInvariant() ?? "all that it holds",
                Amounts.Count(source.Exports.Count), Path.GetRelativePath(home, source.Path),
            })]);
        terminal.Out.WriteLine($"Next: look through {parsed.GetValue(_out)}, say in purpose: whose decision it is and "
            + $"what for, and start analytics run {parsed.GetValue(_out)}");
        return ExitCodes.Done;
    }
}
