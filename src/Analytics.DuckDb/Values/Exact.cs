using System.Buffers.Binary;
using System.Numerics;
using Analytics.DuckDb.Native;

namespace Analytics.DuckDb;

/// <summary>Decimals, 128-bit integers and UUIDs, which the engine keeps as two 64-bit words.</summary>
internal static class Exact
{
    private const ulong TopBit = 1ul << 63;
    private const int MaxClrScale = 28;
    private const int GuidBytes = 16;

    private static readonly Int128 MaxClrUnscaled = (Int128)((UInt128.One << 96) - 1);

    /// <summary>unscaled / 10^scale, exactly.</summary>
    /// <exception cref="OverflowException">More digits than <see cref="decimal"/> has.</exception>
    public static decimal ToDecimal(Int128 unscaled, int scale)
    {
        var (value, digits) = (unscaled, scale);
        while (digits > 0 && (digits > MaxClrScale || Int128.Abs(value) > MaxClrUnscaled) && value % 10 == 0)
            (value, digits) = (value / 10, digits - 1);
        var magnitude = Int128.Abs(value);
        if (digits > MaxClrScale || magnitude > MaxClrUnscaled)
            throw new OverflowException("The DECIMAL has more digits than System.Decimal; CAST it to VARCHAR.");
        var low = (ulong)magnitude;
        return new decimal(
            (int)(uint)low,
            (int)(uint)(low >> 32),
            (int)(uint)(magnitude >> 64),
            Int128.IsNegative(value),
            (byte)digits);
    }

    public static NativeDecimal FromDecimal(decimal value)
    {
        Span<int> bits = stackalloc int[4];
        decimal.GetBits(value, bits);
        var magnitude = new UInt128((uint)bits[2], ((ulong)(uint)bits[1] << 32) | (uint)bits[0]);
        var digits = 1;
        for (var rest = magnitude / 10; rest != 0; rest /= 10)
            digits++;
        var unscaled = value < 0 ? -(Int128)magnitude : (Int128)magnitude;
        return new NativeDecimal
        {
            Width = (byte)Math.Max(digits, (int)value.Scale),
            Scale = value.Scale,
            Value = Huge.From(unscaled),
        };
    }

    public static Int128 ToInt128(BigInteger value)
    {
        if (value < (BigInteger)Int128.MinValue || value > (BigInteger)Int128.MaxValue)
            throw new ArgumentException($"{value} does not fit into a HUGEINT.");
        return (Int128)value;
    }

    /// <summary>In vectors the engine flips the top bit, so that UUIDs sort as they are written.</summary>
    public static Guid ToGuid(Huge stored)
    {
        Span<byte> bytes = stackalloc byte[GuidBytes];
        BinaryPrimitives.WriteUInt128BigEndian(bytes, new UInt128(stored.Upper ^ TopBit, stored.Lower));
        return new Guid(bytes, bigEndian: true);
    }

    /// <summary>As single values cross the border: without the flipped bit.</summary>
    public static Huge PlainUuid(Guid value)
    {
        Span<byte> bytes = stackalloc byte[GuidBytes];
        value.TryWriteBytes(bytes, bigEndian: true, out _);
        return Huge.From(BinaryPrimitives.ReadUInt128BigEndian(bytes));
    }

    public static Guid FromPlainUuid(Huge plain) => ToGuid(new Huge(plain.Lower, plain.Upper ^ TopBit));
}
