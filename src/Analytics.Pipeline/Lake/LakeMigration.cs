using System.Globalization;

namespace Analytics.Pipeline.Lake;

/// <summary>
/// What brings a lake from one format to the next. Each step can be taken again from any point at which it was cut
/// off; when it is through, <c>lake.json</c> gets the next number. So a crash costs one step at most, and the next
/// run goes on from there. Steps run under the lake's lock.
/// </summary>
/// <param name="From">The format that it begins with; it ends with the next.</param>
/// <param name="Change">For people, in the log.</param>
internal sealed record LakeMigration(int From, string Change, Action<LakeFolder> Apply)
{
    /// <summary>In order, without gaps: as many as there are formats before the newest.</summary>
    public static readonly IReadOnlyList<LakeMigration> All =
    [
        new(1, "manifests carry their own checksum, and snapshots may be held back", SealManifests),
    ];

    /// <returns>What was done, a sentence for each step; empty for a lake of the newest format.</returns>
    public static IReadOnlyList<string> Run(
        LakeFolder lake, LakeDescription found, IReadOnlyList<LakeMigration> steps)
    {
        var done = new List<string>();
        foreach (var step in steps.Where(step => step.From >= found.Format))
        {
            step.Apply(lake);
            CheckedJson.Write(lake.Description, found with { Format = step.From + 1 });
            done.Add($"brought the lake from format {step.From} to {step.From + 1}: {step.Change}");
        }

        return done;
    }

    /// <summary>
    /// Programs of format 1 began to remove a snapshot with its manifest, so a folder without one is the rest of a
    /// removed snapshot if a newer one is whole. Later formats move the folder away first.
    /// </summary>
    private static void SealManifests(LakeFolder lake)
    {
        var folders = Directory.EnumerateDirectories(lake.Snapshots).ToLookup(
            folder => File.Exists(Path.Combine(folder, SnapshotStore.ManifestName)));
        var newest = 0;
        foreach (var folder in folders[true])
        {
            var path = Path.Combine(folder, SnapshotStore.ManifestName);
            var manifest = SnapshotStore.ReadManifest(path);
            newest = Math.Max(newest, manifest.Sequence);
            CheckedJson.Write(path, manifest with { Format = 2 });
        }

        foreach (var folder in folders[false].Where(folder => SequenceOf(folder) < newest))
            Directory.Delete(folder, recursive: true);
    }

    /// <summary>Folders are named after runs: sequence, hyphen, hash.</summary>
    private static int SequenceOf(string folder) =>
        int.TryParse(Path.GetFileName(folder).Split('-')[0], NumberStyles.None, CultureInfo.InvariantCulture, out var n)
            ? n : int.MaxValue;
}
