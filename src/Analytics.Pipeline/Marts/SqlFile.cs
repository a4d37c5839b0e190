using System.Reflection;

namespace Analytics.Pipeline.Marts;

/// <summary>The SQL files of the folder pipelines/sql, as they were built into this assembly.</summary>
public static class SqlFile
{
    private const string Prefix = "sql/";
    private const string Suffix = ".sql";

    private static readonly Assembly Assembly = typeof(SqlFile).Assembly;

    /// <summary>Names of all files below a folder, without the ending, ordered: <c>tests/…</c>.</summary>
    public static IReadOnlyList<string> Names(string folder) =>
        [.. Assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith($"{Prefix}{folder}/", StringComparison.Ordinal))
            .Select(name => name[Prefix.Length..^Suffix.Length])
            .Order(StringComparer.Ordinal)];

    /// <summary>The text of a file, such as <c>steps/scores</c>.</summary>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    public static string Read(string name)
    {
        using var stream = Assembly.GetManifestResourceStream(Prefix + name + Suffix)
            ?? throw new FileNotFoundException($"No SQL file {name}{Suffix} was built into the program.");
        using StreamReader reader = new(stream);
        return reader.ReadToEnd();
    }
}
