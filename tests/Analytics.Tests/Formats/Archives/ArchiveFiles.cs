using System.Formats.Tar;
using System.IO.Compression;
using System.Text;
using Analytics.Tests.Marts;

namespace Analytics.Tests.Formats.Archives;

/// <summary>An archive of a platform, written where a test can read it: as a folder, a .zip or a .tar.gz.</summary>
internal sealed class ArchiveFiles(params (string Name, string Text)[] files) : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    /// <summary>Bytes of all files, unpacked.</summary>
    public long SizeBytes => files.Sum(file => (long)Encoding.UTF8.GetByteCount(file.Text));

    public string AsFolder(string name = "export")
    {
        var path = Path.Combine(_folder.Path, name);
        foreach (var (file, text) in files)
        {
            var full = Path.Combine(path, file);
            Directory.CreateDirectory(Path.GetDirectoryName(full)!);
            File.WriteAllText(full, text);
        }

        return path;
    }

    public string AsZip(string name = "export.zip")
    {
        var path = Path.Combine(_folder.Path, name);
        using var zip = ZipFile.Open(path, ZipArchiveMode.Create);
        foreach (var (file, text) in files)
        {
            using var entry = zip.CreateEntry(file).Open();
            entry.Write(Encoding.UTF8.GetBytes(text));
        }

        return path;
    }

    public string AsTarGz(string name = "export.tar.gz")
    {
        var path = Path.Combine(_folder.Path, name);
        using var gzip = new GZipStream(File.Create(path), CompressionLevel.Fastest);
        using var tar = new TarWriter(gzip, TarEntryFormat.Ustar);
        foreach (var (file, text) in files)
        {
            tar.WriteEntry(new UstarTarEntry(TarEntryType.RegularFile, file)
            {
                DataStream = new MemoryStream(Encoding.UTF8.GetBytes(text)),
            });
        }

        return path;
    }

    public void Dispose() => _folder.Dispose();
}
