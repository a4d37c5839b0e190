using System.Globalization;

namespace Analytics.Pipeline.Lake.Upkeep;

/// <summary>A snapshot folder as it lies there, whole or not.</summary>
/// <param name="Folder">Relative to the lake.</param>
/// <param name="Manifest">Null if it cannot be trusted; <paramref name="Fault"/> says why.</param>
internal sealed record FoundSnapshot(string Folder, SnapshotManifest? Manifest, LakeFault? Fault)
{
    public string RunId => Path.GetFileName(Folder);

    /// <summary>By its place, which decides; its manifest may have been damaged.</summary>
    public bool IsHeld => Folder.StartsWith("held/", StringComparison.Ordinal);

    /// <summary>Folders are named after runs, which begin with their number.</summary>
    public int Sequence => Manifest?.Sequence ?? SequenceOf(RunId) ?? int.MaxValue;

    /// <summary>Facts and marts with the paths at which they have to be.</summary>
    public IEnumerable<ParquetFile> Files => Manifest is null ? [] : Manifest.Facts.Concat(
        Manifest.Marts.Select(file => file with { Path = $"{Folder}/{Path.GetFileName(file.Path)}" }));

    /// <summary>Newest first.</summary>
    public static IReadOnlyList<FoundSnapshot> In(LakeFolder lake) =>
    [
        .. new[] { lake.Snapshots, lake.Held }.Where(Directory.Exists).SelectMany(Directory.EnumerateDirectories)
            .Select(folder => Find(lake, folder)).OfType<FoundSnapshot>()
            .OrderByDescending(one => one.Sequence).ThenBy(one => one.Folder, StringComparer.Ordinal),
    ];

    /// <summary>The number with which names of runs and of fact files begin.</summary>
    public static int? SequenceOf(string name) =>
        int.TryParse(name.Split('-', '.')[0], NumberStyles.None, CultureInfo.InvariantCulture, out var sequence)
            ? sequence : null;

    private static FoundSnapshot? Find(LakeFolder lake, string folder)
    {
        var relative = lake.Relative(folder);
        var path = Path.Combine(folder, SnapshotStore.ManifestName);
        var run = Path.GetFileName(folder);
        try
        {
            var manifest = SnapshotStore.ReadManifest(path);
            if (manifest.RunId == run) return new FoundSnapshot(relative, manifest, null);
            return Faulty(
                LakeFaultKind.DamagedManifest, $"found the manifest of run {manifest.RunId}; expected {run}'s");
        }
        catch (UserException error)
        {
            return Faulty(LakeFaultKind.DamagedManifest, error.Message[(path.Length + 2)..]);
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            // A run may remove a snapshot while somebody looks.
            if (!Directory.Exists(folder)) return null;
            return Faulty(LakeFaultKind.MissingManifest, "found none; expected what the run's commit wrote");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return Faulty(LakeFaultKind.DamagedManifest, $"cannot be read: {error.Message}");
        }

        FoundSnapshot Faulty(LakeFaultKind kind, string message) =>
            new(relative, null, new LakeFault(kind, $"{relative}/{SnapshotStore.ManifestName}", message, [run]));
    }
}
