using Analytics.Pipeline.Formats.Archives;
using Analytics.Pipeline.Formats.Records;

namespace Analytics.Pipeline.Formats.Tiktok;

/// <summary>
/// "Download your data" of TikTok as JSON: one document, by itself or in a .zip or folder. Its parts moved over the
/// years; each is looked for in all places where it was.
/// </summary>
internal static class TiktokExport
{
    /// <exception cref="ExportFileException">The export does not say whose it is.</exception>
    public static ExportReader Open(string path, RecordBlockPool pool)
    {
        if (!IsArchive(path))
        {
            var owner = TiktokOwner.Of(() => ExportStream.Open(path, hash: null), pool);
            return Open(ExportStream.Open(path, hash: null), pool, new TiktokRecords(owner));
        }

        var folder = ArchiveFolder.Open(path);
        try
        {
            var parts = new List<ArchivePart>();
            foreach (var file in folder.Find("user_data*.json"))
            {
                var records = new TiktokRecords(TiktokOwner.Of(() => folder.Open(file), pool));
                parts.Add(new ArchivePart(file, stream => Open(stream, pool, records)));
            }

            if (parts.Count == 0)
            {
                throw new ExportFileException(
                    "found no user_data_tiktok.json; order the data again and choose JSON, not text (TXT)");
            }

            return new ArchiveReader(folder, parts);
        }
        catch
        {
            folder.Dispose();
            throw;
        }
    }

    public static JsonDocumentReader Open(Stream stream, RecordBlockPool pool, JsonRecords records) =>
        JsonDocumentReader.Open(stream, pool, TiktokSections.All, records);

    private static bool IsArchive(string path)
    {
        if (Directory.Exists(path)) return true;
        Span<byte> start = stackalloc byte[512];
        using var stream = ExportStream.Open(path, hash: null);
        var length = stream.ReadAtLeast(start, start.Length, throwOnEndOfStream: false);
        return start[..length].TrimStart("\uFEFF \t\r\n"u8) is not [(byte)'{', ..];
    }
}
