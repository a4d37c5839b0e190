namespace Analytics.Tests.Faults;

/// <summary>Folders as a whole.</summary>
internal static class Folders
{
    /// <summary>Copies all files into a folder that may be there; what it held already stays.</summary>
    public static void Copy(string from, string to)
    {
        Directory.CreateDirectory(to);
        foreach (var folder in Directory.EnumerateDirectories(from, "*", SearchOption.AllDirectories))
            Directory.CreateDirectory(Path.Join(to, folder.AsSpan(from.Length)));
        foreach (var file in Files(from)) File.Copy(file, Path.Join(to, file.AsSpan(from.Length)), overwrite: true);
    }

    /// <summary>Files below a folder; none where it is not.</summary>
    public static IReadOnlyList<string> Files(string folder) => Directory.Exists(folder)
        ? [.. Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal)]
        : [];

    /// <summary>Whether a path below a folder exists; each of its parts may hold stars.</summary>
    public static bool Holds(string folder, string pattern)
    {
        IEnumerable<string> found = [folder];
        foreach (var part in pattern.Split('/')) found = found.SelectMany(one => Entries(one, part));
        return found.Any();
    }

    public static void Delete(string folder)
    {
        if (Directory.Exists(folder)) Directory.Delete(folder, recursive: true);
    }

    private static string[] Entries(string folder, string pattern)
    {
        try
        {
            return Directory.GetFileSystemEntries(folder, pattern);
        }
        catch (IOException)
        {
            // It has just gone, or is a file.
            return [];
        }
    }
}
