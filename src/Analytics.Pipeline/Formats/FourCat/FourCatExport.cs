using System.Security.Cryptography;
using System.Text;
using Analytics.Pipeline.Formats.Records;

namespace Analytics.Pipeline.Formats.FourCat;

/// <summary>
/// Opens datasets of 4CAT: tables, one JSON object with the same names a line, or the objects of a known platform.
/// </summary>
internal static class FourCatExport
{
    // Room for the longest object that was seen, a post with a long text and the post that it quotes, ten times.
    private const int LookedAtBytes = 1 << 19;

    /// <exception cref="ExportFileException">The file cannot be read, or holds objects of another platform.</exception>
    public static ExportReader Open(string path, RecordBlockPool pool, IncrementalHash? hash)
    {
        var start = Start(path);
        if (!start.StartsWith("{"u8))
        {
            var handles = FourCatHandles.Of(records => TableReader.Open(ExportStream.Open(path, null), pool, records));
            return TableReader.Open(ExportStream.Open(path, hash), pool, new FourCatRecords(handles));
        }

        if (PlatformOf(start) is { } platform)
        {
            var records = new FourCatRecords(new FourCatHandles());
            return JsonLinesReader.Open(ExportStream.Open(path, hash), pool, new FourCatObjects(platform, records));
        }

        var known = FourCatHandles.Of(
            records => JsonLinesReader.Open(ExportStream.Open(path, null), pool, new JsonTableRecords(records)));
        return JsonLinesReader.Open(
            ExportStream.Open(path, hash), pool, new JsonTableRecords(new FourCatRecords(known)));
    }

    /// <summary>The platform whose objects these are; null for those named like the columns of a table.</summary>
    private static FourCatPlatform? PlatformOf(ReadOnlySpan<byte> start)
    {
        var end = start.IndexOf((byte)'\n');
        var line = end < 0 ? start : start[..end];
        var found = FourCatObjects.Unwrapped(line);
        var names = new HashSet<string>(StringComparer.Ordinal);
        var members = new JsonMembers(found);
        while (members.MoveNext()) names.Add(Encoding.UTF8.GetString(members.Name));
        var platform = FourCatPlatform.Of(names.Contains);
        if (platform is not null || names.Count == 0) return platform;
        var isTable = found.Length == line.Length && !names.Contains("__import_meta");
        if (isTable && names.Any(FourCatColumns.Shape.Knows)) return null;
        throw new ExportFileException(
            "found objects of a platform as 4CAT keeps them, and not those of X, TikTok, Instagram or Threads, which "
            + "are read. Deliver the table: in 4CAT open the dataset and download it as csv.")
        { Line = 1 };
    }

    /// <summary>The beginning of the text, behind marks and blanks.</summary>
    private static ReadOnlySpan<byte> Start(string path)
    {
        using var stream = ExportStream.Open(path, hash: null);
        var start = new byte[LookedAtBytes];
        var length = stream.ReadAtLeast(start, start.Length, throwOnEndOfStream: false);
        return start.AsSpan(0, length).TrimStart("\uFEFF \t\r\n"u8);
    }
}
