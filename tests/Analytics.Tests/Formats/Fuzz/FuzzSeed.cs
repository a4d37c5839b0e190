using System.IO.Compression;
using System.Text;
using Analytics.Pipeline.Definition;
using Analytics.Pipeline.Formats;

namespace Analytics.Tests.Formats.Fuzz;

/// <summary>A sound export to damage: one file, or the files of an archive.</summary>
/// <param name="Files">Path inside the archive → content; a single file has the name of its delivery.</param>
internal sealed record FuzzSeed(
    SourceFormat Format, FactKind? Kind, IReadOnlyList<(string Name, byte[] Bytes)> Files)
{
    public string Name => $"{ExportFormat.Of(Format).Name}{(Kind is { } kind ? $" {kind}" : "")}";

    public bool IsArchive => Files.Count > 1;

    public static FuzzSeed Of(SourceFormat format, FactKind? kind, string name, string text) =>
        new(format, kind, [(name, Encoding.UTF8.GetBytes(text))]);

    /// <summary>The files of a folder, or of a packed archive, as an archive; a file as itself.</summary>
    public static FuzzSeed At(SourceFormat format, string path)
    {
        if (File.Exists(path) && path.EndsWith(".zip", StringComparison.OrdinalIgnoreCase))
        {
            using var zip = ZipFile.OpenRead(path);
            return new FuzzSeed(
                format, null, [.. zip.Entries.Where(e => e.Length > 0).Select(e => (e.FullName, Read(e)))]);
        }

        if (File.Exists(path)) return new FuzzSeed(format, null, [(Path.GetFileName(path), File.ReadAllBytes(path))]);
        var files = Directory.EnumerateFiles(path, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal)
            .Select(file => (Path.GetRelativePath(path, file), File.ReadAllBytes(file))).ToList();
        return new FuzzSeed(format, null, files);
    }

    private static byte[] Read(ZipArchiveEntry entry)
    {
        using var stream = entry.Open();
        using var bytes = new MemoryStream();
        stream.CopyTo(bytes);
        return bytes.ToArray();
    }
}
