using System.Buffers.Text;
using System.Globalization;
using System.Text;

namespace Analytics.Pipeline.Formats.Bluesky.Car;

/// <summary>
/// Takes a value as JSON text, in pinned memory that grows with it. Used again for each record; not thread-safe.
/// </summary>
internal sealed class CborJson
{
    private const string Base32 = "abcdefghijklmnopqrstuvwxyz234567";

    private byte[] _text = GC.AllocateUninitializedArray<byte>(1 << 14, pinned: true);
    private int _length;

    /// <summary>Valid until the next value is begun.</summary>
    public ReadOnlySpan<byte> Written => _text.AsSpan(0, _length);

    public void Clear() => _length = 0;

    public void Raw(ReadOnlySpan<byte> json)
    {
        json.CopyTo(Room(json.Length));
        _length += json.Length;
    }

    public void Number(ulong value)
    {
        value.TryFormat(Room(20), out var length, default, CultureInfo.InvariantCulture);
        _length += length;
    }

    /// <param name="value">What CBOR has for −1 − value.</param>
    public void Negative(ulong value)
    {
        ((Int128)(-1) - value).TryFormat(Room(24), out var length, default, CultureInfo.InvariantCulture);
        _length += length;
    }

    /// <exception cref="InvalidDataException">No number.</exception>
    public void Float(double value)
    {
        if (!double.IsFinite(value)) throw DagCbor.Broken("holds a number that is none");
        value.TryFormat(Room(32), out var length, "R", CultureInfo.InvariantCulture);
        _length += length;
    }

    /// <param name="text">Valid UTF-8.</param>
    public void Text(ReadOnlySpan<byte> text)
    {
        var room = Room(6 * text.Length + 2);
        var length = 0;
        room[length++] = (byte)'"';
        foreach (var c in text)
        {
            if (c is (byte)'"' or (byte)'\\') room[length++] = (byte)'\\';
            if (c >= ' ') room[length++] = c;
            else length += Encoding.ASCII.GetBytes($"\\u{(int)c:x4}", room[length..]);
        }

        room[length++] = (byte)'"';
        _length += length;
    }

    public void Bytes(ReadOnlySpan<byte> bytes)
    {
        Raw("{\"$bytes\":\""u8);
        Base64.EncodeToUtf8(bytes, Room(Base64.GetMaxEncodedToUtf8Length(bytes.Length)), out _, out var length);
        _length += length;
        Raw("\"}"u8);
    }

    /// <param name="cid">Empty for none.</param>
    public void Cid(ReadOnlySpan<byte> cid)
    {
        if (cid.IsEmpty)
        {
            Raw("null"u8);
            return;
        }

        Raw("{\"$link\":\"b"u8);
        var room = Room(2 * cid.Length);
        var (bits, count, length) = (0, 0, 0);
        foreach (var next in cid)
        {
            bits = bits << 8 | next;
            for (count += 8; count >= 5; count -= 5) room[length++] = (byte)Base32[bits >> (count - 5) & 31];
            bits &= (1 << count) - 1;
        }

        if (count > 0) room[length++] = (byte)Base32[bits << (5 - count) & 31];
        _length += length;
        Raw("\"}"u8);
    }

    private Span<byte> Room(int length)
    {
        if (_text.Length - _length < length)
        {
            var size = Math.Max(2 * _text.Length, _length + length);
            var larger = GC.AllocateUninitializedArray<byte>(size, pinned: true);
            Written.CopyTo(larger);
            _text = larger;
        }

        return _text.AsSpan(_length);
    }
}
