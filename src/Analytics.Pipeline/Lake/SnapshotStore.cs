namespace Analytics.Pipeline.Lake;

/// <summary>
/// The committed snapshots of a lake. Commit: (1) all files of the run and its manifest are written and flushed under
/// <c>runs/</c>; (2) its fact files move to <c>facts/</c>, where nobody looks at files that no manifest names; (3) the
/// folder itself becomes <c>snapshots/RUN</c> by one rename — that is the moment of the commit. A crash before it
/// leaves files that <see cref="Sweep"/> removes, a crash after it loses nothing.
/// </summary>
public sealed class SnapshotStore
{
    internal const string ManifestName = "manifest.json";

    private readonly LakeFolder _lake;

    public SnapshotStore(LakeFolder lake) => _lake = lake;

    /// <summary>Oldest first.</summary>
    /// <exception cref="UserException">A manifest is damaged or missing.</exception>
    public IReadOnlyList<SnapshotManifest> All() =>
    [
        .. Folders().Select(ManifestIn).OfType<SnapshotManifest>().OrderBy(manifest => manifest.Sequence),
    ];

    public SnapshotManifest? Newest() => All() is [.., var newest] ? newest : null;

    /// <summary>Removes what died runs left: working folders, and fact files that no snapshot names.</summary>
    /// <returns>What was removed, for the log; empty when the last run ended well.</returns>
    public IReadOnlyList<string> Sweep()
    {
        var removed = new List<string>();
        foreach (var folder in Directory.EnumerateDirectories(_lake.Runs).Order(StringComparer.Ordinal))
        {
            Directory.Delete(folder, recursive: true);
            removed.Add(_lake.Relative(folder));
        }

        var committed = All().SelectMany(manifest => manifest.Facts).Select(file => file.Path).ToHashSet();
        foreach (var file in Directory.EnumerateFiles(_lake.Facts, "*", SearchOption.AllDirectories))
        {
            if (committed.Contains(_lake.Relative(file))) continue;
            File.Delete(file);
            removed.Add(_lake.Relative(file));
        }

        foreach (var draft in Directory.EnumerateFiles(_lake.Path, "*.next*"))
        {
            File.Delete(draft);
            removed.Add(_lake.Relative(draft));
        }

        return removed;
    }

    /// <summary>Publishes what lies in <paramref name="workFolder"/>; see the class for the order and why.</summary>
    /// <param name="manifest">Fact paths as they will be under <c>facts/</c>, mart paths under
    /// <c>snapshots/RUN</c>.</param>
    /// <param name="stagedFacts">New fact files: where they lie now → their path in the manifest.</param>
    public void Commit(string workFolder, SnapshotManifest manifest, IReadOnlyDictionary<string, string> stagedFacts)
    {
        CheckedJson.Write(System.IO.Path.Combine(workFolder, ManifestName), manifest);
        foreach (var mart in Directory.EnumerateFiles(workFolder, "*.parquet")) Durable.FlushFile(mart);
        foreach (var (staged, path) in stagedFacts)
        {
            var target = _lake.Absolute(path);
            Directory.CreateDirectory(System.IO.Path.GetDirectoryName(target)!);
            Durable.FlushFile(staged);
            Durable.Rename(staged, target);
            Durable.FlushFolder(System.IO.Path.GetDirectoryName(System.IO.Path.GetDirectoryName(target)!)!);
        }

        Durable.FlushFolder(_lake.Facts);
        foreach (var folder in Directory.EnumerateDirectories(workFolder)) Directory.Delete(folder, recursive: true);
        Durable.FlushFolder(workFolder);
        Directory.Move(workFolder, System.IO.Path.Combine(_lake.Snapshots, manifest.RunId));
        Durable.FlushFolder(_lake.Snapshots);
    }

    /// <summary>Removes the oldest snapshots beyond <paramref name="keep"/>; facts stay.</summary>
    /// <returns>Ids of the removed runs.</returns>
    public IReadOnlyList<string> KeepNewest(int keep)
    {
        var all = All();
        var old = all.Take(Math.Max(0, all.Count - Math.Max(1, keep))).Select(manifest => manifest.RunId).ToList();
        foreach (var run in old)
        {
            // Moved away whole, it is none any more; then it does not matter how far the removal gets.
            var folder = System.IO.Path.Combine(_lake.Runs, run);
            Directory.Move(System.IO.Path.Combine(_lake.Snapshots, run), folder);
            Directory.Delete(folder, recursive: true);
        }

        return old;
    }

    /// <exception cref="UserException">Damaged, or written without a checksum since there are any.</exception>
    internal static SnapshotManifest ReadManifest(string path) =>
        CheckedJson.Read<SnapshotManifest>(path, manifest => manifest.Format <= 1);

    private IEnumerable<string> Folders() =>
        Directory.Exists(_lake.Snapshots) ? Directory.EnumerateDirectories(_lake.Snapshots) : [];

    /// <summary>Null if the folder is gone: a run removes old snapshots while others look.</summary>
    private SnapshotManifest? ManifestIn(string folder)
    {
        var path = System.IO.Path.Combine(folder, ManifestName);
        try
        {
            return ReadManifest(path);
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            if (!Directory.Exists(folder)) return null;
            throw new UserException(
                $"{path}: missing. Without it nobody knows what the snapshot holds and which facts count. Restore it "
                + "from a backup, or go back to the newest whole snapshot with 'analytics runs repair'.",
                ExitCodes.Failed,
                error);
        }
    }
}
