using System.Security.Cryptography;

namespace Analytics.Pipeline.Samples.Platforms.Bluesky;

/// <summary>
/// Names of blocks by their content: CID version 1 of DAG-CBOR by SHA-256. Source: github.com/multiformats/cid.
/// </summary>
internal static class ContentId
{
    private const string Alphabet = "abcdefghijklmnopqrstuvwxyz234567";

    /// <summary>The 36 bytes of a CID.</summary>
    public static byte[] Of(byte[] block) => [0x01, 0x71, 0x12, 0x20, .. SHA256.HashData(block)];

    /// <summary>As records write it: base 32 without padding, marked by a b in front.</summary>
    public static string Text(byte[] cid) => $"b{Base32(cid)}";

    /// <exception cref="FormatException">Not base 32 marked by a b.</exception>
    public static byte[] Parse(string text)
    {
        if (!text.StartsWith('b')) throw new FormatException("a CID begins with b");
        var bytes = new List<byte>();
        var (bits, count) = (0, 0);
        foreach (var c in text.AsSpan(1))
        {
            var digit = Alphabet.IndexOf(c, StringComparison.Ordinal);
            if (digit < 0) throw new FormatException("a CID is written in base 32");
            bits = (bits << 5 | digit) & 0xFFFF;
            count += 5;
            if (count < 8) continue;
            count -= 8;
            bytes.Add((byte)(bits >> count));
        }

        return [.. bytes];
    }

    /// <summary>Small letters and digits, five bits each, the first ones first.</summary>
    public static string Base32(ReadOnlySpan<byte> bytes)
    {
        var text = new System.Text.StringBuilder();
        var (bits, count) = (0, 0);
        foreach (var next in bytes)
        {
            bits = (bits << 8 | next) & 0xFFFF;
            for (count += 8; count >= 5; count -= 5) text.Append(Alphabet[bits >> (count - 5) & 31]);
        }

        if (count > 0) text.Append(Alphabet[bits << (5 - count) & 31]);
        return text.ToString();
    }
}
