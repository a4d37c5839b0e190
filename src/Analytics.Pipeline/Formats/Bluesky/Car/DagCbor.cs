using System.Buffers.Binary;
using System.Text.Unicode;

namespace Analytics.Pipeline.Formats.Bluesky.Car;

/// <summary>What a CBOR value is, by its first three bits.</summary>
internal enum CborKind
{
    Unsigned = 0,
    Negative = 1,
    Bytes = 2,
    Text = 3,
    Array = 4,
    Map = 5,
    Tag = 6,
    Simple = 7,
}

/// <summary>
/// Reads DAG-CBOR, the part of CBOR (RFC 8949) that Bluesky's records are written in: lengths are always stated, keys
/// are texts, and the one tag is 42 for a CID. Every length is checked against what is left before it is used, so that
/// no input can make it allocate or go deeper than it says. Source: ipld.io/specs/codecs/dag-cbor.
/// </summary>
internal ref struct DagCbor(ReadOnlySpan<byte> data)
{
    /// <summary>As deep as JSON is read.</summary>
    public const int DeepestLevel = 60;

    private const int CidTag = 42;

    private readonly ReadOnlySpan<byte> _data = data;

    public int Position { get; private set; }

    public readonly bool IsAtEnd => Position == _data.Length;

    public readonly CborKind Next => Position < _data.Length
        ? (CborKind)(_data[Position] >> 5)
        : throw Broken("ends inside a value");

    private readonly int Left => _data.Length - Position;

    /// <summary>Number of members of a map.</summary>
    /// <exception cref="InvalidDataException">Something else, or more members than bytes.</exception>
    public int ReadMap() => ReadCount(CborKind.Map, 2);

    /// <summary>Number of elements of an array.</summary>
    /// <exception cref="InvalidDataException">Something else, or more elements than bytes.</exception>
    public int ReadArray() => ReadCount(CborKind.Array, 1);

    /// <exception cref="InvalidDataException">Something else, or not valid UTF-8.</exception>
    public ReadOnlySpan<byte> ReadText()
    {
        var text = Take(ReadCount(CborKind.Text, 1));
        return Utf8.IsValid(text) ? text : throw Broken("holds a text that is not valid UTF-8");
    }

    /// <exception cref="InvalidDataException">Something else.</exception>
    public ReadOnlySpan<byte> ReadBytes() => Take(ReadCount(CborKind.Bytes, 1));

    /// <summary>A whole number of 0 or more.</summary>
    /// <exception cref="InvalidDataException">Something else.</exception>
    public long ReadUnsigned()
    {
        if (Next != CborKind.Unsigned) throw Broken("holds no number where one is expected");
        var value = ReadHead();
        return value <= long.MaxValue ? (long)value : throw Broken("holds a number of more than 63 bits");
    }

    /// <summary>A CID without the zero in front; empty for null.</summary>
    /// <exception cref="InvalidDataException">Something else.</exception>
    public ReadOnlySpan<byte> ReadCidOrNull()
    {
        if (Position < _data.Length && _data[Position] == 0xF6)
        {
            Position++;
            return default;
        }

        if (Next != CborKind.Tag || ReadHead() != CidTag) throw Broken("holds no CID where one is expected");
        var cid = ReadBytes();
        return cid is [0, _, ..] ? cid[1..] : throw Broken("holds a CID that is none");
    }

    /// <summary>Passes over a value of any kind.</summary>
    /// <exception cref="InvalidDataException">Not DAG-CBOR, or too deep.</exception>
    public void Skip(int level = 0)
    {
        var kind = Next;
        if (kind is CborKind.Array or CborKind.Map)
        {
            Enter(level);
            var isMap = kind == CborKind.Map;
            for (var left = isMap ? ReadMap() : ReadArray(); left > 0; left--)
            {
                if (isMap) ReadText();
                Skip(level + 1);
            }
        }
        else if (kind == CborKind.Text) ReadText();
        else if (kind == CborKind.Bytes) ReadBytes();
        else if (kind == CborKind.Tag) ReadCidOrNull();
        else if (kind == CborKind.Simple) ReadSimple();
        else ReadHead();
    }

    /// <summary>Writes the value as JSON: bytes and CIDs as objects, as the AT protocol has them.</summary>
    /// <exception cref="InvalidDataException">Not DAG-CBOR, or too deep.</exception>
    public void WriteTo(CborJson json, int level = 0)
    {
        switch (Next)
        {
            case CborKind.Unsigned:
                json.Number(ReadHead());
                break;
            case CborKind.Negative:
                json.Negative(ReadHead());
                break;
            case CborKind.Bytes:
                json.Bytes(ReadBytes());
                break;
            case CborKind.Text:
                json.Text(ReadText());
                break;
            case CborKind.Array:
                WriteItems(json, level);
                break;
            case CborKind.Map:
                WriteMembers(json, level);
                break;
            case CborKind.Tag:
                json.Cid(ReadCidOrNull());
                break;
            default:
                WriteSimple(json);
                break;
        }
    }

    public static InvalidDataException Broken(string how) => new($"the block {how}");

    private void WriteItems(CborJson json, int level)
    {
        Enter(level);
        var count = ReadArray();
        json.Raw("["u8);
        for (var i = 0; i < count; i++)
        {
            if (i > 0) json.Raw(","u8);
            WriteTo(json, level + 1);
        }

        json.Raw("]"u8);
    }

    private void WriteMembers(CborJson json, int level)
    {
        Enter(level);
        var count = ReadMap();
        json.Raw("{"u8);
        for (var i = 0; i < count; i++)
        {
            if (i > 0) json.Raw(","u8);
            json.Text(ReadText());
            json.Raw(":"u8);
            WriteTo(json, level + 1);
        }

        json.Raw("}"u8);
    }

    private void WriteSimple(CborJson json)
    {
        var (first, value) = ReadSimple();
        if (first == 0xF4) json.Raw("false"u8);
        else if (first == 0xF5) json.Raw("true"u8);
        else if (first == 0xF6) json.Raw("null"u8);
        else json.Float(BitConverter.UInt64BitsToDouble(value));
    }

    /// <summary>False, true, null or a number of 64 bits with a fraction; DAG-CBOR has no others.</summary>
    private (byte First, ulong Value) ReadSimple()
    {
        var first = _data[Position];
        if (first is not (0xF4 or 0xF5 or 0xF6 or 0xFB)) throw Broken("holds a value that DAG-CBOR does not have");
        return (first, ReadHead());
    }

    private static void Enter(int level)
    {
        if (level >= DeepestLevel) throw Broken($"is nested deeper than {DeepestLevel} levels");
    }

    /// <param name="leastBytes">That each of them takes.</param>
    private int ReadCount(CborKind kind, int leastBytes)
    {
        if (Next != kind) throw Broken($"holds no {kind.ToString().ToLowerInvariant()} where one is expected");
        var count = ReadHead();
        return count <= (ulong)(Left / leastBytes) ? (int)count : throw Broken("states a length that it does not have");
    }

    private ReadOnlySpan<byte> Take(int length)
    {
        var taken = _data.Slice(Position, length);
        Position += length;
        return taken;
    }

    /// <summary>The number behind the first three bits, which may be a value, a length or a tag.</summary>
    private ulong ReadHead()
    {
        var low = _data[Position] & 31;
        Position++;
        if (low < 24) return (ulong)low;
        if (low > 27) throw Broken("holds a value without a stated length");
        var size = 1 << (low - 24);
        if (size > Left) throw Broken("ends inside a value");
        var number = Take(size);
        return size switch
        {
            1 => number[0],
            2 => BinaryPrimitives.ReadUInt16BigEndian(number),
            4 => BinaryPrimitives.ReadUInt32BigEndian(number),
            _ => BinaryPrimitives.ReadUInt64BigEndian(number),
        };
    }
}
