using System.Security.Cryptography;

namespace Analytics.Pipeline.Sources.Pull;

/// <summary>A checksum that a server offers for a whole file.</summary>
/// <param name="Algorithm">One of <see cref="Algorithms"/>.</param>
/// <param name="Value">Lower-case hexadecimal.</param>
internal sealed record Checksum(string Algorithm, string Value)
{
    /// <summary>Lower-case, without hyphens; the strongest first.</summary>
    public static readonly IReadOnlyList<string> Algorithms =
        ["sha512", "sha256", "sha1", "md5", "crc64nvme", "crc32c", "crc32"];

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
        var others = offered.Select(one => new RunningChecksum(one)).ToList();
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
        "crc64nvme" => 8,
        _ => 4,
    };
}
