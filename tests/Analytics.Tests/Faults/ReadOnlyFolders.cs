namespace Analytics.Tests.Faults;

/// <summary>
/// Folders in which nothing can be made or removed while they are locked. For whom permissions do not count (root),
/// they are marked immutable, which most file systems on disks know.
/// </summary>
internal sealed class ReadOnlyFolders : IDisposable
{
    private readonly IReadOnlyList<string> _folders;

    private ReadOnlyFolders(IReadOnlyList<string> folders, bool isWhole) => (_folders, IsWhole) = (folders, isWhole);

    /// <summary>The lake itself, with all that is in it.</summary>
    public bool IsWhole { get; }

    public static ReadOnlyFolders Of(IEnumerable<string> names, string lake)
    {
        var folders = names.SelectMany(name => Directory
            .EnumerateDirectories(Path.Combine(lake, name), "*", SearchOption.AllDirectories)
            .Append(Path.Combine(lake, name))).ToList();
        return new ReadOnlyFolders(folders, names.Contains("."));
    }

    public void Lock() => Set(isLocked: true);

    public void Unlock() => Set(isLocked: false);

    public void Dispose() => Unlock();

    private void Set(bool isLocked)
    {
        var there = _folders.Where(Directory.Exists).ToArray();
        if (there.Length == 0) return;
        if (OperatingSystem.IsWindows() || Environment.IsPrivilegedProcess)
        {
            if (!SmallDisk.Succeeds("chattr", [isLocked ? "+i" : "-i", .. there]))
                throw new InvalidOperationException("This file system cannot mark folders as immutable.");
            return;
        }

        const UnixFileMode read = UnixFileMode.UserRead | UnixFileMode.UserExecute;
        foreach (var folder in there) File.SetUnixFileMode(folder, isLocked ? read : read | UnixFileMode.UserWrite);
    }
}
