using System.Security.Cryptography;
using Analytics.Pipeline.Formats.Records;

namespace Analytics.Pipeline.Formats.FourCat;

/// <summary>Opens datasets of 4CAT: tables, or one JSON object with the same names a line.</summary>
internal static class FourCatExport
{
    public static ExportReader Open(string path, RecordBlockPool pool, IncrementalHash? hash)
    {
        if (!StartsWithBrace(path))
        {
            var handles = FourCatHandles.Of(records => TableReader.Open(ExportStream.Open(path, null), pool, records));
            return TableReader.Open(ExportStream.Open(path, hash), pool, new FourCatRecords(handles));
        }

        var known = FourCatHandles.Of(
            records => JsonLinesReader.Open(ExportStream.Open(path, null), pool, new JsonTableRecords(records)));
        return JsonLinesReader.Open(
            ExportStream.Open(path, hash), pool, new JsonTableRecords(new FourCatRecords(known)));
    }

    private static bool StartsWithBrace(string path)
    {
        using var stream = ExportStream.Open(path, hash: null);
        Span<byte> start = stackalloc byte[64];
        var length = stream.ReadAtLeast(start, start.Length, throwOnEndOfStream: false);
        return start[..length].TrimStart("\uFEFF \t\r\n"u8) is [(byte)'{', ..];
    }
}
