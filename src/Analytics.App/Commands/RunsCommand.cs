using System.CommandLine;
using System.Globalization;
using Analytics.App.Console;
using Analytics.App.Progress;
using Analytics.App.Reports;
using Analytics.App.Tables;
using Analytics.Pipeline;
using Analytics.Pipeline.Lake;

namespace Analytics.App.Commands;

/// <summary><c>analytics runs</c>: the snapshots of a lake, from their manifests.</summary>
internal sealed class RunsCommand(Terminal terminal)
{
    private readonly Option<string?> _lake = SharedOptions.ExistingLake();
    private readonly Option<bool> _json = SharedOptions.Json();
    private readonly Argument<string> _id = new("id") { Description = "Id of the run, or 'latest'", HelpName = "ID" };

    public static Command Create(Terminal terminal)
    {
        RunsCommand runs = new(terminal);
        runs._lake.Recursive = true;
        runs._json.Recursive = true;
        Command show = new("show", "Show one run: purpose, configuration, tables and files.") { runs._id };
        show.SetAction(runs.Show);
        Examples.Add(show, "analytics runs show latest", "analytics runs show latest --json");
        Command command = new("runs", "List the runs that published a snapshot, newest first.")
        {
            runs._lake, runs._json, show,
        };
        command.SetAction(runs.List);
        Examples.Add(command, "analytics runs", "analytics runs --lake /srv/lake --json", "analytics runs show latest");
        return command;
    }

    private int List(ParseResult parsed)
    {
        RunLine[] lines = [.. ManifestsOf(parsed).Reverse().Select(manifest => new RunLine(
            manifest.RunId,
            manifest.FinishedAt,
            manifest.Status,
            manifest.Facts.Sum(file => file.Rows),
            RowsOf(manifest, "communities"),
            RowsOf(manifest, "leaders")))];
        if (parsed.GetValue(_json))
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
            line.RunId, Time(line.FinishedAt), line.Status, Amounts.Count(line.Rows), Amounts.Count(line.Communities),
            Amounts.Count(line.Leaders),
        })]);
        return ExitCodes.Done;
    }

    private int Show(ParseResult parsed)
    {
        var id = parsed.GetValue(_id);
        var all = ManifestsOf(parsed);
        var manifest = (id == "latest" ? all.LastOrDefault() : all.FirstOrDefault(one => one.RunId == id))
            ?? throw new UserException(
                $"found no run '{id}'; expected one of {string.Join(", ", all.Select(one => one.RunId))}. "
                + "'analytics runs' lists them.",
                ExitCodes.Usage);
        if (parsed.GetValue(_json))
        {
            JsonReport.Write(terminal.Out, manifest);
            return ExitCodes.Done;
        }

        TableReport.Write(terminal, [new("run"), new(manifest.RunId)],
        [
            ["pipeline", manifest.Pipeline],
            ["status", manifest.Status],
            ["started (UTC)", Time(manifest.StartedAt)],
            ["finished (UTC)", Time(manifest.FinishedAt)],
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

    private IReadOnlyList<SnapshotManifest> ManifestsOf(ParseResult parsed) =>
        new SnapshotStore(SharedOptions.ExistingLakeOf(parsed.GetValue(_lake), terminal)).All();

    private static long RowsOf(SnapshotManifest manifest, string table) =>
        manifest.Marts.Where(file => file.Table == table).Sum(file => file.Rows);

    private static string Time(DateTimeOffset time) =>
        time.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);

    private sealed record RunLine(
        string RunId,
        DateTimeOffset FinishedAt,
        string Status,
        long Rows,
        long Communities,
        long Leaders);
}
