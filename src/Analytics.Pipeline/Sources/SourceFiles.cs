using System.Text;
using System.Text.RegularExpressions;
using Analytics.Pipeline.Definition;

namespace Analytics.Pipeline.Sources;

/// <summary>Finds the files that a source's path names.</summary>
public static class SourceFiles
{
    private static readonly string[] Compressions = [".gz", ".zst"];

    private static readonly EnumerationOptions Visible = new()
    {
        IgnoreInaccessible = true,
        AttributesToSkip = FileAttributes.Hidden | FileAttributes.System,
        MatchType = MatchType.Simple,
    };

    /// <summary>The files of <paramref name="source"/> that are there now, absolute, in ordinal order.</summary>
    public static IReadOnlyList<string> Of(SourceDefinition source) => Find(source.Path, source.Format);

    /// <summary>
    /// A file names itself. A folder names the files below it whose ending fits the format. A glob (<c>*</c>,
    /// <c>?</c>, <c>[abc]</c>, and <c>**</c> for any depth) names whatever it matches. Hidden files never count.
    /// </summary>
    public static IReadOnlyList<string> Find(string path, SourceFormat format)
    {
        if (File.Exists(path)) return [path];

        IEnumerable<string> files = Directory.Exists(path)
            ? Below(path).SelectMany(FilesIn).Where(file => Fits(file, format))
            : IsGlob(path) ? Matches(path) : [];
        return [.. files.Distinct().Order(StringComparer.Ordinal)];
    }

    /// <summary>Whether <paramref name="path"/> holds characters that stand for others.</summary>
    public static bool IsGlob(string path) => path.AsSpan().ContainsAny("*?[");

    /// <summary>The endings that a folder is searched for, without compression.</summary>
    public static IReadOnlyList<string> Endings(SourceFormat format) => format switch
    {
        SourceFormat.Csv => [".csv", ".tsv", ".txt"],
        SourceFormat.Ndjson => [".ndjson", ".jsonl", ".json"],
        SourceFormat.Parquet => [".parquet"],
        SourceFormat.EdgeList => [".edgelist", ".edges", ".txt", ".tsv"],
        _ => throw new ArgumentOutOfRangeException(nameof(format), format, "not a format"),
    };

    private static bool Fits(string file, SourceFormat format)
    {
        var ending = Path.GetExtension(file);
        if (Compressions.Contains(ending)) ending = Path.GetExtension(Path.GetFileNameWithoutExtension(file));
        return Endings(format).Contains(ending, StringComparer.OrdinalIgnoreCase);
    }

    private static IEnumerable<string> Matches(string glob)
    {
        var segments = glob.Split(Path.DirectorySeparatorChar);
        var literal = segments.TakeWhile(segment => !IsGlob(segment)).ToList();
        var root = string.Join(Path.DirectorySeparatorChar, literal) + Path.DirectorySeparatorChar;
        IEnumerable<string> folders = Directory.Exists(root) ? [root] : [];
        foreach (var segment in segments[literal.Count..^1])
        {
            folders = folders.SelectMany(folder => segment == "**" ? Below(folder) : Folders(folder, segment));
        }

        var last = Pattern(segments[^1] == "**" ? "*" : segments[^1]);
        if (segments[^1] == "**") folders = folders.SelectMany(Below);
        return folders.SelectMany(FilesIn).Where(file => last.IsMatch(Path.GetFileName(file)));
    }

    private static IEnumerable<string> FilesIn(string folder) => Directory.EnumerateFiles(folder, "*", Visible);

    private static IEnumerable<string> Folders(string parent, string segment)
    {
        if (!IsGlob(segment))
        {
            var child = Path.Combine(parent, segment);
            return Directory.Exists(child) ? [child] : [];
        }

        var pattern = Pattern(segment);
        return Directory.EnumerateDirectories(parent, "*", Visible).Where(f => pattern.IsMatch(Path.GetFileName(f)));
    }

    /// <summary>The folder and all folders below it; links are not followed, so that circles end.</summary>
    private static IEnumerable<string> Below(string folder)
    {
        yield return folder;
        foreach (var child in Directory.EnumerateDirectories(folder, "*", Visible))
        {
            if (File.GetAttributes(child).HasFlag(FileAttributes.ReparsePoint)) continue;
            foreach (var deeper in Below(child)) yield return deeper;
        }
    }

    private static Regex Pattern(string segment)
    {
        StringBuilder pattern = new("^");
        for (var i = 0; i < segment.Length; i++)
        {
            var close = segment[i] == '[' ? segment.IndexOf(']', i + 1) : -1;
            if (close > i + 1)
            {
                var set = segment[(i + 1)..close].Replace("\\", "\\\\", StringComparison.Ordinal);
                pattern.Append('[').Append(set[0] is '!' or '^' ? "^" + set[1..] : set).Append(']');
                i = close;
                continue;
            }

            pattern.Append(segment[i] switch { '*' => ".*", '?' => ".", var other => Regex.Escape(other.ToString()) });
        }

        return new Regex(pattern.Append("\\z").ToString(), RegexOptions.Singleline | RegexOptions.CultureInvariant);
    }
}
