using System.Globalization;
using System.Text.Json;
using Analytics.Pipeline.Privacy;

namespace Analytics.Pipeline.Lake.Upkeep;

/// <summary>What <c>runs repair</c> did, or would do.</summary>
/// <param name="RunId">The published snapshot afterwards; null if there is none.</param>
/// <param name="Done">A sentence for each thing that was mended.</param>
/// <param name="Left">What only the user can mend.</param>
public sealed record RepairReport(
    string Lake, bool DryRun, string? RunId, IReadOnlyList<string> Done, IReadOnlyList<string> Left);

/// <summary>
/// Brings a damaged lake back to the newest snapshot that is whole. Nothing is removed: what is damaged or belongs to
/// nothing is moved below <c>quarantine/</c>. Order, so that a crash anywhere leaves what another repair ends and
/// nothing that a run would remove: (1) the description; (2) facts that only damaged snapshots name, while these are
/// still there to name them; (3) those snapshots, each by one rename, the newest last; (4) the catalog, which the next
/// run would build anew as well.
/// </summary>
public sealed class LakeRepair
{
    private readonly LakeFolder _lake;
    private readonly bool _dryRun;
    private readonly string _quarantine;
    private readonly List<string> _done = [];
    private readonly List<string> _left = [];

    private LakeRepair(LakeFolder lake, bool dryRun, DateTimeOffset now)
    {
        _lake = lake;
        _dryRun = dryRun;
        var name = now.UtcDateTime.ToString("yyyyMMdd-HHmmss", CultureInfo.InvariantCulture);
        _quarantine = Path.Combine(lake.Quarantine, name);
        for (var again = 2; Directory.Exists(_quarantine); again++)
            _quarantine = Path.Combine(lake.Quarantine, $"{name}-{again}");
    }

    /// <param name="dryRun">Say what would be done and change nothing.</param>
    /// <exception cref="UserException">A run holds the lake (exit code 75), or its format is not known.</exception>
    public static RepairReport Run(
        LakeFolder lake,
        bool dryRun,
        int threads,
        Action<long, long> progress,
        TimeProvider clock,
        CancellationToken cancellation)
    {
        using var held = LakeLock.Acquire(lake, clock);
        var inspection = LakeVerifier.Inspect(lake, busy: false, threads, progress, cancellation);
        return new LakeRepair(lake, dryRun, clock.GetUtcNow()).Mend(inspection);
    }

    private RepairReport Mend(LakeInspection found)
    {
        if (found.Faults.Any(fault => fault.Kind == LakeFaultKind.DamagedDescription)) MendDescription(found);
        var target = found.Snapshots.FirstOrDefault(one => !one.IsHeld && found.IsWhole(one));
        var damaged = found.Snapshots.Where(one => !found.IsWhole(one)).Reverse().ToList();
        if (target is null && found.Published is not null)
        {
            _left.AddRange(found.Faults.Select(fault => $"{fault.Path}: {fault.Message}"));
            _left.Add(
                "no published snapshot is whole, so there is none to go back to. Restore these files from a backup, "
                + "or start a new lake with --lake and the same exports; nothing was moved");
            return Report(null);
        }

        MoveExtraFiles(found);
        MoveUnneededFacts(found, damaged);
        foreach (var snapshot in damaged) MoveSnapshot(found, snapshot, target?.Manifest);
        if (target?.Manifest is { } manifest) MendCatalog(found, manifest, damaged);
        return Report(target?.RunId);
    }

    private RepairReport Report(string? runId) => new(_lake.Path, _dryRun, runId, _done, _left);

    /// <summary>
    /// What it said stands elsewhere too: the key's fingerprint in manifests, the store's place in the pipeline file,
    /// from where the next run takes it.
    /// </summary>
    private void MendDescription(LakeInspection found)
    {
        var manifest = found.Snapshots.Select(one => one.Manifest)
            .FirstOrDefault(one => one?.KeyFingerprint is not null);
        if (manifest is null)
        {
            _left.Add("lake.json: no manifest tells the pseudonym key. Restore the file from a backup");
            return;
        }

        var identities = StoreInDamagedText() ?? IdentityStore.DefaultFor(_lake);
        if (!_dryRun)
        {
            if (File.Exists(_lake.Description)) Move("lake.json");
            CheckedJson.Write(
                _lake.Description,
                new LakeDescription(LakeFolder.FormatVersion, manifest.KeyFingerprint!, identities));
        }

        _done.Add(
            $"wrote lake.json anew: key {manifest.KeyFingerprint} as run {manifest.RunId} says, identity store "
            + $"{identities}, which the next run sets as its pipeline says");
    }

    private string? StoreInDamagedText()
    {
        try
        {
            return JsonSerializer.Deserialize<LakeDescription>(
                File.ReadAllText(_lake.Description), ManifestJson.Options)?.IdentityStore;
        }
        catch (Exception error) when (error is JsonException or IOException)
        {
            return null;
        }
    }

    private void MendCatalog(
        LakeInspection found, SnapshotManifest manifest, IReadOnlyList<FoundSnapshot> damaged)
    {
        // The catalog compares leaders with those of earlier snapshots and names their files.
        var namesDamaged = damaged.Any(one => !one.IsHeld && one.Sequence < manifest.Sequence);
        var isPublished = found.Published?.RunId == manifest.RunId;
        var fault = found.Faults.FirstOrDefault(one => one.Path == _lake.Relative(_lake.Catalog)
            || one.Path == _lake.Relative(_lake.CatalogSeal));
        if (isPublished && fault is null && !namesDamaged) return;
        if (!isPublished && !namesDamaged && Catalog.Shows(_lake, manifest)) return;
        if (!_dryRun) Catalog.Publish(_lake, manifest);
        _done.Add($"built the catalog anew from the manifest of {manifest.RunId}"
            + (fault is null ? "" : $": {fault.Message.Split(';')[0]}"));
    }

    private void MoveExtraFiles(LakeInspection found)
    {
        foreach (var fault in found.Faults.Where(fault => fault.Kind == LakeFaultKind.ExtraFile))
            MoveAside(fault.Path, "no manifest names it");
    }

    private void MoveUnneededFacts(LakeInspection found, IReadOnlyList<FoundSnapshot> damaged)
    {
        var needed = found.Snapshots.Except(damaged).SelectMany(one => one.Files).Select(file => file.Path).ToHashSet();
        var facts = damaged.SelectMany(one => one.Manifest?.Facts ?? []).Select(file => file.Path).Distinct()
            .Where(path => !needed.Contains(path) && File.Exists(_lake.Absolute(path)));
        foreach (var path in facts.Order(StringComparer.Ordinal)) MoveAside(path, "only damaged snapshots name it");
    }

    private void MoveSnapshot(LakeInspection found, FoundSnapshot snapshot, SnapshotManifest? target)
    {
        var faults = found.Faults.Where(fault => fault.Runs.Contains(snapshot.RunId))
            .Select(fault => $"{fault.Path} ({fault.Kind})").ToList();
        MoveAside(snapshot.Folder, $"damaged: {FileCheck.Listed(faults)}");
        if (snapshot.IsHeld || target is null || snapshot.Sequence < target.Sequence) return;
        var exports = snapshot.Manifest?.Files.Where(file => file.Sequence > target.Sequence)
            .Select(file => $"{file.Name} ({file.Source})").ToList();
        _done.Add(exports switch
        {
            null => $"went back to run {target.RunId}: exports ingested after it count as new to the next run",
            [] => $"went back to run {target.RunId}; no export was ingested after it",
            _ => $"went back to run {target.RunId}: {exports.Count} exports count as new to the next run, which needs "
                + $"them where its pipeline looks: {FileCheck.Listed(exports)}",
        });
    }

    private void MoveAside(string relative, string reason)
    {
        if (!_dryRun) Move(relative);
        _done.Add($"moved {relative} to {_lake.Relative(_quarantine)}/: {reason}");
    }

    private void Move(string relative)
    {
        var target = Path.Combine(_quarantine, relative);
        Durable.CreateFolder(Path.GetDirectoryName(target)!);
        Durable.Move(_lake.Absolute(relative), target);
    }
}
