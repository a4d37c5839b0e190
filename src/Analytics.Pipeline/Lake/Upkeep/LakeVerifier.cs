namespace Analytics.Pipeline.Lake.Upkeep;

/// <summary>
/// Holds a lake against its manifests: every file there with the bytes that a run wrote, nothing else there, and the
/// catalog the one that shows the published snapshot. It only reads, takes no lock and may look while a run works;
/// then it leaves out what a run changes before its commit.
/// </summary>
public static class LakeVerifier
{
    /// <param name="threads">Files read at a time.</param>
    /// <param name="progress">Bytes read and bytes to read; called from several threads.</param>
    /// <exception cref="UserException">The lake is of a format that this program does not know.</exception>
    public static LakeCondition Run(
        LakeFolder lake, int threads, Action<long, long> progress, CancellationToken cancellation)
    {
        var inspection = Inspect(lake, LakeLock.IsHeld(lake), threads, progress, cancellation);
        var files = inspection.Snapshots.SelectMany(one => one.Files).DistinctBy(file => file.Path).ToList();
        return new LakeCondition(
            lake.Path, inspection.Published?.RunId, inspection.Snapshots.Count, files.Count,
            files.Sum(file => file.Bytes), inspection.Faults, inspection.Notes);
    }

    /// <param name="busy">A run works: files that no manifest names may be about to be named, the catalog too.</param>
    internal static LakeInspection Inspect(
        LakeFolder lake, bool busy, int threads, Action<long, long> progress, CancellationToken cancellation)
    {
        var description = DescriptionFault(lake);
        var snapshots = FoundSnapshot.In(lake);
        var faults = new List<LakeFault>();
        if (description is not null) faults.Add(description);
        faults.AddRange(snapshots.Select(one => one.Fault).OfType<LakeFault>());
        faults.AddRange(new FileCheck(lake, threads, progress).Run(snapshots, cancellation));

        var notes = new List<string>();
        var published = snapshots.FirstOrDefault(one => !one.IsHeld);
        if (busy)
        {
            // What a run has removed since the manifests were read is no fault.
            faults.RemoveAll(fault => fault.Runs.Count > 0 && !fault.Runs.Any(run => IsThere(lake, run)));
            notes.Add(
                "a run is working: files that no manifest names and the catalog were left out; verify again when it "
                + "has ended");
        }
        else
        {
            faults.AddRange(ExtraFiles(lake, snapshots));
            if (published?.Manifest is { } manifest)
                faults.AddRange(CatalogCheck.Faults(lake, manifest, isWhole: faults.Count == 0));
        }

        Note(notes, lake, lake.Runs, "left by a run that did not end; the next one takes it up or removes it");
        Note(notes, lake, lake.Quarantine, "moved aside by 'analytics runs repair'; remove it when it was looked at");
        return new LakeInspection(
            snapshots, [.. faults.OrderBy(fault => fault.Path, StringComparer.Ordinal)], notes);
    }

    private static LakeFault? DescriptionFault(LakeFolder lake)
    {
        LakeDescription found;
        try
        {
            found = lake.ReadDescription();
        }
        catch (FileNotFoundException)
        {
            return Fault("found none; expected what the first run wrote");
        }
        catch (UserException error)
        {
            return Fault(error.Message[(lake.Description.Length + 2)..]);
        }

        // Where another format is the right one nothing here can be checked; that is no damage.
        lake.RefuseNewer(found);
        return null;

        LakeFault Fault(string message) =>
            new(LakeFaultKind.DamagedDescription, lake.Relative(lake.Description), message, []);
    }

    private static IEnumerable<LakeFault> ExtraFiles(LakeFolder lake, IReadOnlyList<FoundSnapshot> snapshots)
    {
        var named = snapshots.SelectMany(one => one.Files.Select(file => file.Path)
            .Append($"{one.Folder}/{SnapshotStore.ManifestName}")).ToHashSet();

        // What lies in a snapshot without manifest is named by nobody and yet not what should be moved by itself.
        var unknown = snapshots.Where(one => one.Manifest is null).Select(one => one.Folder + "/").ToList();
        return Directory.EnumerateDirectories(lake.Path).Where(folder => !lake.IsWorkFolder(folder))
            .SelectMany(folder => Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories))
            .Concat(Directory.EnumerateFiles(lake.Path).Where(file => !lake.IsOwnFile(file)))
            .Select(lake.Relative)
            .Where(path => !named.Contains(path))
            .Where(path => !unknown.Any(folder => path.StartsWith(folder, StringComparison.Ordinal)))
            .Order(StringComparer.Ordinal)
            .Select(path => new LakeFault(
                LakeFaultKind.ExtraFile, path, "found a file that no manifest names; expected none", []));
    }

    private static bool IsThere(LakeFolder lake, string run) => new[] { lake.Snapshots, lake.Held }
        .Any(folder => File.Exists(Path.Combine(folder, run, SnapshotStore.ManifestName)));

    private static void Note(List<string> notes, LakeFolder lake, string folder, string what)
    {
        if (!Directory.Exists(folder) || !Directory.EnumerateFileSystemEntries(folder).Any()) return;
        notes.Add($"{lake.Relative(folder)}/: {what}");
    }
}

/// <summary>A lake as it was found.</summary>
/// <param name="Snapshots">Newest first.</param>
internal sealed record LakeInspection(
    IReadOnlyList<FoundSnapshot> Snapshots, IReadOnlyList<LakeFault> Faults, IReadOnlyList<string> Notes)
{
    /// <summary>The newest that is not held, whole or not.</summary>
    public FoundSnapshot? Published => Snapshots.FirstOrDefault(one => !one.IsHeld);

    /// <summary>Whether its manifest and every file that it needs are as they were written.</summary>
    public bool IsWhole(FoundSnapshot snapshot) =>
        snapshot.Manifest is not null && !Faults.Any(fault => fault.Runs.Contains(snapshot.RunId));
}
