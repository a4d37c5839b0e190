using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Analytics.Pipeline.Definition;
using Analytics.Pipeline.Formats;

namespace Analytics.Pipeline.Sources.Recognition;

/// <summary>A source that reads exports which belong together, as it stands in a pipeline file.</summary>
/// <param name="Name">Distinct among the proposed ones.</param>
/// <param name="Path">A file, a folder, or a pattern that names exactly <paramref name="Exports"/>; absolute.</param>
public sealed partial record ProposedSource(string Name, string Path, IReadOnlyList<RecognizedExport> Exports)
{
    private const int LongestName = 48;

    private RecognizedExport First => Exports[0];

    /// <summary>
    /// Exports that are read alike and lie in one folder become one source if a pattern names them and nothing else;
    /// all others one source each.
    /// </summary>
    public static IReadOnlyList<ProposedSource> Of(IReadOnlyList<RecognizedExport> exports)
    {
        var sources = new List<ProposedSource>();
        var names = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        var groups = exports.GroupBy(export => (Folder: System.IO.Path.GetDirectoryName(export.Path)!, export.Reading));
        foreach (var group in groups)
        {
            var all = group.ToList();
            if (all.Count > 1 && Pattern(group.Key.Folder, all) is { } pattern)
                sources.Add(new ProposedSource(NameOf(all[0], names), pattern, all));
            else sources.AddRange(all.Select(one => new ProposedSource(NameOf(one, names), one.Path, [one])));
        }

        return sources;
    }

    /// <summary>The lines of the source in a pipeline file.</summary>
    /// <param name="folder">Folder of that file: paths are relative to it. Null keeps them absolute.</param>
    public string Entry(string? folder)
    {
        var path = folder is null ? Path : System.IO.Path.GetRelativePath(folder, Path);
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"  - name: {Name}\n    format: {First.FormatName}\n");
        if (First.Kind is { } kind) text.Append($"    kind: {Lower(kind)}\n");
        text.Append($"    path: {Quoted(path)}\n");
        if (First.Platform is { } platform) text.Append($"    platform: {platform}\n");
        if (First.Interaction is { } interaction) text.Append($"    interaction: {Lower(interaction)}\n");
        if (First.Header is { } header) text.Append($"    header: {Lower(header)}\n");
        if (First.Columns is { Count: > 0 } columns)
        {
            text.Append("    columns:\n");
            foreach (var (canonical, column) in columns) text.Append($"      {canonical}: {Quoted(column)}\n");
        }

        return text.ToString();
    }

    private static string? Pattern(string folder, List<RecognizedExport> all)
    {
        var names = all.Select(export => System.IO.Path.GetFileName(export.Path)).ToList();
        var shortest = names.Min(name => name.Length);
        var start = 0;
        while (start < shortest && names.All(name => name[start] == names[0][start])) start++;
        var end = 0;
        while (end < shortest - start && names.All(name => name[^(end + 1)] == names[0][^(end + 1)])) end++;
        var pattern = System.IO.Path.Combine(folder, $"{names[0][..start]}*{names[0][^end..]}");
        var wanted = all.Select(export => export.Path).Order(StringComparer.Ordinal).ToList();
        if (names.Any(name => SourceFiles.IsGlob(name)) || SourceFiles.IsGlob(folder)) return null;
        return SourceFiles.Find(pattern, all[0].Format).SequenceEqual(wanted) ? pattern : null;
    }

    /// <summary>
    /// A name from that of the file, with the kind or the format where it says nothing. Personal exports are called by
    /// their format alone: their files are named after people, and names of sources stand beside each fact.
    /// </summary>
    private static string NameOf(RecognizedExport export, HashSet<string> taken)
    {
        var format = ExportFormat.Of(export.Format);
        var isPersonal = format.IsArchive || export.Format == SourceFormat.BlueskyCar;
        var stem = isPersonal ? "" : System.IO.Path.GetFileName(export.Path).Split('.')[0];
        var name = format.IsTable && export.Kind is { } kind ? Lower(kind) : format.Name;
        var tidy = NotInNames().Replace(stem, "-").Trim('-', '_').ToLowerInvariant();
        var full = tidy.Length == 0 || tidy.Contains(name, StringComparison.Ordinal) ? name : $"{name}-{tidy}";
        if (full.Length > LongestName) full = full[..LongestName].TrimEnd('-', '_');
        if (!char.IsAsciiLetterOrDigit(full[0])) full = "s" + full;
        var distinct = full;
        for (var number = 2; !taken.Add(distinct); number++)
            distinct = string.Create(CultureInfo.InvariantCulture, $"{full}-{number}");
        return distinct;
    }

    private static string Lower(object value) => $"{value}".ToLowerInvariant();

    /// <summary>A YAML text in single quotes, unless it is plain.</summary>
    private static string Quoted(string text) =>
        Plain().IsMatch(text) ? text : $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";

    [GeneratedRegex("[^A-Za-z0-9_-]+")]
    private static partial Regex NotInNames();

    [GeneratedRegex("^[A-Za-z_./][A-Za-z0-9_./-]*\\z")]
    private static partial Regex Plain();
}
