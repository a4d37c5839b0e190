using System.Buffers.Binary;
using System.Numerics;
using System.Security.Cryptography;

namespace Analytics.Pipeline.Sources.Pull;

/// <summary>A checksum that a server offers for a whole file.</summary>
/// <param name="Algorithm">One of <see cref="Algorithms"/>.</param>
/// <param name="Value">Lower-case hexadecimal.</param>
internal sealed record Checksum(string Algorithm, string Value)
{
    /// <summary>Lower-case, without hyphens; the strongest first.</summary>
    public static readonly IReadOnlyList<string> Algorithms = ["sha512", "sha256", "sha1", "md5", "crc32c", "crc32"];

    /// <summary>The checksum in base64 as headers hold it, or null if it is none that can be computed here.</summary>
    public static Checksum? FromBase64(string algorithm, string text)
    {
        algorithm = algorithm.Replace("-", "", StringComparison.Ordinal).ToLowerInvariant();
        if (algorithm == "sha") algorithm = "sha1";
        var bytes = new byte[64];
        return Algorithms.Contains(algorithm) && Convert.TryFromBase64String(text, bytes, out var length)
            && length == Bytes(algorithm)
            ? new Checksum(algorithm, Convert.ToHexStringLower(bytes.AsSpan(0, length)))
            : null;
    }

    /// <summary>SHA-256 of a file, and those of <paramref name="offered"/> that it does not have.</summary>
    public static (string Sha256, IReadOnlyList<Checksum> Wrong) OfFile(
        string path, IReadOnlyList<Checksum> offered, CancellationToken cancellation)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1);
        using var sha256 = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var others = offered.Select(one => new Running(one)).ToList();
        var buffer = new byte[1 << 18];
        while (file.Read(buffer) is var read and > 0)
        {
            cancellation.ThrowIfCancellationRequested();
            sha256.AppendData(buffer, 0, read);
            foreach (var other in others) other.Append(buffer.AsSpan(0, read));
        }

        var wrong = others.Where(other => !other.Holds()).Select(other => other.Offered).ToList();
        return (Convert.ToHexStringLower(sha256.GetHashAndReset()), wrong);
    }

    private static int Bytes(string algorithm) => algorithm switch
    {
        "sha512" => 64,
        "sha256" => 32,
        "sha1" => 20,
        "md5" => 16,
        _ => 4,
    };

    /// <summary>A checksum under computation.</summary>
    private sealed class Running
    {
        private static readonly uint[] Crc32Table =
            [.. Enumerable.Range(0, 256).Select(value => Enumerable.Range(0, 8).Aggregate(
                (uint)value, (rest, _) => (rest & 1) == 0 ? rest >> 1 : (rest >> 1) ^ 0xEDB88320u))];

        private readonly IncrementalHash? _hash;
        private uint _crc = uint.MaxValue;

        public Running(Checksum offered)
        {
            Offered = offered;
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
            else foreach (var value in bytes) _crc = (_crc >> 8) ^ Crc32Table[(byte)(_crc ^ value)];
        }

        public bool Holds()
        {
            var value = new byte[4];
            BinaryPrimitives.WriteUInt32BigEndian(value, ~_crc);
            if (_hash is not null) value = _hash.GetHashAndReset();
            _hash?.Dispose();
            return Convert.ToHexStringLower(value) == Offered.Value;
        }

        private void AppendCastagnoli(ReadOnlySpan<byte> bytes)
        {
            for (; bytes.Length >= 8; bytes = bytes[8..])
                _crc = BitOperations.Crc32C(_crc, BinaryPrimitives.ReadUInt64LittleEndian(bytes));
            foreach (var value in bytes) _crc = BitOperations.Crc32C(_crc, value);
        }
    }
}
