using Analytics.Pipeline.Lake;

namespace Analytics.Tests.EndToEnd.PowerCuts;

/// <summary>
/// A file system that keeps nothing but what was flushed: bytes by a flush of their file, names by a flush of their
/// folder. After every operation it asks what a reader would meet if the power went off now. A name that was given and
/// not flushed may be there or not, so every snapshot and catalog that may be the newest one has to be whole.
/// </summary>
/// <param name="lake">Path of the lake.</param>
/// <param name="manifests">What the runs committed, in order.</param>
internal sealed class PowerCutModel(string lake, IReadOnlyList<SnapshotManifest> manifests)
{
    private readonly HashSet<string> _there = [];
    private readonly HashSet<string> _unflushedBytes = [];
    private readonly HashSet<string> _unflushedNames = [];

    // The last entry is what a reader meets who comes after; the ones before it as long as it may get lost.
    private readonly List<SnapshotManifest> _newest = [];
    private readonly List<SnapshotManifest> _shown = [];

    public int Commits { get; private set; }

    /// <returns>What would be broken after a power cut, for the first operation at which anything would.</returns>
    public string? Run(IEnumerable<FileOperation> operations)
    {
        foreach (var operation in operations)
        {
            Apply(operation);
            if (Broken() is { } broken) return $"after {operation.Action} {operation.Path}: {broken}";
        }

        return null;
    }

    private void Apply(FileOperation operation)
    {
        var path = operation.Path;
        switch (operation.Action)
        {
            case FileAction.Create or FileAction.MakeFolder:
                if (_there.Add(path)) _unflushedNames.Add(path);
                break;
            case FileAction.Write:
                if (_there.Add(path)) _unflushedNames.Add(path);
                _unflushedBytes.Add(path);
                break;
            case FileAction.Flush:
                _unflushedBytes.Remove(path);
                _unflushedNames.RemoveWhere(name => Path.GetDirectoryName(name) == path);
                if (path == lake) Settle(_shown);
                if (path == Path.Combine(lake, "snapshots")) Settle(_newest);
                break;
            case FileAction.Remove:
                _there.Remove(path);
                _unflushedBytes.Remove(path);
                _unflushedNames.Remove(path);
                break;
            case FileAction.Rename:
                Rename(path, operation.Target!);
                break;
        }
    }

    private void Rename(string from, string to)
    {
        foreach (var set in new[] { _there, _unflushedBytes, _unflushedNames })
        {
            set.RemoveWhere(name => name == to);
            foreach (var name in set.Where(name => name == from || name.StartsWith(from + "/")).ToList())
            {
                set.Remove(name);
                set.Add(to + name[from.Length..]);
            }
        }

        _unflushedNames.Add(to);
        if (Path.GetDirectoryName(to) == Path.Combine(lake, "snapshots"))
            _newest.Add(manifests[Commits++]);
        if (to == Path.Combine(lake, "analytics.duckdb")) _shown.Add(manifests[Commits - 1]);
    }

    private static void Settle(List<SnapshotManifest> possible)
    {
        if (possible.Count > 1) possible.RemoveRange(0, possible.Count - 1);
    }

    private string? Broken()
    {
        foreach (var manifest in _newest)
        {
            if (BrokenFileOf(manifest, isNewest: true) is { } file) return $"run {manifest.RunId} lacks {file}";
        }

        foreach (var manifest in _shown)
        {
            if (BrokenFileOf(manifest, isNewest: false) is { } file) return $"the catalog shows {file}, which is lost";
        }

        string[] own = ["lake.json", "catalog.json", "analytics.duckdb"];
        return own.Select(name => Path.Combine(lake, name)).FirstOrDefault(_unflushedBytes.Contains);
    }

    /// <param name="isNewest">The snapshot counts where its folder has its name; nothing is asked of that name.</param>
    private string? BrokenFileOf(SnapshotManifest manifest, bool isNewest)
    {
        var folder = Path.Combine(lake, manifest.Folder);
        return manifest.Facts.Concat(manifest.Marts).Select(file => file.Path)
            .Append($"{manifest.Folder}/manifest.json")
            .Select(path => Path.Combine(lake, path))
            .FirstOrDefault(path => !_there.Contains(path) || _unflushedBytes.Contains(path)
                || Ancestors(path).Any(name => _unflushedNames.Contains(name) && !(isNewest && name == folder)));
    }

    /// <summary>The path and the folders above it, up to the lake's own.</summary>
    private IEnumerable<string> Ancestors(string path)
    {
        for (var at = path; at.Length >= lake.Length; at = Path.GetDirectoryName(at)!) yield return at;
    }
}
