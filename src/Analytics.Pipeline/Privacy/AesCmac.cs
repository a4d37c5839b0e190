using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Security.Cryptography;
using X86Aes = System.Runtime.Intrinsics.X86.Aes;

namespace Analytics.Pipeline.Privacy;

/// <summary>
/// AES-256-CMAC (NIST SP 800-38B, RFC 4493 with a 256-bit key): a pseudo-random function over byte strings of any
/// length. An identifier of at most 16 bytes costs one AES block, which is why it is used here instead of HMAC.
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
    /// <param name="forcePortable">Use the platform's AES even where the processor has AES instructions (for
    /// tests).</param>
    public AesCmac(ReadOnlySpan<byte> key, bool forcePortable = false)
    {
        if (key.Length != 32)
            throw new ArgumentException($"AES-256 needs a key of 32 bytes, got {key.Length}.", nameof(key));
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

        return Encrypt(state ^ LastBlock(message));
    }

    /// <summary>
    /// The first 64 bits of the tags of four messages. One AES round waits for the one before it; four messages side by
    /// side fill that time, and cost little more than one.
    /// </summary>
    public void Tags(
        ReadOnlySpan<byte> a, ReadOnlySpan<byte> b, ReadOnlySpan<byte> c, ReadOnlySpan<byte> d, Span<ulong> tags)
    {
        var blocks = Blocks(a);
        if (_portable is not null || Blocks(b) != blocks || Blocks(c) != blocks || Blocks(d) != blocks)
        {
            tags[0] = Tag(a).AsUInt64().ToScalar();
            tags[1] = Tag(b).AsUInt64().ToScalar();
            tags[2] = Tag(c).AsUInt64().ToScalar();
            tags[3] = Tag(d).AsUInt64().ToScalar();
            return;
        }

        var (stateA, stateB, stateC, stateD) =
            (Vector128<byte>.Zero, Vector128<byte>.Zero, Vector128<byte>.Zero, Vector128<byte>.Zero);
        var start = 0;
        for (var block = 1; block < blocks; block++, start += BlockBytes)
        {
            stateA ^= Vector128.Create(a[start..]);
            stateB ^= Vector128.Create(b[start..]);
            stateC ^= Vector128.Create(c[start..]);
            stateD ^= Vector128.Create(d[start..]);
            Encrypt(ref stateA, ref stateB, ref stateC, ref stateD);
        }

        stateA ^= LastBlock(a[start..]);
        stateB ^= LastBlock(b[start..]);
        stateC ^= LastBlock(c[start..]);
        stateD ^= LastBlock(d[start..]);
        Encrypt(ref stateA, ref stateB, ref stateC, ref stateD);
        tags[0] = stateA.AsUInt64().ToScalar();
        tags[1] = stateB.AsUInt64().ToScalar();
        tags[2] = stateC.AsUInt64().ToScalar();
        tags[3] = stateD.AsUInt64().ToScalar();
    }

    private static int Blocks(ReadOnlySpan<byte> message) =>
        Math.Max(1, (message.Length + BlockBytes - 1) / BlockBytes);

    /// <summary>
    /// The last block with its mask: whole, or filled up with a one and zeros (SP 800-38B, section 6.2).
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Vector128<byte> LastBlock(ReadOnlySpan<byte> rest)
    {
        if (rest.Length == BlockBytes) return Vector128.Create(rest) ^ _fullBlockMask;

        // Loads that overlap instead of a copy byte by byte.
        ref var first = ref MemoryMarshal.GetReference(rest);
        ulong low = 0, high = 0;
        var length = rest.Length;
        if (length >= 8)
        {
            low = Unsafe.ReadUnaligned<ulong>(ref first);
            if (length > 8)
                high = Unsafe.ReadUnaligned<ulong>(ref Unsafe.Add(ref first, length - 8)) >> (8 * (16 - length));
            high |= 0x80ul << (8 * (length - 8));
        }
        else
        {
            for (var i = length - 1; i >= 0; i--) low = (low << 8) | Unsafe.Add(ref first, i);
            low |= 0x80ul << (8 * length);
        }

        return Vector128.Create(low, high).AsByte() ^ _paddedBlockMask;
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

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Encrypt(
        ref Vector128<byte> a, ref Vector128<byte> b, ref Vector128<byte> c, ref Vector128<byte> d)
    {
        ref var keys = ref MemoryMarshal.GetArrayDataReference(_roundKeys);
        var (stateA, stateB, stateC, stateD) = (a ^ keys, b ^ keys, c ^ keys, d ^ keys);
        for (var round = 1; round < Rounds; round++)
        {
            var key = Unsafe.Add(ref keys, round);
            stateA = X86Aes.Encrypt(stateA, key);
            stateB = X86Aes.Encrypt(stateB, key);
            stateC = X86Aes.Encrypt(stateC, key);
            stateD = X86Aes.Encrypt(stateD, key);
        }

        var last = Unsafe.Add(ref keys, Rounds);
        a = X86Aes.EncryptLast(stateA, last);
        b = X86Aes.EncryptLast(stateB, last);
        c = X86Aes.EncryptLast(stateC, last);
        d = X86Aes.EncryptLast(stateD, last);
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
