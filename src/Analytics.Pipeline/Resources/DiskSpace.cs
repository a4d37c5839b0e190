using Analytics.Pipeline.Lake;

namespace Analytics.Pipeline.Resources;

/// <summary>
/// Compares what a stage is going to write with what the lake's file system has left, before it begins. What it finds
/// may change while the stage runs; a disk that fills up all the same ends the run, which then leaves nothing.
/// </summary>
/// <param name="reserveBytes">Stays free.</param>
/// <param name="free">Gives the free bytes; the file system of the lake unless a test says otherwise.</param>
internal sealed class DiskSpace(LakeFolder lake, long reserveBytes, Func<long>? free = null)
{
    private const long SmallestCatalog = 1 << 20;
    private const double TextShare = 0.3;
    private const int MartBytesPerFact = 3;

    /// <summary>Free for this user, in bytes.</summary>
    public long FreeBytes => free?.Invoke() ?? new DriveInfo(lake.Path).AvailableFreeSpace;

    /// <summary>
    /// Staged facts of so many bytes of exports. The share of earlier runs is known from their manifest; without one
    /// exports are taken for text, of which facts in Parquet need a quarter, or as much as it where it is packed.
    /// </summary>
    public static long FactBytes(IEnumerable<(string Path, long Bytes)> exports, SnapshotManifest? previous)
    {
        var delivered = previous?.Files.Sum(file => file.Bytes) ?? 0;
        var share = delivered > 0 ? (double)previous!.Facts.Sum(file => file.Bytes) / delivered : 0;
        return exports.Sum(file =>
            (long)(file.Bytes * Math.Max(share, MemoryNeeds.IsPacked(file.Path) ? 1 : TextShare)));
    }

    /// <summary>Marts and catalog: those of the last snapshot and a half, or what so many facts usually give.</summary>
    public long ResultBytes(long factRows, SnapshotManifest? previous)
    {
        var marts = previous?.Marts.Sum(file => file.Bytes) * 3 / 2 ?? factRows * MartBytesPerFact;
        return marts + CatalogBytes;
    }

    /// <summary>A catalog file is about as large as the last one.</summary>
    public long CatalogBytes =>
        File.Exists(lake.Catalog) ? Math.Max(SmallestCatalog, new FileInfo(lake.Catalog).Length) : SmallestCatalog;

    /// <exception cref="UserException">Not enough is free.</exception>
    public void Require(string stage, long needBytes)
    {
        var found = FreeBytes;
        if (found >= needBytes + reserveBytes) return;
        throw new UserException(
            $"{lake.Path}: {stage} needs about {Sizes.Text(needBytes)} of disk space, and {Sizes.Text(reserveBytes)} "
            + $"stay free (resources.disk_reserve); found {Sizes.Text(found)}. Free space there, lower "
            + "output.keep_runs, or name a lake on a larger disk with --lake.");
    }

    /// <summary>
    /// Takes the space of the next catalog before the commit, so that what is committed can be shown. The catalog's
    /// draft is written in its place.
    /// </summary>
    /// <exception cref="IOException">There is none.</exception>
    public void TakeForCatalog()
    {
        using var draft = new FileStream(lake.Catalog + ".next", new FileStreamOptions
        {
            Mode = FileMode.Create,
            Access = FileAccess.Write,
            PreallocationSize = CatalogBytes,
        });
    }
}
