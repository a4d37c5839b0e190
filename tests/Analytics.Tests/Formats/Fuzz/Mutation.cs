using System.Text;

namespace Analytics.Tests.Formats.Fuzz;

/// <summary>
/// Ways in which exports come damaged: by disks and lines (bits, ends, stretches twice or not at all), by programs
/// (other types, huge numbers, absurd nesting and length), and by encodings.
/// </summary>
internal static class Mutation
{
    private static readonly string[] Values =
    [
        "null", "true", "-1", "0", "1e999", "1e-999", "9223372036854775808", "-9223372036854775809",
        "99999999999999999999999999999999999999999999", "\"\"", "\"\\u0000\"", "\"\\ud800\"", "[]", "{}", "[[]]",
        "{\"a\":{\"b\":1}}", "\"1970-01-01\"", "\"9999-12-31T23:59:59Z\"", "NaN", "'", "\"", "\\", "\r", "\n\n", ",,,,",
        ";", "\u0000", "=1+1", "\"a\"\"b\"", "https://", "at://", "did:plc:", "#", "@", "\uFEFF",
    ];

    private static readonly byte[][] BadUtf8 =
        [[0xC3], [0xFF], [0xED, 0xA0, 0x80], [0xF4, 0x90, 0x80, 0x80], [0xC0, 0xAF], [0xFE, 0xFF], [0xE2, 0x82]];

    /// <summary>One to four damages.</summary>
    public static byte[] Of(byte[] sound, Random random)
    {
        var bytes = sound;
        for (var i = 1 + random.Next(4); i > 0 && bytes.Length > 0; i--) bytes = Damage(bytes, random);
        return bytes;
    }

    private static byte[] Damage(byte[] bytes, Random random)
    {
        var at = random.Next(bytes.Length);
        switch (random.Next(11))
        {
            case 0:
                var flipped = (byte[])bytes.Clone();
                for (var i = 1 + random.Next(8); i > 0; i--)
                    flipped[random.Next(bytes.Length)] ^= (byte)(1 << random.Next(8));
                return flipped;
            case 1:
                return bytes[..at];
            case 2:
                return bytes[at..];
            case 3:
                return [.. bytes[..at], .. bytes[Math.Min(bytes.Length, at + 1 + random.Next(200))..]];
            case 4:
                return [.. bytes[..at], .. bytes[Math.Max(0, at - random.Next(400))..]];
            case 5:
                return Insert(bytes, at, BadUtf8[random.Next(BadUtf8.Length)]);
            case 6:
                return Insert(bytes, at, Encoding.UTF8.GetBytes(Values[random.Next(Values.Length)]));
            case 7:
                return Swap(bytes, random);
            case 8:
                var depth = 1 + random.Next(random.Next(8) == 0 ? 200_000 : 300);
                var deep = new string(random.Next(2) == 0 ? '[' : '{', depth);
                return Insert(bytes, at, Encoding.UTF8.GetBytes(deep));
            case 9:
                var length = random.Next(40) == 0 ? 1_500_000 : random.Next(3_000);
                return Insert(bytes, at, Encoding.UTF8.GetBytes(new string((char)random.Next(32, 127), length)));
            default:
                var shuffled = (byte[])bytes.Clone();
                shuffled[at] = (byte)random.Next(256);
                return shuffled;
        }
    }

    /// <summary>Puts another value where one stands: after a colon, a comma or a separator.</summary>
    private static byte[] Swap(byte[] bytes, Random random)
    {
        var from = random.Next(bytes.Length);
        var start = bytes.AsSpan(from).IndexOfAny(":,;\t"u8);
        if (start < 0) return bytes;
        start += from + 1;
        var length = bytes.AsSpan(start).IndexOfAny(",}];\n"u8);
        if (length < 0) length = bytes.Length - start;
        var value = Encoding.UTF8.GetBytes(Values[random.Next(Values.Length)]);
        return [.. bytes[..start], .. value, .. bytes[(start + length)..]];
    }

    private static byte[] Insert(byte[] bytes, int at, byte[] what) => [.. bytes[..at], .. what, .. bytes[at..]];
}
