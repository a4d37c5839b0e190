using System.Buffers.Text;

namespace Analytics.Pipeline.Ingest;

/// <summary>
/// Times as exports write them, to microseconds since 1970-01-01 UTC: ISO 8601 with a blank or T, with or without
/// seconds, fraction and offset (none means UTC), a date alone, and Unix seconds, milliseconds or microseconds, told
/// apart by their size.
/// </summary>
public static class TimeText
{
    private const long MicrosPerSecond = 1_000_000;

    /// <summary>1990-01-01: nothing that people did on a platform is older.</summary>
    public const long EarliestMicros = 631_152_000 * MicrosPerSecond;

    /// <summary>2100-01-01.</summary>
    public const long LatestMicros = 4_102_444_800 * MicrosPerSecond;

    /// <summary>False when <paramref name="text"/> is no time, or one outside 1990–2099.</summary>
    public static bool TryParse(ReadOnlySpan<byte> text, out long micros)
    {
        var known = text.Length >= 10 && text[4] == '-' && text[7] == '-'
            ? TryParseIso(text, out micros)
            : TryParseUnix(text, out micros);
        return known && micros is >= EarliestMicros and < LatestMicros;
    }

    /// <summary>A time of the platform rather than of the text.</summary>
    public static long MicrosOf(DateTimeOffset time) => (time.UtcTicks - DateTime.UnixEpoch.Ticks) / 10;

    private static bool TryParseUnix(ReadOnlySpan<byte> text, out long micros)
    {
        micros = 0;
        if (Utf8Parser.TryParse(text, out long whole, out var used) && used == text.Length)
        {
            if (whole is <= 0 or > LatestMicros) return false;
            micros = whole * Scale(whole);
            return true;
        }

        if (!Utf8Parser.TryParse(text, out decimal number, out used) || used != text.Length) return false;
        if (number is <= 0 or > LatestMicros) return false;
        micros = (long)(number * Scale((long)number));
        return true;
    }

    private static long Scale(long number) => number switch
    {
        < 100_000_000_000 => MicrosPerSecond,
        < 100_000_000_000_000 => 1_000,
        _ => 1,
    };

    private static bool TryParseIso(ReadOnlySpan<byte> text, out long micros)
    {
        micros = 0;
        if (!Digits(text[..4], out var year) || !Digits(text[5..7], out var month) || !Digits(text[8..10], out var day))
            return false;
        if (year is < 1 or > 9999 || month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(year, month))
            return false;

        micros = DaysSinceEpoch(year, month, day) * 86_400 * MicrosPerSecond;
        if (text.Length == 10) return true;
        if (text[10] is not ((byte)'T' or (byte)' ' or (byte)'t')) return false;
        return TryParseClock(text[11..], ref micros);
    }

    private static bool TryParseClock(ReadOnlySpan<byte> text, ref long micros)
    {
        if (text.Length < 5 || text[2] != ':') return false;
        if (!Digits(text[..2], out var hour) || !Digits(text[3..5], out var minute)) return false;
        var second = 0;
        var fraction = 0L;
        text = text[5..];
        if (text.Length >= 3 && text[0] == ':')
        {
            if (!Digits(text[1..3], out second)) return false;
            text = text[3..];
            if (text is [(byte)'.' or (byte)',', >= (byte)'0' and <= (byte)'9', ..])
                text = Fraction(text[1..], out fraction);
        }

        // 60 is a leap second; it counts as the first second of the next minute.
        if (hour > 23 || minute > 59 || second > 60) return false;
        if (!TryParseOffset(text, out var offsetMinutes)) return false;
        micros += ((hour * 60L + minute - offsetMinutes) * 60 + second) * MicrosPerSecond + fraction;
        return true;
    }

    private static ReadOnlySpan<byte> Fraction(ReadOnlySpan<byte> text, out long micros)
    {
        micros = 0;
        var scale = MicrosPerSecond;
        var i = 0;
        for (; i < text.Length && text[i] is >= (byte)'0' and <= (byte)'9'; i++)
        {
            scale /= 10;
            micros += (text[i] - '0') * scale;
        }

        return text[i..];
    }

    private static bool TryParseOffset(ReadOnlySpan<byte> text, out int minutes)
    {
        minutes = 0;
        text = text.TrimStart((byte)' ');
        if (text.IsEmpty || text.SequenceEqual("Z"u8) || text.SequenceEqual("z"u8) || text.SequenceEqual("UTC"u8))
            return true;
        if (text[0] is not ((byte)'+' or (byte)'-')) return false;
        var sign = text[0] == '-' ? -1 : 1;
        text = text[1..];
        if (text.Length < 2 || !Digits(text[..2], out var hours)) return false;
        text = text[2..];
        var rest = 0;
        if (text is [(byte)':', _, _]) text = text[1..];
        if (text.Length is not (0 or 2) || !Digits(text, out rest)) return false;
        minutes = sign * (hours * 60 + rest);
        return hours <= 15 && rest <= 59;
    }

    private static bool Digits(ReadOnlySpan<byte> text, out int value)
    {
        value = 0;
        foreach (var c in text)
        {
            var digit = c - '0';
            if ((uint)digit > 9) return false;
            value = value * 10 + digit;
        }

        return true;
    }

    /// <summary>
    /// Days from 1970-01-01 in the proleptic Gregorian calendar, counted in 400-year eras from 1 March.
    /// </summary>
    private static long DaysSinceEpoch(int year, int month, int day)
    {
        var y = month <= 2 ? year - 1 : year;
        var era = y / 400;
        var yearOfEra = y - era * 400;
        var dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
        var dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear;
        return era * 146_097L + dayOfEra - 719_468;
    }
}
