using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using Analytics.Pipeline.Formats.Archives;

namespace Analytics.Pipeline.Formats;

/// <summary>
/// Opens export files: unpacks by what the first bytes say, and hashes the delivered bytes on the way. That a .gz file
/// is truncated the platform tells only under System.IO.Compression.UseStrictValidation, which the build sets.
/// </summary>
internal static class ExportStream
{
    private const int ReadAheadBytes = 1 << 18;

    /// <summary>The unpacked bytes of <paramref name="path"/>.</summary>
    /// <param name="hash">Takes the delivered (packed) bytes as they are read, or null.</param>
    public static Stream Open(string path, IncrementalHash? hash)
    {
        var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1, FileOptions.SequentialScan);
        Span<byte> magic = stackalloc byte[4];
        var length = file.ReadAtLeast(magic, 4, throwOnEndOfStream: false);
        file.Position = 0;

        Stream delivered = hash is null ? file : new HashingStream(file, hash);
        if (length >= 2 && magic is [0x1F, 0x8B, ..])
            return new PaddedGzipStream(new BufferedStream(delivered, ReadAheadBytes));
        return length == 4 && magic is [0x28, 0xB5, 0x2F, 0xFD] ? new ZstandardStream(delivered) : delivered;
    }

    /// <summary>SHA-256 of the delivered bytes, as lower-case hexadecimal digits.</summary>
    public static string Sha256(string path, CancellationToken cancellation = default)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        AppendTo(hash, path, cancellation);
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    /// <summary>Hashes a file without reading it as anything, in blocks: a large file takes minutes.</summary>
    public static void AppendTo(IncrementalHash hash, string path, CancellationToken cancellation = default)
    {
        if (Directory.Exists(path))
        {
            AppendFolderTo(hash, path, cancellation);
            return;
        }

        using var file =
            new HashingStream(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1), hash);
        var buffer = new byte[ReadAheadBytes];
        while (file.Read(buffer) > 0) cancellation.ThrowIfCancellationRequested();
    }

    /// <summary>A folder is its files: names and lengths of all, bytes of those that can hold data.</summary>
    private static void AppendFolderTo(IncrementalHash hash, string path, CancellationToken cancellation)
    {
        using var folder = ArchiveFolder.Open(path);
        foreach (var entry in folder.Entries)
        {
            hash.AppendData(Encoding.UTF8.GetBytes($"{entry.Name}\n{entry.SizeBytes}\n"));
            if (ArchiveFolder.IsData(entry.Name)) AppendTo(hash, Path.Combine(path, entry.Name), cancellation);
        }
    }

    /// <summary>
    /// What tapes and copies leave behind the packed data is passed over, but belongs to the delivered bytes.
    /// </summary>
    private sealed class PaddedGzipStream(Stream delivered) : GZipStream(delivered, CompressionMode.Decompress)
    {
        public override int Read(byte[] buffer, int offset, int count)
        {
            var read = base.Read(buffer, offset, count);
            if (read > 0) return read;
            while (BaseStream.Read(buffer, offset, count) > 0)
            {
            }

            return 0;
        }
    }

    private sealed class HashingStream(Stream inner, IncrementalHash hash) : ReadOnlyStream
    {
        public override int Read(Span<byte> buffer)
        {
            var read = inner.Read(buffer);
            hash.AppendData(buffer[..read]);
            return read;
        }

        protected override void Dispose(bool disposing)
        {
            if (disposing) inner.Dispose();
            base.Dispose(disposing);
        }
    }
}
