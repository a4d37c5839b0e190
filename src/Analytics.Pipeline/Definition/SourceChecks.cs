using Analytics.Pipeline.Formats;
using Analytics.Pipeline.Sources;
using Analytics.Pipeline.Sources.Pull;

namespace Analytics.Pipeline.Definition;

/// <summary>What the schema cannot say about sources because one key depends on another, or on the disk.</summary>
internal static class SourceChecks
{
    private static readonly string[] TableKeys =
    [
        "kind", "columns", "interaction", "complete", "time_format", "delimiter", "quote", "header", "comment",
        "null_values", "encoding",
    ];

    private static readonly string[] TextOnlyKeys = ["delimiter", "quote", "header", "comment"];

    public static void Run(IReadOnlyList<Section> sources, ProblemList problems)
    {
        UniqueNames.Check(sources, "source", problems);
        foreach (var source in sources)
        {
            if (!source.IsSound("format") || CheckKind(source, problems))
            {
                CheckInteraction(source, problems);
                CheckComplete(source, problems);
                CheckColumns(source, problems);
                if (source.IsSound("format")) CheckFormat(source, problems);
            }

            if (source.IsSound("path")) CheckFiles(source, problems);
            PullChecks.Run(source, problems);
        }
    }

    /// <summary>Whether the source is a table, of which the pipeline file has to say what it holds.</summary>
    private static bool CheckKind(Section source, ProblemList problems)
    {
        var format = ExportFormat.Of(source.Value<SourceFormat>("format"));
        if (format.IsTable)
        {
            if (source.IsGiven("kind")) return true;
            problems.Add(source.Place, source.KeyPath("kind"), "nothing", "what the rows of the table are",
                "Add it, for example: kind: follows");
            return true;
        }

        foreach (var key in TableKeys.Where(source.IsGiven))
        {
            problems.Add(source.At(key), source.KeyPath(key), $"a key of tables beside format {format.Name}",
                "it only with csv, ndjson, parquet and edgelist, because this format says itself what it holds",
                "Remove it");
        }

        return false;
    }

    private static void CheckInteraction(Section source, ProblemList problems)
    {
        if (!source.IsGiven("interaction") || !source.IsSound("kind")) return;
        if (source.Value<FactKind>("kind") == FactKind.Interactions) return;
        problems.Add(source.At("interaction"), source.KeyPath("interaction"), "a kind of interaction",
            "it only where 'kind' is interactions", "Remove it or set 'kind: interactions'");
    }

    private static void CheckComplete(Section source, ProblemList problems)
    {
        if (!source.IsGiven("complete") || !source.IsSound("kind")) return;
        if (source.Value<FactKind>("kind") == FactKind.Follows) return;
        problems.Add(source.At("complete"), source.KeyPath("complete"), "whole lists of followers",
            "it only where 'kind' is follows", "Remove it or set 'kind: follows'");
    }

    private static void CheckColumns(Section source, ProblemList problems)
    {
        if (!source.IsSound("columns") || !source.IsSound("kind")) return;
        var rows = source.Value<List<TableRow>>("columns");
        if (rows.Count == 0) return;

        var canonical = CanonicalColumns.Of(source.Value<FactKind>("kind"));
        var names = canonical.Select(column => column.Name).ToList();
        HashSet<string> present = [];
        foreach (var row in rows)
        {
            present.Add(row.Key.Text);
            if (names.Contains(row.Key.Text)) continue;
            var closest = ClosestName.Find(row.Key.Text, names);
            if (closest is not null) present.Add(closest);
            problems.Add(row.Key, source.KeyPath($"columns.{row.Key.Text}"), "an unknown column",
                "one of " + string.Join(", ", names), closest is null ? "Remove it" : $"Did you mean '{closest}'?");
        }

        CheckConstantKind(source, rows, present, problems);
        foreach (var column in canonical.Where(column => column.Required && !present.Contains(column.Name)))
        {
            problems.Add(source.At("columns"), source.KeyPath($"columns.{column.Name}"), "nothing",
                "the column of the file that holds it", RemedyFor(column));
        }
    }

    private static string RemedyFor(CanonicalColumn column)
    {
        var remedy = $"Add it: {column.Name}: <column or SQL expression>";
        return column.Name == "kind" ? remedy + "; or say 'interaction: repost' if all rows are of one kind" : remedy;
    }

    private static void CheckConstantKind(
        Section source,
        List<TableRow> rows,
        HashSet<string> present,
        ProblemList problems)
    {
        if (!source.IsGiven("interaction")) return;
        present.Add("kind");
        if (rows.Find(row => row.Key.Text == "kind") is not { } mapped) return;
        problems.Add(mapped.Key, source.KeyPath("columns.kind"), "a column beside 'interaction'",
            "one of the two", "Remove 'interaction' if the file tells the kinds, else remove the column");
    }

    private static void CheckFormat(Section source, ProblemList problems)
    {
        var format = source.Value<SourceFormat>("format");
        if (format is SourceFormat.Ndjson or SourceFormat.Parquet)
        {
            foreach (var key in TextOnlyKeys.Where(source.IsGiven))
            {
                problems.Add(source.At(key), source.KeyPath(key), "a key of delimited text",
                    "it only with csv and edgelist", "Remove it");
            }
        }

        if (format == SourceFormat.Parquet && source.IsGiven("encoding"))
        {
            problems.Add(source.At("encoding"), source.KeyPath("encoding"), "a key of text beside format parquet",
                "it only with csv, edgelist and ndjson", "Remove it");
        }

        if (format != SourceFormat.EdgeList || !source.IsSound("kind")) return;
        if (source.Value<FactKind>("kind") is FactKind.Follows or FactKind.Interactions) return;
        problems.Add(source.At("kind"), source.KeyPath("kind"), source.At("kind").Describe(),
            "follows or interactions, because edge lists hold nothing else", "Use csv for tables with other columns");
    }

    private static void CheckFiles(Section source, ProblemList problems)
    {
        var path = source.Value<string>("path");
        if (RemoteAddress.IsRemote(path)) return;
        // Which files of a folder count depends on the format; what a file or glob names does not.
        if (!source.IsSound("format") && Directory.Exists(path)) return;
        var format = source.IsSound("format") ? source.Value<SourceFormat>("format") : SourceFormat.Csv;
        if (SourceFiles.Find(path, format).Count > 0) return;

        var (found, remedy) = Explain(path, format);
        problems.Add(source.At("path"), source.KeyPath("path"), found, "at least one file", remedy);
    }

    private static (string Found, string Remedy) Explain(string path, SourceFormat format)
    {
        if (Directory.Exists(path))
        {
            var endings = string.Join(", ", SourceFiles.Endings(format));
            return ($"no file with a fitting name in the folder '{path}'",
                $"Put files ending in {endings} there (.gz and .zst too), or give a glob that names them");
        }

        if (SourceFiles.IsGlob(path)) return ($"no match for '{path}'", "Check folder and pattern");

        var folder = Path.GetDirectoryName(path);
        if (folder is null || !Directory.Exists(folder))
        {
            return ($"no such file: '{path}'", "Check the path; its folder is not there either");
        }

        var siblings = Directory.EnumerateFileSystemEntries(folder).Select(entry => Path.GetFileName(entry)!);
        var closest = ClosestName.Find(Path.GetFileName(path), siblings.Order(StringComparer.Ordinal));
        return ($"no such file: '{path}'",
            closest is null ? "Check the path" : $"Did you mean '{closest}' in the same folder?");
    }
}
