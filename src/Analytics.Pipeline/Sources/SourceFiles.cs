using System.Text;
using System.Text.RegularExpressions;
using Analytics.Pipeline.Definition;
using Analytics.Pipeline.Formats;

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
    public static IReadOnlyList<string> Of(SourceDefinition source) => source.Pull is null
        ? Find(source.Path, source.Format)
        : [.. (source.Landed?.Files ?? []).Select(file => file.Path)];

    /// <summary>
    /// A file names itself. A folder names the files below it whose ending fits the format; where an export is a folder
    /// itself, it names those, packed or not. A glob (<c>*</c>, <c>?</c>, <c>[abc]</c>, and <c>**</c> for any depth)
    /// names whatever it matches. Hidden files never count.
    /// </summary>
    public static IReadOnlyList<string> Find(string path, SourceFormat format)
    {
        if (File.Exists(path)) return [path];

        var markers = ExportFormat.Of(format).Markers;
        var files = Directory.Exists(path) ? Below(path).SelectMany(FilesIn)
            : IsGlob(path) ? Matches(path, withFolders: markers.Count > 0)
            : [];
        if (markers.Count > 0) files = files.Select(file => ArchiveOf(file, path, format)).OfType<string>();
        else if (Directory.Exists(path)) files = files.Where(file => Fits(file, format));
        return [.. files.Distinct().Order(StringComparer.Ordinal)];
    }

    /// <summary>All files below a folder that are not hidden, in ordinal order.</summary>
    public static IReadOnlyList<string> AllBelow(string folder) =>
        [.. Below(folder).SelectMany(FilesIn).Order(StringComparer.Ordinal)];

    /// <summary>Whether <paramref name="path"/> holds characters that stand for others.</summary>
    public static bool IsGlob(string path) => path.AsSpan().ContainsAny("*?[");

    /// <summary>The endings that a folder is searched for, without compression.</summary>
    public static IReadOnlyList<string> Endings(SourceFormat format) => ExportFormat.Of(format).Endings;

    /// <summary>
    /// The archive that a file is, or that it belongs to: a folder that holds one of the format's markers. A file of
    /// neither sort gives null.
    /// </summary>
    private static string? ArchiveOf(string file, string path, SourceFormat format)
    {
        if (Directory.Exists(file)) return file;
        if (Endings(format).Any(ending => file.EndsWith(ending, StringComparison.OrdinalIgnoreCase))) return file;
        var name = file.Replace(Path.DirectorySeparatorChar, '/');
        var marker = ExportFormat.Of(format).Markers
            .Where(marker => name.EndsWith('/' + marker, StringComparison.OrdinalIgnoreCase))
            .MaxBy(marker => marker.Length);
        if (marker is null) return null;
        var root = file[..^(marker.Length + 1)];
        return root.Length >= path.Length || IsGlob(path) ? root : path;
    }

    /// <summary>Whether a folder that holds a file of this name gives it to a source of this format.</summary>
    internal static bool Fits(string file, SourceFormat format)
    {
        if (ExportFormat.Of(format).Markers.Count > 0)
            return Endings(format).Any(end => file.EndsWith(end, StringComparison.OrdinalIgnoreCase));

        var ending = Path.GetExtension(file);
        if (Compressions.Contains(ending)) ending = Path.GetExtension(Path.GetFileNameWithoutExtension(file));
        return Endings(format).Contains(ending, StringComparer.OrdinalIgnoreCase);
    }

    private static IEnumerable<string> Matches(string glob, bool withFolders)
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
        var found = folders.SelectMany(
            folder => withFolders ? Directory.EnumerateFileSystemEntries(folder, "*", Visible) : FilesIn(folder));
        return found.Where(name => last.IsMatch(Path.GetFileName(name)));
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
