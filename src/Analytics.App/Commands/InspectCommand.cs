using System.CommandLine;
using System.Globalization;
using Analytics.App.Console;
using Analytics.App.Progress;
using Analytics.App.Reports;
using Analytics.App.Tables;
using Analytics.Pipeline;
using Analytics.Pipeline.Formats.Records;
using Analytics.Pipeline.Sources.Recognition;

namespace Analytics.App.Commands;

/// <summary><c>analytics inspect</c>: what files are, what they yield, and how a pipeline file reads them.</summary>
internal sealed class InspectCommand(Terminal terminal)
{
    private const int MostReasons = 5;

    private readonly Argument<string> _path = new("path")
    {
        Description = "A file, an archive, or a folder of them",
        HelpName = "PATH",
    };

    private readonly Option<int> _threads =
        Numbers.Of("--threads", "Threads to use; no figure depends on it", 1, 1_024, Environment.ProcessorCount);

    private readonly Option<bool> _json = SharedOptions.Json("Print the findings as JSON");

    public static Command Create(Terminal terminal)
    {
        InspectCommand inspect = new(terminal);
        Command command = new("inspect", "Say what exports are and what they hold, and print their sources entry.")
        {
            inspect._path, inspect._threads, inspect._json,
        };
        command.SetAction(inspect.RunAsync);
        Examples.Add(command, "analytics inspect exports/", "analytics inspect archive.zip --json");
        return command;
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellation)
    {
        var path = parsed.GetValue(_path)!;
        var threads = parsed.GetValue(_threads);
        var report = await Task.Run(() => ExportInspection.RunAsync(path, threads, cancellation), cancellation);
        if (parsed.GetValue(_json)) JsonReport.Write(terminal.Out, report);
        else Write(report, FolderOf(Path.GetFullPath(path)));
        return report.Sources.Any(IsReadable) ? ExitCodes.Done : ExitCodes.Failed;
    }

    private void Write(InspectionReport report, string folder)
    {
        foreach (var source in report.Sources) Write(source, folder);
        if (report.Unrecognized.Count > 0)
        {
            terminal.Out.WriteLine("Not recognised:");
            foreach (var file in report.Unrecognized)
                terminal.Out.WriteLine($"  {Path.GetRelativePath(folder, file.Path)}: {file.Reason}");
            terminal.Out.WriteLine();
        }

        if (report.Sources.Count == 0) return;
        terminal.Out.WriteLine("sources:");
        foreach (var source in report.Sources) terminal.Out.WriteLine(source.Entry);
    }

    private void Write(InspectedSource source, string folder)
    {
        var files = Amounts.Plural(source.Files, "export", "exports");
        terminal.Out.WriteLine(
            $"{NameOf(source, folder)}: {source.Format}"
            + $"{(source.Kind is null ? "" : $", {source.Kind}")}, {files}, {Amounts.Bytes(source.Bytes)}");
        if (source.Tables.Count > 0)
        {
            TableReport.Write(
                terminal,
                [new("table"), new("rows", true), new("from"), new("to")],
                [.. source.Tables.Select(table => new[]
                {
                    table.Table, Amounts.Count(table.Rows), Time(table.First), Time(table.Last),
                })]);
        }

        if (source.Duplicates > 0) terminal.Out.WriteLine($"  {Amounts.Count(source.Duplicates)} rows came twice");
        foreach (var refused in source.Refused.Take(MostReasons))
        {
            terminal.Out.WriteLine(
                $"  refused {Amounts.Count(refused.Count)}: "
                + $"{(refused.Field is null ? "" : refused.Field + " ")}{refused.Reason}");
        }

        if (source.Refused.Count > MostReasons)
            terminal.Out.WriteLine($"  and {Amounts.Count(source.Refused.Count - MostReasons)} reasons more");
        foreach (var failure in source.Failures) terminal.Out.WriteLine($"  not read to its end: {failure}");
        Write(source.Drift, DriftKind.UnknownKey, "unknown keys");
        Write(source.Drift, DriftKind.MissingKey, "missing keys");
        Write(source.Drift, DriftKind.Ignored, "no table for");
        terminal.Out.WriteLine();
    }

    private void Write(IReadOnlyList<Drift> drift, DriftKind kind, string title)
    {
        var found = drift.Where(one => one.Kind == kind).OrderByDescending(one => one.Count).ToList();
        if (found.Count == 0) return;
        var named = found.Take(8).Select(one => $"{one.Key} ({Amounts.Count(one.Count)})");
        terminal.Out.WriteLine($"  {title}: {string.Join(", ", named)}{(found.Count > 8 ? ", …" : "")}");
    }

    /// <summary>Whether a run would get anything out of it.</summary>
    private static bool IsReadable(InspectedSource source) =>
        source.Tables.Count > 0 || source.Failures.Count < source.Files;

    /// <summary>As somebody in the folder would call it; an export that is the folder has the folder's name.</summary>
    private static string NameOf(InspectedSource source, string folder) =>
        Path.GetRelativePath(folder, source.Path) is var name and not "."
            ? name
            : Path.GetFileName(Path.TrimEndingDirectorySeparator(folder));

    private static string FolderOf(string path) => Directory.Exists(path) ? path : Path.GetDirectoryName(path)!;

    private static string Time(DateTime? time) =>
        time?.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture) ?? "";
}
