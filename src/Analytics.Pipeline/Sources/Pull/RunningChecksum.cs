using System.Buffers.Binary;
using System.Numerics;
using System.Security.Cryptography;

namespace Analytics.Pipeline.Sources.Pull;

/// <summary>
/// A checksum under computation. The cyclic ones are those of zip and PNG (CRC-32), of iSCSI (CRC-32C) and of NVMe
/// (CRC-64), all with reflected bits, begun and ended with all bits set.
/// </summary>
internal sealed class RunningChecksum
{
    private static readonly ulong[] Crc32Table = TableOf(0xEDB88320);
    private static readonly ulong[] Crc64Table = TableOf(0x9A6C_9329_AC4B_C9B5);

    private readonly IncrementalHash? _hash;
    private ulong _crc;

    public RunningChecksum(Checksum offered)
    {
        Offered = offered;
        _crc = offered.Algorithm == "crc64nvme" ? ulong.MaxValue : uint.MaxValue;
        _hash = offered.Algorithm switch
        {
            "sha512" => IncrementalHash.CreateHash(HashAlgorithmName.SHA512),
            "sha256" => IncrementalHash.CreateHash(HashAlgorithmName.SHA256),
            "sha1" => IncrementalHash.CreateHash(HashAlgorithmName.SHA1),
            "md5" => IncrementalHash.CreateHash(HashAlgorithmName.MD5),
            _ => null,
        };
    }

    public Checksum Offered { get; }

    public void Append(ReadOnlySpan<byte> bytes)
    {
        if (_hash is not null) _hash.AppendData(bytes);
        else if (Offered.Algorithm == "crc32c") AppendCastagnoli(bytes);
        else AppendByTable(bytes, Offered.Algorithm == "crc32" ? Crc32Table : Crc64Table);
    }

    /// <summary>Whether the bytes so far have it; called once.</summary>
    public bool Holds()
    {
        var value = new byte[8];
        BinaryPrimitives.WriteUInt64BigEndian(value, ~_crc);
        if (Offered.Algorithm != "crc64nvme") value = value[4..];
        if (_hash is not null) value = _hash.GetHashAndReset();
        _hash?.Dispose();
        return Convert.ToHexStringLower(value) == Offered.Value;
    }

    private void AppendCastagnoli(ReadOnlySpan<byte> bytes)
    {
        var crc = (uint)_crc;
        for (; bytes.Length >= 8; bytes = bytes[8..])
            crc = BitOperations.Crc32C(crc, BinaryPrimitives.ReadUInt64LittleEndian(bytes));
        foreach (var value in bytes) crc = BitOperations.Crc32C(crc, value);
        _crc = crc;
    }

    private void AppendByTable(ReadOnlySpan<byte> bytes, ulong[] table)
    {
        foreach (var value in bytes) _crc = (_crc >> 8) ^ table[(byte)(_crc ^ value)];
    }

    private static ulong[] TableOf(ulong polynomial) =>
        [.. Enumerable.Range(0, 256).Select(value => Enumerable.Range(0, 8).Aggregate(
            (ulong)value, (rest, _) => (rest & 1) == 0 ? rest >> 1 : (rest >> 1) ^ polynomial))];
}
