namespace Analytics.Pipeline.Lake;

/// <summary>
/// Where things lie in a lake:
/// <code>
/// lake.json            format version and where the restricted identity store is
/// .lock                held while a run works
/// analytics.duckdb     the catalog: views over the newest snapshot
/// catalog.json         which snapshot that is, and the catalog's checksum
/// facts/TABLE/month=YYYY-MM/SEQUENCE.parquet
/// snapshots/RUN/       manifest.json and one Parquet file per mart
/// held/RUN/            the same, of runs that a quality gate held back
/// runs/SEQUENCE/       what a run is writing; gone after the commit, swept after a crash
/// landing/SOURCE/      files that were pulled from elsewhere, as they were delivered
/// quarantine/TIME/     what a repair moved aside
/// </code>
/// </summary>
public sealed class LakeFolder
{
    /// <summary>Layout that this code writes. It reads older ones, and a run brings them to this one.</summary>
    public const int FormatVersion = 2;

    public LakeFolder(string path) =>
        Path = System.IO.Path.TrimEndingDirectorySeparator(System.IO.Path.GetFullPath(path));

    public string Path { get; }

    public string Catalog => System.IO.Path.Combine(Path, "analytics.duckdb");

    public string Facts => System.IO.Path.Combine(Path, "facts");

    public string Snapshots => System.IO.Path.Combine(Path, "snapshots");

    /// <summary>Snapshots that nobody sees until they are published.</summary>
    public string Held => System.IO.Path.Combine(Path, "held");

    public string Runs => System.IO.Path.Combine(Path, "runs");

    public string Landing => System.IO.Path.Combine(Path, "landing");

    /// <summary>What <c>analytics runs repair</c> moved aside.</summary>
    public string Quarantine => System.IO.Path.Combine(Path, "quarantine");

    public string LockFile => System.IO.Path.Combine(Path, ".lock");

    public string Description => System.IO.Path.Combine(Path, "lake.json");

    /// <summary>Which catalog a run published last, and its checksum.</summary>
    public string CatalogSeal => System.IO.Path.Combine(Path, "catalog.json");

    public string Absolute(string relative) => System.IO.Path.Combine(Path, relative);

    /// <summary>Whether a path leads into the lake, be it through links.</summary>
    public bool Contains(string path) =>
        (Real(System.IO.Path.GetFullPath(path)) + System.IO.Path.DirectorySeparatorChar)
            .StartsWith(Real(Path) + System.IO.Path.DirectorySeparatorChar, StringComparison.Ordinal);

    /// <summary>With forward slashes, as manifests hold it.</summary>
    public string Relative(string absolute) => System.IO.Path.GetRelativePath(Path, absolute).Replace('\\', '/');

    /// <summary>
    /// Makes the folders and the description file, or checks that this is a lake that this code can use and brings it
    /// to this code's format. The caller holds the lake's lock.
    /// </summary>
    /// <param name="identityStore">Remembered for queries; never inside the lake.</param>
    /// <param name="keyFingerprint">Of the pseudonym key; a lake holds the pseudonyms of one key only.</param>
    /// <returns>What was migrated, a sentence for each step; mostly nothing.</returns>
    /// <exception cref="UserException">A newer format version or another key.</exception>
    public IReadOnlyList<string> Open(string identityStore, string keyFingerprint)
    {
        if (Contains(identityStore))
        {
            throw new UserException(
                $"{identityStore}: the identity store lies inside the lake {Path}. Whoever gets the lake would get the "
                + "handles. Expected: a path outside it. Set privacy.identity_store.");
        }

        foreach (var folder in new[] { Path, Facts, Snapshots, Held, Runs }) Durable.CreateFolder(folder);
        IReadOnlyList<string> migrated = [];
        if (File.Exists(Description))
        {
            var found = Describe();
            if (found.KeyFingerprint != keyFingerprint)
            {
                throw new UserException(
                    $"{Description}: the facts here were made with pseudonym key {found.KeyFingerprint}, the pipeline "
                    + $"names key {keyFingerprint}; their pseudonyms would never meet. Set privacy.key_file to the old "
                    + "key, or start a new lake with --lake.");
            }

            migrated = LakeMigration.Run(this, found, LakeMigration.All);
            if (found.IdentityStore == identityStore) return migrated;
        }

        CheckedJson.Write(Description, new LakeDescription(FormatVersion, keyFingerprint, identityStore));
        return migrated;
    }

    /// <exception cref="UserException">
    /// The file is not what this program writes, or of a format that it does not know yet.
    /// </exception>
    public LakeDescription Describe()
    {
        var found = ReadDescription();
        RefuseNewer(found);
        return found;
    }

    /// <summary>As <see cref="Describe"/>, of whichever format.</summary>
    internal LakeDescription ReadDescription() =>
        CheckedJson.Read<LakeDescription>(Description, description => description.Format <= 1);

    internal void RefuseNewer(LakeDescription found)
    {
        if (found.Format is >= 1 and <= FormatVersion) return;
        throw new UserException(
            $"{Description}: found lake format {found.Format}, expected {FormatVersion} or older. "
            + "Use the version of this program that wrote the lake or a newer one, or name another lake with --lake.");
    }

    /// <summary>Folders of the lake in which no manifest names anything.</summary>
    internal bool IsWorkFolder(string folder) => folder == Runs || folder == Landing || folder == Quarantine;

    /// <summary>
    /// Files beside the folders that belong there. A log beside the catalog is an analyst's, who wrote into it.
    /// </summary>
    internal bool IsOwnFile(string file) =>
        file == Description || file == LockFile || file == Catalog || file == CatalogSeal || file == Catalog + ".wal";

    /// <summary>The path with the links in it followed, as far as it exists.</summary>
    private static string Real(string path)
    {
        var real = System.IO.Path.GetPathRoot(path)!;
        foreach (var part in path[real.Length..].Split(System.IO.Path.DirectorySeparatorChar))
        {
            real = System.IO.Path.Combine(real, part);
            if (new FileInfo(real).LinkTarget is not null)
                real = File.ResolveLinkTarget(real, returnFinalTarget: true)?.FullName ?? real;
        }

        return real;
    }
}

/// <summary>Content of <c>lake.json</c>.</summary>
public sealed record LakeDescription(int Format, string KeyFingerprint, string IdentityStore);
