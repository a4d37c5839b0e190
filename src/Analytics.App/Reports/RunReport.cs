using System.Globalization;
using Analytics.App.Console;
using Analytics.App.Progress;
using Analytics.App.Tables;
using Analytics.Pipeline.Definition;
using Analytics.Pipeline.Gates;
using Analytics.Pipeline.Runs;

namespace Analytics.App.Reports;

/// <summary>What a run tells at its end: what came in, who leads where, and how to ask further.</summary>
internal sealed class RunReport(Terminal terminal, RunSummary summary, PipelineDefinition definition)
{
    private const string ProgramVariable = "ANALYTICS_PROGRAM";
    private const int CommunitiesShown = 25;
    private const int LeadersShown = 5;

    public void Write(bool dryRun)
    {
        WriteSources();
        WritePulls();
        if (dryRun)
        {
            if (summary.Status == RunStatus.Held) terminal.Out.WriteLine("A quality gate would hold this run:");
            WriteFailedGates();
            terminal.Out.WriteLine("Dry run: nothing was published.");
            return;
        }

        WriteCommunities();
        if (summary.Status == RunStatus.Held) WriteHeld();
        else WriteWhereToAsk();
    }

    private void WriteSources()
    {
        Column[] columns =
        [
            new("source"), new("new files", true), new("read", true), new("accepted", true), new("rejected", true),
            new("duplicates", true), new("complete", true),
        ];
        TableReport.Write(terminal, columns, [.. summary.Sources.Select(source => new[]
        {
            source.Name, Amounts.Count(source.FilesNew), Amounts.Count(source.Read), Amounts.Count(source.Accepted),
            Amounts.Count(source.Rejected), Amounts.Count(source.Duplicates),
            source.Completeness is { } share ? Amounts.Share(share) : "",
        })]);

        var ingested = summary.Sources.Sum(source => (long)source.FilesNew);
        var known = summary.Sources.Sum(source => (long)source.FilesKnown);
        var failed = summary.Sources.Sum(source => (long)source.FilesFailed);
        terminal.Out.WriteLine(
            $"{Amounts.Plural(ingested, "new file", "new files")} ingested, {Amounts.Count(known)} known before"
            + (failed == 0 ? "." : $", {Amounts.Count(failed)} could not be read (see rejects)."));
        terminal.Out.WriteLine();
    }

    /// <summary>What came from elsewhere, or in a dry run what would be asked for.</summary>
    private void WritePulls()
    {
        if (summary.Planned.Count > 0)
        {
            Column[] columns = [new("source"), new("would be pulled"), new("bytes", true), new("state")];
            TableReport.Write(terminal, columns, [.. summary.Planned.Select(planned => new[]
            {
                planned.Source, planned.Address, planned.Bytes is { } bytes ? Amounts.Bytes(bytes) : "", planned.State,
            })]);
            terminal.Out.WriteLine();
        }

        if (summary.Pulls.Count == 0) return;
        var (files, bytesCame) = (summary.Pulls.Sum(pull => pull.Files), summary.Pulls.Sum(pull => pull.Bytes));
        var (unchanged, failed) = (summary.Pulls.Sum(pull => pull.Unchanged), summary.Pulls.Sum(pull => pull.Failed));
        terminal.Out.WriteLine(
            $"{Amounts.Plural(files, "file", "files")} pulled ({Amounts.Bytes(bytesCame)}), "
            + $"{Amounts.Count(unchanged)} unchanged, {Amounts.Count(failed)} could not be pulled.");
        terminal.Out.WriteLine();
    }

    private void WriteCommunities()
    {
        if (summary.Communities.Count == 0)
        {
            terminal.Out.WriteLine($"No community is large enough ({SmallestSize()}).");
            return;
        }

        Column[] columns =
        [
            new("community"), new("size", true), new("change"), new("rank", true), new("leader"),
            new("score", true), new("reach", true), new("engaged", true), new("tier"),
        ];
        var shown = summary.Communities.Take(CommunitiesShown).ToList();
        TableReport.Write(terminal, columns, [.. shown.SelectMany(RowsOf)]);
        var all = Amounts.Plural(summary.Communities.Count, "community", "communities");
        terminal.Out.WriteLine(shown.Count < summary.Communities.Count
            ? $"{all}, the {shown.Count} largest shown with their first {LeadersShown} leaders."
            : $"{all}, shown with their first {LeadersShown} leaders.");
        terminal.Out.WriteLine();
    }

    /// <summary>The setting that counts: the larger one, and both where lowering one would not help.</summary>
    private string SmallestSize()
    {
        var (size, group) = (definition.Communities.MinSize, definition.Privacy.MinGroup);
        var names = size > group ? "communities.min_size is"
            : group > size ? "privacy.min_group is"
            : "communities.min_size and privacy.min_group are";
        return $"{names} {Amounts.Count(Math.Max(size, group))}";
    }

    private static IEnumerable<string[]> RowsOf(CommunityReport community)
    {
        var first = true;
        string[] heading = [community.Label, Amounts.Count(community.Size), community.Event];
        if (community.Leaders.Count == 0) yield return [.. heading, "", "none", "", "", "", ""];
        foreach (var leader in community.Leaders.Take(LeadersShown))
        {
            yield return
            [
                .. first ? heading : ["", "", ""],
                leader.Rank.ToString(CultureInfo.InvariantCulture),
                leader.Handle ?? leader.AccountId.ToString(CultureInfo.InvariantCulture),
                leader.Score.ToString("0.000", CultureInfo.InvariantCulture),
                Amounts.Count(leader.Reach),
                leader.EngagedShare is { } share ? share.ToString("P1", CultureInfo.InvariantCulture) : "",
                leader.Tier,
            ];
            first = false;
        }
    }

    private void WriteFailedGates()
    {
        foreach (var gate in summary.Gates.Where(gate => gate.Outcome == GateOutcome.Failed))
        {
            terminal.Out.WriteLine($"- {gate with { Causes = [] }}");
            foreach (var cause in gate.Causes) terminal.Out.WriteLine($"    {cause}");
        }
    }

    private void WriteHeld()
    {
        var lake = DisplayPath(summary.LakePath);
        var stays = summary.PublishedRunId is { } run ? $"run {run} stays published" : "nothing is published yet";
        terminal.Out.WriteLine(
            $"A quality gate holds run {summary.RunId} in the lake {lake}; {stays}. Look at it, and publish it if it "
            + "is right; else mend the exports and run again, which reads them anew.");
        WriteFailedGates();
        const string question = "FROM gates WHERE outcome = 'failed'";
        terminal.Out.WriteLine(
            $"  {Program()} query --lake {ShellWord(lake)} --held {summary.RunId} \"{question}\"");
        terminal.Out.WriteLine($"  {Program()} runs publish {summary.RunId} --lake {ShellWord(lake)}");
    }

    private void WriteWhereToAsk()
    {
        var named = summary.Communities.Any(community => community.Leaders.Any(leader => leader.Handle is not null));
        var leaders = named
            ? "SELECT community_id, rank, handle, score FROM leaders_named WHERE rank <= 3 ORDER BY ALL"
            : "SELECT community_id, rank, account_id, score FROM leaders WHERE rank <= 3 ORDER BY ALL";
        var lake = DisplayPath(summary.LakePath);
        var query = $"  {Program()} query --lake {ShellWord(lake)}";
        terminal.Out.WriteLine($"Run {summary.RunId} is published in the lake {lake}. Ask it:");
        terminal.Out.WriteLine($"{query} \"{leaders}\"");
        terminal.Out.WriteLine($"{query} \"SELECT label, size, top_hashtags FROM communities ORDER BY size DESC\"");
    }

    /// <summary>How this program was called: scripts around it say so, else the process itself tells.</summary>
    private string Program() =>
        terminal.Variable(ProgramVariable)
        ?? ProgramOf(Environment.ProcessPath, Environment.GetCommandLineArgs()[0]);

    /// <summary>Words for a shell that start this program again.</summary>
    /// <param name="process">The executable: the program's own, or dotnet, which then needs the assembly.</param>
    /// <param name="assembly">The assembly that was started.</param>
    internal static string ProgramOf(string? process, string assembly)
    {
        if (process is null) return "analytics";
        if (Path.GetFileNameWithoutExtension(process) == "dotnet") return $"dotnet {ShellWord(DisplayPath(assembly))}";

        // A shell looks for a bare word elsewhere.
        var shown = DisplayPath(process);
        return ShellWord(Path.GetFileName(shown) == shown ? Path.Combine(".", shown) : shown);
    }

    /// <summary>Relative where that is shorter, so that the commands can be read.</summary>
    private static string DisplayPath(string path)
    {
        var relative = Path.GetRelativePath(Environment.CurrentDirectory, path);
        return relative.Length < path.Length ? relative : path;
    }

    private static string ShellWord(string word) =>
        word.All(letter => char.IsLetterOrDigit(letter) || letter is '/' or '.' or '_' or '-')
            ? word
            : "'" + word.Replace("'", "'\\''", StringComparison.Ordinal) + "'";
}
