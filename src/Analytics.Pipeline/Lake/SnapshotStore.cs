namespace Analytics.Pipeline.Lake;

/// <summary>
/// The committed snapshots of a lake: published ones below <c>snapshots/</c>, held ones below <c>held/</c>; the place
/// decides which it is. Commit: (1) all files of the run and its manifest are written and flushed under <c>runs/</c>;
/// (2) its fact files move to <c>facts/</c>, where nobody looks at files that no manifest names; (3) the folder itself
/// becomes <c>snapshots/RUN</c> or <c>held/RUN</c> by one rename — that is the moment of the commit. A crash before it
/// leaves files that <see cref="Sweep"/> removes, a crash after it loses nothing.
/// </summary>
public sealed class SnapshotStore
{
    /// <summary>Of held snapshots the newest so many are kept: those of a weekend.</summary>
    public const int KeptHeld = 3;

    internal const string ManifestName = "manifest.json";

    private readonly LakeFolder _lake;

    public SnapshotStore(LakeFolder lake) => _lake = lake;

    /// <summary>Published and held ones, oldest first.</summary>
    /// <exception cref="UserException">A manifest is damaged or missing.</exception>
    public IReadOnlyList<SnapshotManifest> All()
    {
        // Held ones are looked for first: one that is published in between is found twice rather than not at all.
        var held = Held();
        return
        [
            .. Published().Concat(held).DistinctBy(manifest => manifest.RunId).OrderBy(manifest => manifest.Sequence),
        ];
    }

    /// <summary>Oldest first.</summary>
    public IReadOnlyList<SnapshotManifest> Published() => Below(_lake.Snapshots, isHeld: false);

    /// <summary>Those that a quality gate keeps from being published, oldest first.</summary>
    public IReadOnlyList<SnapshotManifest> Held() => Below(_lake.Held, isHeld: true);

    /// <summary>The published snapshot: what the catalog shows and the next run goes on from.</summary>
    public SnapshotManifest? Newest() => Published() is [.., var newest] ? newest : null;

    /// <summary>Removes what died runs left: working folders, and fact files that no snapshot names.</summary>
    /// <param name="resumable">Working folder that the next run may go on with, or null.</param>
    /// <returns>What was removed, for the log; empty when the last run ended well.</returns>
    public IReadOnlyList<string> Sweep(string? resumable = null)
    {
        var removed = new List<string>();
        foreach (var folder in FoldersOf(_lake.Runs).Order(StringComparer.Ordinal))
        {
            if (folder == resumable) continue;
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

    /// <summary>Commits what lies in <paramref name="workFolder"/>; see the class for the order and why.</summary>
    /// <param name="manifest">Fact paths as they will be under <c>facts/</c>, mart paths under its own
    /// <see cref="SnapshotManifest.Folder"/>.</param>
    /// <param name="stagedFacts">New fact files: where they lie now → their path in the manifest.</param>
    public void Commit(string workFolder, SnapshotManifest manifest, IReadOnlyDictionary<string, string> stagedFacts)
    {
        Write(workFolder, manifest);
        foreach (var mart in Directory.EnumerateFiles(workFolder, "*.parquet")) Durable.FlushFile(mart);
        foreach (var (staged, path) in stagedFacts)
        {
            var target = _lake.Absolute(path);
            Durable.CreateFolder(System.IO.Path.GetDirectoryName(target)!);
            Durable.FlushFile(staged);
            Durable.Rename(staged, target);
        }

        foreach (var folder in Directory.EnumerateDirectories(workFolder)) Directory.Delete(folder, recursive: true);
        Durable.FlushFolder(workFolder);
        Durable.Move(workFolder, _lake.Absolute(manifest.Folder));
    }

    /// <summary>Writes the manifest of a snapshot anew.</summary>
    public void Replace(SnapshotManifest manifest) => Write(_lake.Absolute(manifest.Folder), manifest);

    /// <summary>
    /// Makes a held snapshot the published one: its manifest is written as it will be, then its folder is renamed —
    /// that is the moment. A crash before it leaves the snapshot held, whatever the manifest says, and one after it
    /// leaves a catalog that is one behind, as after a commit.
    /// </summary>
    /// <returns>The manifest of the published snapshot.</returns>
    public SnapshotManifest Publish(SnapshotManifest held)
    {
        var published = Placed(held, isHeld: false);
        Write(_lake.Absolute(held.Folder), published);
        Durable.Move(_lake.Absolute(held.Folder), _lake.Absolute(published.Folder));
        return published;
    }

    /// <summary>
    /// Removes the oldest published snapshots beyond <paramref name="keep"/>, those whose retention has ended, and
    /// those held ones that a later run has overtaken or that are more than <see cref="KeptHeld"/>; with them the fact
    /// files that no other snapshot names. The published snapshot stays; the one before it, which readers may have
    /// open, outlives its retention until the next run.
    /// </summary>
    /// <returns>Ids of the removed runs.</returns>
    public IReadOnlyList<string> KeepNewest(int keep, DateTimeOffset now)
    {
        var (published, held) = (Published(), Held());
        var newest = published is [.., var last] ? last.Sequence : 0;
        List<SnapshotManifest> old =
        [
            .. published.SkipLast(1).Where((manifest, i) =>
                i < published.Count - keep || (i < published.Count - 2 && manifest.IsExpired(now))),
            .. held.Where((manifest, i) => manifest.Sequence < newest || i < held.Count - KeptHeld
                || manifest.IsExpired(now)),
        ];
        if (old.Count == 0) return [];
        foreach (var run in old)
        {
            // Moved away whole, it is none any more; then it does not matter how far the removal gets.
            var folder = System.IO.Path.Combine(_lake.Runs, run.RunId);
            Durable.Move(_lake.Absolute(run.Folder), folder);
            Directory.Delete(folder, recursive: true);
        }

        var named = All().SelectMany(manifest => manifest.Facts).Select(file => file.Path).ToHashSet();
        foreach (var fact in old.SelectMany(run => run.Facts).DistinctBy(file => file.Path))
        {
            if (!named.Contains(fact.Path)) File.Delete(_lake.Absolute(fact.Path));
        }

        return [.. old.Select(run => run.RunId)];
    }

    private static IEnumerable<string> FoldersOf(string folder) =>
        Directory.Exists(folder) ? Directory.EnumerateDirectories(folder) : [];

    private static IReadOnlyList<SnapshotManifest> Below(string folder, bool isHeld) =>
    [
        .. FoldersOf(folder).Select(ManifestIn).OfType<SnapshotManifest>()
            .Select(manifest => Placed(manifest, isHeld)).OrderBy(manifest => manifest.Sequence),
    ];

    /// <summary>The manifest as it reads at that place, whichever it was written for.</summary>
    private static SnapshotManifest Placed(SnapshotManifest manifest, bool isHeld)
    {
        if (manifest.IsHeld == isHeld && !isHeld) return manifest;
        var placed = manifest with { Status = isHeld ? SnapshotManifest.Held : SnapshotManifest.Done };
        return placed with
        {
            Marts = [.. placed.Marts.Select(
                file => file with { Path = $"{placed.Folder}/{System.IO.Path.GetFileName(file.Path)}" })],
        };
    }

    private static void Write(string folder, SnapshotManifest manifest) =>
        CheckedJson.Write(System.IO.Path.Combine(folder, ManifestName), manifest);

    /// <exception cref="UserException">Damaged, or written without a checksum since there are any.</exception>
    internal static SnapshotManifest ReadManifest(string path) =>
        CheckedJson.Read<SnapshotManifest>(path, manifest => manifest.Format <= 1);

    /// <summary>Null if the folder is gone: old snapshots are removed and held ones move while others look.</summary>
    private static SnapshotManifest? ManifestIn(string folder)
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
