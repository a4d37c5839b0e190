namespace Analytics.Pipeline.Lake;

/// <summary>
/// Content of <c>catalog.json</c>: what the catalog was when it was published. It is written before the catalog is
/// renamed into place, so a crash between the two leaves a catalog that differs from it and is published again.
/// </summary>
/// <param name="Lake">Where the lake was: paths in a catalog are absolute.</param>
internal sealed record CatalogSeal(string RunId, string Lake, long Bytes, string Sha256)
{
    public static void Write(LakeFolder lake, string runId, string catalog) => CheckedJson.Write(
        lake.CatalogSeal,
        new CatalogSeal(runId, lake.Path, new FileInfo(catalog).Length, Formats.ExportStream.Sha256(catalog)));

    /// <summary>Null if there is none or it is damaged: a new one comes with the next catalog.</summary>
    public static CatalogSeal? Read(LakeFolder lake)
    {
        try
        {
            return CheckedJson.Read<CatalogSeal>(lake.CatalogSeal);
        }
        catch (Exception error) when (error is UserException or FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }

    /// <summary>Whether the catalog has the bytes that were published.</summary>
    public bool Fits(string catalog) =>
        new FileInfo(catalog).Length == Bytes && Formats.ExportStream.Sha256(catalog) == Sha256;
}
