using System.Diagnostics;

namespace Analytics.Tests.Repository;

/// <summary>The repository that these tests were built from.</summary>
internal static class RepositoryFolder
{
    private static readonly string[] Untracked =
        ["bin", "obj", "node_modules", "lake", "artifacts", "TestResults", ".git", ".vs", ".idea"];

    public static string Root { get; } = Find();

    public static string PathOf(params string[] names) => Path.Combine([Root, .. names]);

    /// <summary>Relative paths with forward slashes: what git would track, or, without git, all but products.</summary>
    public static IReadOnlyList<string> Files() => Tracked() ??
    [
        .. Below(Root)
            .Select(path => Path.GetRelativePath(Root, path).Replace('\\', '/'))
            .Order(StringComparer.Ordinal),
    ];

    private static List<string>? Tracked()
    {
        try
        {
            using var git = Process.Start(new ProcessStartInfo("git", ["ls-files", "-z", "-co", "--exclude-standard"])
            {
                WorkingDirectory = Root,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            })!;
            git.ErrorDataReceived += (_, _) => { };
            git.BeginErrorReadLine();
            var names = git.StandardOutput.ReadToEnd();
            git.WaitForExit();
            if (git.ExitCode != 0) return null;
            var files = names.Split('\0', StringSplitOptions.RemoveEmptyEntries);
            return [.. files.Where(file => File.Exists(PathOf(file))).Distinct().Order(StringComparer.Ordinal)];
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null;
        }
    }

    private static IEnumerable<string> Below(string folder) => Directory.EnumerateFiles(folder).Concat(
        Directory.EnumerateDirectories(folder)
            .Where(child => !Untracked.Contains(Path.GetFileName(child)))
            .SelectMany(Below));

    private static string Find()
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Analytics.sln")))
            folder = folder.Parent;
        return folder?.FullName ?? throw new InvalidOperationException("the tests do not run inside the repository");
    }
}
