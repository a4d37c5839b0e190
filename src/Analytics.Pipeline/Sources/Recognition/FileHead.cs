using System.Text;
using Analytics.Pipeline.Formats;

namespace Analytics.Pipeline.Sources.Recognition;

/// <summary>The beginning of a file, unpacked.</summary>
internal sealed class FileHead
{
    private const int MostBytes = 1 << 18;

    private FileHead(byte[] packed, byte[] bytes)
    {
        Packed = packed;
        Bytes = bytes;
    }

    /// <summary>The first bytes as delivered.</summary>
    public byte[] Packed { get; }

    /// <summary>Without byte order mark.</summary>
    public byte[] Bytes { get; }

    public bool IsText => Bytes.Length > 0 && !Bytes.AsSpan().Contains((byte)0);

    public string Text => Encoding.UTF8.GetString(Bytes);

    /// <exception cref="IOException">It cannot be read.</exception>
    /// <exception cref="InvalidDataException">It is packed and damaged.</exception>
    public static FileHead Of(string path)
    {
        var packed = new byte[512];
        using (var file = File.OpenRead(path))
            packed = packed[..file.ReadAtLeast(packed, packed.Length, throwOnEndOfStream: false)];
        using var stream = ExportStream.Open(path, hash: null);
        var bytes = new byte[MostBytes];
        var length = stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
        var start = bytes is [0xEF, 0xBB, 0xBF, ..] ? 3 : 0;
        return new FileHead(packed, bytes[Math.Min(start, length)..length]);
    }

    public bool Begins(ReadOnlySpan<byte> magic) => Packed.AsSpan().StartsWith(magic);

    /// <summary>Whole lines at the beginning, without empty ones; the last may be cut if the file goes on.</summary>
    public IReadOnlyList<string> Lines(int most) =>
    [
        .. Text.Split('\n').Select(line => line.TrimEnd('\r')).Where(line => line.Trim().Length > 0).Take(most),
    ];
}
