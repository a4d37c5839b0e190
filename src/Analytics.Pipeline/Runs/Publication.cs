using Analytics.DuckDb;
using Analytics.Pipeline.Formats;
using Analytics.Pipeline.Lake;
using Analytics.Pipeline.Privacy;

namespace Analytics.Pipeline.Runs;

/// <summary>What publishing a held snapshot changed for its readers.</summary>
/// <param name="PreviousRunId">What was published until then; null on a lake without.</param>
/// <param name="WasPublished">True if there was nothing to do.</param>
/// <param name="Tables">Facts, communities, members and leaders.</param>
/// <param name="NewFiles">Export files that count as ingested from now on.</param>
public sealed record PublicationSummary(
    string RunId, string? PreviousRunId, bool WasPublished, IReadOnlyList<TableChange> Tables, int NewFiles);

/// <summary>Rows of a table in the snapshot before and in this one.</summary>
public sealed record TableChange(string Table, long Before, long Now);

/// <summary>
/// Publishes a snapshot that a quality gate held back. Wherever it is cut off, the lake shows the old snapshot or the
/// new one, and doing it again ends it.
/// </summary>
public static class Publication
{
    private static readonly string[] Results = ["communities", "members", "leaders"];

    /// <exception cref="UserException">
    /// The lake is busy (exit code 75), there is no such run (2), the run goes on from a snapshot that is not the
    /// published one any more, or its files are damaged (1).
    /// </exception>
    public static PublicationSummary Run(
        LakeFolder lake, string id, Action<string> warn, TimeProvider clock, CancellationToken cancellation)
    {
        var description = lake.Describe();
        using var hold = LakeLock.Acquire(lake, clock);
        if (hold.TakenOverFrom is { } owner) warn($"took over the lock of a run that died: {owner}");
        lake.Open(description.IdentityStore, description.KeyFingerprint);
        var store = new SnapshotStore(lake);
        var published = store.Published();
        var newest = published is [.., var last] ? last : null;
        if (published.FirstOrDefault(manifest => manifest.RunId == id) is { } done)
        {
            Finish(lake, newest!, description.IdentityStore, warn);
            var before = published.LastOrDefault(manifest => manifest.Sequence < done.Sequence);
            return Summary(before, done) with { WasPublished = true };
        }

        var held = Find(store, id, published);
        if (held.BaseRunId != newest?.RunId) throw Overtaken(held, newest);
        Verify(lake, held, newest, cancellation);
        cancellation.ThrowIfCancellationRequested();
        Finish(lake, store.Publish(held), description.IdentityStore, warn);
        return Summary(newest, held);
    }

    /// <summary>What follows the rename; each step does nothing where it was done before.</summary>
    private static void Finish(LakeFolder lake, SnapshotManifest newest, string identityStore, Action<string> warn)
    {
        if (!Catalog.Shows(lake, newest)) Catalog.Publish(lake, newest);
        var leaders = newest.Marts.Where(file => file.Table == "leaders").Select(file => lake.Absolute(file.Path));
        try
        {
            new IdentityStore(identityStore).KeepOnly([.. leaders]);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or DuckDbException)
        {
            warn(
                $"{identityStore}: handles of those who lead no more could not be removed: "
                + $"{error.Message.TrimEnd('.')}. The next run tries again.");
        }
    }

    private static SnapshotManifest Find(SnapshotStore store, string id, IReadOnlyList<SnapshotManifest> published)
    {
        var held = store.Held();
        if (held.FirstOrDefault(manifest => manifest.RunId == id) is { } found) return found;
        var expected = held.Count > 0
            ? $"expected one of {string.Join(", ", held.Select(manifest => manifest.RunId))}"
            : "no run is held";
        throw new UserException(
            $"found no held run '{id}'; {expected}"
            + (published is [.., var newest] ? $", and {newest.RunId} is published" : "")
            + ". 'analytics runs' lists them.",
            ExitCodes.Usage);
    }

    private static UserException Overtaken(SnapshotManifest held, SnapshotManifest? newest) => new(
        $"run {held.RunId} goes on from {held.BaseRunId ?? "an empty lake"}, but {newest?.RunId ?? "nothing"} is "
        + "published: publishing it would take back what came since. Run the pipeline again ('analytics run FILE'): "
        + "the export files of the held run count as new to it.");

    /// <summary>The files that are not published yet must be the ones that the run wrote.</summary>
    private static void Verify(
        LakeFolder lake, SnapshotManifest held, SnapshotManifest? newest, CancellationToken cancellation)
    {
        var known = (newest?.Facts ?? []).Select(file => file.Path).ToHashSet();
        foreach (var file in held.Facts.Where(file => !known.Contains(file.Path)).Concat(held.Marts))
        {
            var path = lake.Absolute(file.Path);
            var found = File.Exists(path) ? ExportStream.Sha256(path, cancellation) : null;
            if (found == file.Sha256) continue;
            throw new UserException(
                $"{path}: found {(found is null ? "no file" : $"SHA-256 {found}")}; expected the file of "
                + $"{file.Rows:N0} rows that run {held.RunId} wrote, SHA-256 {file.Sha256}. Nothing was published. "
                + "Run the pipeline again ('analytics run FILE'): the export files of the held run count as new to it.",
                ExitCodes.Failed);
        }
    }

    private static PublicationSummary Summary(SnapshotManifest? before, SnapshotManifest now)
    {
        var tables = Marts.MartCatalog.Facts.Select(table => table.Name).Concat(Results)
            .Select(table => new TableChange(table, Rows(before, table), Rows(now, table)))
            .Where(change => change.Before + change.Now > 0);
        var files = now.Files.Count - (before?.Files.Count ?? 0);
        return new PublicationSummary(now.RunId, before?.RunId, WasPublished: false, [.. tables], files);
    }

    private static long Rows(SnapshotManifest? manifest, string table) =>
        manifest?.Facts.Concat(manifest.Marts).Where(file => file.Table == table).Sum(file => file.Rows) ?? 0;
}
