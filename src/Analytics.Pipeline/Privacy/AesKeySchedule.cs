using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Analytics.Pipeline.Privacy;

/// <summary>The AES-256 key expansion (FIPS 197, section 5.2): 15 round keys from 32 bytes.</summary>
internal static class AesKeySchedule
{
    private const int KeyWords = 8;
    private const int ScheduleWords = 60;

    private static readonly byte[] Substitution = MakeSubstitution();

    public static Vector128<byte>[] Expand(ReadOnlySpan<byte> key)
    {
        Span<uint> words = stackalloc uint[ScheduleWords];
        key.CopyTo(MemoryMarshal.AsBytes(words));
        uint roundConstant = 1;
        for (var i = KeyWords; i < ScheduleWords; i++)
        {
            var word = words[i - 1];
            if (i % KeyWords == 0)
            {
                // Words are held little-endian, so the rotation towards the first byte is one to the right.
                word = Substitute(BitOperations.RotateRight(word, 8)) ^ roundConstant;
                roundConstant <<= 1;
            }
            else if (i % KeyWords == 4)
            {
                word = Substitute(word);
            }

            words[i] = words[i - KeyWords] ^ word;
        }

        return MemoryMarshal.Cast<uint, Vector128<byte>>(words).ToArray();
    }

    private static uint Substitute(uint word) =>
        Substitution[word & 0xFF]
        | ((uint)Substitution[(word >> 8) & 0xFF] << 8)
        | ((uint)Substitution[(word >> 16) & 0xFF] << 16)
        | ((uint)Substitution[word >> 24] << 24);

    /// <summary>The S-box (FIPS 197, section 5.1.1), walked by the generator 3 and its inverse.</summary>
    private static byte[] MakeSubstitution()
    {
        var box = new byte[256];
        byte power = 1, inverse = 1;
        do
        {
            power = (byte)(power ^ (power << 1) ^ ((power & 0x80) != 0 ? 0x1B : 0));
            inverse ^= (byte)(inverse << 1);
            inverse ^= (byte)(inverse << 2);
            inverse ^= (byte)(inverse << 4);
            if ((inverse & 0x80) != 0) inverse ^= 0x09;
            var mixed = inverse ^ Rotate(inverse, 1) ^ Rotate(inverse, 2) ^ Rotate(inverse, 3) ^ Rotate(inverse, 4);
            box[power] = (byte)(mixed ^ 0x63);
        }
        while (power != 1);

        box[0] = 0x63;
        return box;
    }

    private static byte Rotate(byte value, int bits) => (byte)((value << bits) | (value >> (8 - bits)));
}
