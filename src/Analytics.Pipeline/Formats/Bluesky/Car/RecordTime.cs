namespace Analytics.Pipeline.Formats.Bluesky.Car;

/// <summary>
/// Keys of records that tell when they were made: 13 characters of base 32, sorted as times are, of which the first 53
/// bits count microseconds since 1970. Source: atproto.com/specs/tid.
/// </summary>
internal static class RecordTime
{
    private const int Length = 13;
    private const int ClockBits = 10;

    /// <summary>Microseconds since 1970, or null if the key is of another kind.</summary>
    public static long? MicrosOf(ReadOnlySpan<byte> key)
    {
        if (key.Length != Length) return null;
        var value = 0L;
        foreach (var c in key)
        {
            var digit = "234567abcdefghijklmnopqrstuvwxyz"u8.IndexOf(c);
            if (digit < 0 || value >> 58 != 0) return null;
            value = value << 5 | (long)digit;
        }

        return value >> ClockBits;
    }
}
