using System.Buffers.Binary;

namespace Analytics.Pipeline.Formats.Bluesky.Car;

/// <summary>SHA-256 of a block: what its CID says, without the parts that are the same for all.</summary>
internal readonly record struct BlockDigest(ulong A, ulong B, ulong C, ulong D)
{
    public const int SizeBytes = 32;

    /// <summary>Version, content, hash and length of the hash, a byte each, and the hash.</summary>
    public const int CidBytes = 4 + SizeBytes;

    public static BlockDigest Of(ReadOnlySpan<byte> bytes) => new(
        BinaryPrimitives.ReadUInt64BigEndian(bytes), BinaryPrimitives.ReadUInt64BigEndian(bytes[8..]),
        BinaryPrimitives.ReadUInt64BigEndian(bytes[16..]), BinaryPrimitives.ReadUInt64BigEndian(bytes[24..]));

    /// <summary>
    /// False for a CID of another version (not 1), of other content (not DAG-CBOR) or of another hash (not SHA-256).
    /// Source: github.com/multiformats/cid.
    /// </summary>
    public static bool TryParse(ReadOnlySpan<byte> cid, out BlockDigest digest)
    {
        var isKnown = cid.Length == CidBytes && cid.StartsWith((ReadOnlySpan<byte>)[0x01, 0x71, 0x12, SizeBytes]);
        digest = isKnown ? Of(cid[4..]) : default;
        return isKnown;
    }
}

/// <summary>A section of a CAR file: one block with its name.</summary>
/// <param name="Number">From 1.</param>
/// <param name="Digest">Null for blocks of other kinds, such as pictures.</param>
/// <param name="DataBytes">Length of what follows the name.</param>
/// <param name="TotalBytes">Length in the file.</param>
internal readonly record struct CarSection(long Number, BlockDigest? Digest, int DataBytes, int TotalBytes);

/// <summary>
/// Goes through a CAR file of version 1 section by section: a length, a CID, and the bytes of the block. Lengths are
/// checked against a limit before anything is read. Source: ipld.io/specs/transport/car/carv1.
/// </summary>
internal sealed class CarSections(Stream stream) : IDisposable
{
    /// <summary>Larger than any block that servers of Bluesky accept.</summary>
    public const int LongestSection = 8 << 20;

    private const int LongestHeader = 1 << 16;

    private readonly BufferedStream _stream = new(stream, 1 << 16);
    private readonly byte[] _cid = new byte[BlockDigest.CidBytes];
    private readonly byte[] _rest = new byte[1 << 14];
    private long _number;
    private int _unread;

    /// <summary>Bytes read so far.</summary>
    public long Position { get; private set; }

    /// <summary>The root's digest.</summary>
    /// <exception cref="ExportFileException">Not a CAR file of version 1 with one known root.</exception>
    public BlockDigest ReadHeader()
    {
        var length = ReadLength(LongestHeader, "header") ?? throw new ExportFileException("the file is empty");
        var header = new byte[length];
        Fill(header);
        try
        {
            return Root(header);
        }
        catch (InvalidDataException)
        {
            throw new ExportFileException("found no header of a CAR file; expected a repository of Bluesky");
        }
    }

    /// <summary>The next section, or null at the end. What was not read of the one before is passed over.</summary>
    /// <exception cref="ExportFileException">The file is cut, or is none of these.</exception>
    public CarSection? Next()
    {
        Pass();
        var before = Position;
        if (ReadLength(LongestSection, "block") is not { } length) return null;
        _number++;
        var cid = _cid.AsSpan(0, Math.Min(length, BlockDigest.CidBytes));
        Fill(cid);
        _unread = length - cid.Length;
        BlockDigest? name = BlockDigest.TryParse(cid, out var digest) ? digest : null;
        return new CarSection(_number, name, _unread, (int)(Position - before) + _unread);
    }

    /// <summary>Passes over what was not read of the section that <see cref="Next"/> gave.</summary>
    /// <summary>Reads the bytes of the block of the section that <see cref="Next"/> gave.</summary>
    public void ReadData(Span<byte> data)
    {
        Fill(data);
        _unread -= data.Length;
    }

    /// <summary>Reads to the end of the stream whatever there is; the number of bytes.</summary>
    public long Drain()
    {
        var before = Position;
        try
        {
            for (var read = _stream.Read(_rest); read > 0; read = _stream.Read(_rest)) Position += read;
        }
        catch (Exception error) when (error is IOException or InvalidDataException or UnauthorizedAccessException)
        {
            // The fault that made the rest worthless was told already.
        }

        return Position - before;
    }

    public void Dispose() => _stream.Dispose();

    private static BlockDigest Root(ReadOnlySpan<byte> header)
    {
        var cbor = new DagCbor(header);
        BlockDigest? root = null;
        var version = 0L;
        for (var left = cbor.ReadMap(); left > 0; left--)
        {
            var name = cbor.ReadText();
            if (name.SequenceEqual("version"u8)) version = cbor.ReadUnsigned();
            else if (name.SequenceEqual("roots"u8))
            {
                for (var roots = cbor.ReadArray(); roots > 0; roots--)
                {
                    if (BlockDigest.TryParse(cbor.ReadCidOrNull(), out var digest)) root ??= digest;
                }
            }
            else cbor.Skip();
        }

        if (version != 1) throw new ExportFileException($"found a CAR file of version {version}, expected version 1");
        return root ?? throw new ExportFileException("the CAR file names no root; expected one commit");
    }

    public void Pass()
    {
        while (_unread > 0)
        {
            var part = Math.Min(_unread, _rest.Length);
            Fill(_rest.AsSpan(0, part));
            _unread -= part;
        }
    }

    /// <summary>A length as a varint of at most five bytes; null at the end of the file.</summary>
    private int? ReadLength(int longest, string what)
    {
        var length = 0L;
        for (var shift = 0; shift < 35; shift += 7)
        {
            var next = _stream.ReadByte();
            if (next < 0 && shift == 0) return null;
            if (next < 0) throw Broken("is cut off");
            Position++;
            length |= (long)(next & 127) << shift;
            if (next < 128)
            {
                return length <= longest
                    ? (int)length
                    : throw Broken($"states a {what} of {length:N0} bytes, at most {longest:N0} are read");
            }
        }

        throw Broken($"states no length of a {what}");
    }

    private void Fill(Span<byte> target)
    {
        var read = _stream.ReadAtLeast(target, target.Length, throwOnEndOfStream: false);
        Position += read;
        if (read < target.Length) throw Broken("is cut off");
    }

    private ExportFileException Broken(string how) =>
        new(FormattableString.Invariant($"block {_number + 1} {how}")) { Line = _number + 1 };
}
