using System.Text;
using Analytics.Pipeline.Formats;

namespace Analytics.Pipeline.Sources.Recognition;

/// <summary>The beginning of a file, unpacked.</summary>
internal sealed class FileHead
{
    private const int MostBytes = 1 << 18;

    private FileHead(byte[] packed, byte[] bytes, bool isWhole)
    {
        IsWhole = isWhole;
        Packed = packed;
        Bytes = bytes;
    }

    /// <summary>The first bytes as delivered.</summary>
    public byte[] Packed { get; }

    /// <summary>Text as UTF-8 without byte order mark, everything else as it is.</summary>
    public byte[] Bytes { get; }

    /// <summary>Nothing comes behind <see cref="Bytes"/>.</summary>
    public bool IsWhole { get; }

    public bool IsText => Bytes.Length > 0 && !Bytes.AsSpan().Contains((byte)0);

    public string Text => Encoding.UTF8.GetString(Bytes);

    /// <exception cref="IOException">It cannot be read.</exception>
    /// <exception cref="InvalidDataException">It is packed and damaged.</exception>
    public static FileHead Of(string path)
    {
        var packed = new byte[512];
        using (var file = File.OpenRead(path))
            packed = packed[..file.ReadAtLeast(packed, packed.Length, throwOnEndOfStream: false)];
        using var unpacked = ExportStream.Open(path, hash: null);
        var bytes = new byte[MostBytes];
        var length = unpacked.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
        var isWhole = length < MostBytes;
        bytes = bytes[..length];
        if (bytes.Contains((byte)0) && TextDetection.Utf16(bytes) is null) return new FileHead(packed, bytes, isWhole);

        using var text = new Utf8TextStream(new MemoryStream(bytes), stated: null);
        using var utf8 = new MemoryStream();
        text.CopyTo(utf8);
        bytes = utf8.ToArray();
        return new FileHead(packed, bytes is [0xEF, 0xBB, 0xBF, ..] ? bytes[3..] : bytes, isWhole);
    }

    public bool Begins(ReadOnlySpan<byte> magic) => Packed.AsSpan().StartsWith(magic);

    /// <summary>Whole lines at the beginning, without empty ones; the last may be cut if the file goes on.</summary>
    public IReadOnlyList<string> Lines(int most) =>
    [
        .. Text.Split('\n').Select(line => line.TrimEnd('\r')).Where(line => line.Trim().Length > 0).Take(most),
    ];
}
