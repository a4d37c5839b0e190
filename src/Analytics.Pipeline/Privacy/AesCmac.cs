using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Security.Cryptography;
using X86Aes = System.Runtime.Intrinsics.X86.Aes;

namespace Analytics.Pipeline.Privacy;

/// <summary>
/// AES-256-CMAC (NIST SP 800-38B, RFC 4493 with a 256-bit key): a pseudo-random function over byte strings of any length.
/// An identifier of at most 16 bytes costs one AES block, which is why it is used here instead of HMAC.
/// Thread-safe: the instance holds only the expanded key.
/// </summary>
internal sealed class AesCmac
{
    private const int BlockBytes = 16;
    private const int Rounds = 14;

    private readonly Vector128<byte>[] _roundKeys;
    private readonly Vector128<byte> _fullBlockMask;
    private readonly Vector128<byte> _paddedBlockMask;
    private readonly Aes? _portable;

    /// <param name="key">32 bytes.</param>
    /// <param name="forcePortable">Use the platform's AES even where the processor has AES instructions (for tests).</param>
    public AesCmac(ReadOnlySpan<byte> key, bool forcePortable = false)
    {
        if (key.Length != 32) throw new ArgumentException($"AES-256 needs a key of 32 bytes, got {key.Length}.", nameof(key));
        _roundKeys = AesKeySchedule.Expand(key);
        if (forcePortable || !X86Aes.IsSupported)
        {
            _portable = Aes.Create();
            _portable.Key = key.ToArray();
        }

        var l = Encrypt(Vector128<byte>.Zero);
        _fullBlockMask = Double(l);
        _paddedBlockMask = Double(_fullBlockMask);
    }

    /// <summary>The 128-bit tag of <paramref name="message"/>.</summary>
    public Vector128<byte> Tag(ReadOnlySpan<byte> message)
    {
        var state = Vector128<byte>.Zero;
        while (message.Length > BlockBytes)
        {
            state = Encrypt(state ^ Vector128.Create(message));
            message = message[BlockBytes..];
        }

        if (message.Length == BlockBytes) return Encrypt(state ^ Vector128.Create(message) ^ _fullBlockMask);

        Span<byte> last = stackalloc byte[BlockBytes];
        last.Clear();
        message.CopyTo(last);
        last[message.Length] = 0x80;
        return Encrypt(state ^ Vector128.Create<byte>(last) ^ _paddedBlockMask);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Vector128<byte> Encrypt(Vector128<byte> block)
    {
        if (_portable is not null) return EncryptPortable(block);

        ref var keys = ref MemoryMarshal.GetArrayDataReference(_roundKeys);
        block ^= keys;
        for (var round = 1; round < Rounds; round++) block = X86Aes.Encrypt(block, Unsafe.Add(ref keys, round));
        return X86Aes.EncryptLast(block, Unsafe.Add(ref keys, Rounds));
    }

    private Vector128<byte> EncryptPortable(Vector128<byte> block)
    {
        Span<byte> buffer = stackalloc byte[BlockBytes];
        block.CopyTo(buffer);
        lock (_portable!) _portable.EncryptEcb(buffer, buffer, PaddingMode.None);
        return Vector128.Create<byte>(buffer);
    }

    /// <summary>Multiplication by x in GF(2^128), most significant bit first (SP 800-38B, section 6.1).</summary>
    private static Vector128<byte> Double(Vector128<byte> value)
    {
        Span<byte> bytes = stackalloc byte[BlockBytes];
        value.CopyTo(bytes);
        var carry = bytes[0] >> 7;
        for (var i = 0; i < BlockBytes - 1; i++) bytes[i] = (byte)((bytes[i] << 1) | (bytes[i + 1] >> 7));
        bytes[^1] = (byte)((bytes[^1] << 1) ^ (carry * 0x87));
        return Vector128.Create<byte>(bytes);
    }
}
