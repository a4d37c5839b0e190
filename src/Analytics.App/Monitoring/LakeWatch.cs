using Analytics.Pipeline;
using Analytics.Pipeline.Lake;
using Analytics.Pipeline.Runs;

namespace Analytics.App.Monitoring;

/// <summary>
/// What is going on in a lake, from its files alone: no lock is touched, so watching never stands in a run's way.
/// Manifests are read again only when they changed.
/// </summary>
internal sealed class LakeWatch(LakeFolder lake, TimeProvider clock)
{
    private const int SnapshotsShown = 5;

    private readonly SnapshotStore _store = new(lake);
    private DateTime _readAt;
    private readonly Lock _gate = new();
    private IReadOnlyList<SnapshotManifest> _snapshots = [];
    private SnapshotManifest? _published;

    public LakeView Look()
    {
        var progress = RunProgress.Read(lake);
        var isAlive = progress is not null && clock.GetUtcNow() - progress.SeenAt < RunProgress.Lifetime;
        lock (_gate)
        {
            Refresh();
            return new LakeView(progress, isAlive, _snapshots);
        }
    }

    /// <summary>The snapshot that readers see; null where there is none.</summary>
    public SnapshotManifest? Published()
    {
        lock (_gate)
        {
            Refresh();
            return _published;
        }
    }

    private void Refresh()
    {
        try
        {
            var changed = LastChange();
            if (changed == _readAt) return;
            _snapshots = [.. _store.All().TakeLast(SnapshotsShown).Reverse()];
            _published = _store.Newest();
            _readAt = changed;
        }
        catch (Exception error) when (error is IOException or UserException)
        {
            // A snapshot was removed or published while it was read: the next look sees what has become of it.
        }
    }

    /// <summary>A new, published or removed snapshot changes a folder, one that is rewritten its manifest.</summary>
    private DateTime LastChange() => new[] { lake.Snapshots, lake.Held }
        .Select(path => new DirectoryInfo(path))
        .Where(folder => folder.Exists)
        .SelectMany(folder => folder.EnumerateFiles("manifest.json", SearchOption.AllDirectories)
            .Select(file => file.LastWriteTimeUtc)
            .Append(folder.LastWriteTimeUtc))
        .DefaultIfEmpty()
        .Max();
}

/// <param name="Progress">Of the run under way, or what a dead one left; null where none is.</param>
/// <param name="IsAlive">Whether that run was heard of lately.</param>
/// <param name="Snapshots">The newest first.</param>
internal sealed record LakeView(RunProgress? Progress, bool IsAlive, IReadOnlyList<SnapshotManifest> Snapshots);
