using System.Globalization;
using System.Text;
using Analytics.Pipeline.Ingest;

namespace Analytics.Tests.Ingest;

public sealed class TimeTextTests
{
    private static readonly string[] IsoForms =
    [
        "yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd HH:mm:ss", "yyyy-MM-dd HH:mm", "yyyy-MM-dd",
            "yyyy-MM-dd'T'HH:mm:ss.FFFFFFK",
        "yyyy-MM-dd HH:mm:sszzz", "yyyy-MM-dd'T'HH:mm:ss.fff'Z'", "yyyy-MM-dd'T'HH:mmzzz",
    ];

    /// <summary>The platform's own parser is the oracle.</summary>
    [Fact]
    public void TryParse_RandomTimesInAnyForm_AgreesWithThePlatform()
    {
        var random = new Random(1);
        for (var i = 0; i < 20_000; i++)
        {
            var offset = TimeSpan.FromMinutes(random.Next(-14 * 4, 14 * 4 + 1) * 15);
            var time = new DateTimeOffset(1990, 1, 2, 0, 0, 0, offset).AddSeconds(random.NextInt64(3_471_000_000L))
                .AddMicroseconds(random.Next(1_000_000));
            var form = IsoForms[random.Next(IsoForms.Length)];
            var text = time.ToString(form, CultureInfo.InvariantCulture);
            var expected = DateTimeOffset.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);

            Assert.True(TimeText.TryParse(Encoding.ASCII.GetBytes(text), out var micros), text);
            Assert.Equal(TimeText.MicrosOf(expected), micros);
        }
    }

    [Fact]
    public void TryParse_EachDayOf110Years_AgreesWithTheCalendar()
    {
        for (var day = new DateTime(1990, 1, 1); day.Year < 2100; day = day.AddDays(1))
        {
            Assert.True(TimeText.TryParse(Encoding.ASCII.GetBytes($"{day:yyyy-MM-dd}"), out var micros));
            Assert.Equal((day - DateTime.UnixEpoch).Ticks / 10, micros);
            Assert.Equal($"{day:yyyy-MM}", FactSchema.MonthName(FactSchema.MonthOf(micros)));
            Assert.Equal(
                FactSchema.MonthOf(micros), FactSchema.MonthOfPath($"/x/facts/posts/month={day:yyyy-MM}/0001.parquet"));
        }
    }

    [Theory]
    [InlineData("1700000000", 1_700_000_000_000_000)]
    [InlineData("1700000000.25", 1_700_000_000_250_000)]
    [InlineData("1700000000123", 1_700_000_000_123_000)]
    [InlineData("1700000000123456", 1_700_000_000_123_456)]
    [InlineData("631152000", 631_152_000_000_000)]
    [InlineData("4102444799", 4_102_444_799_000_000)]
    [InlineData("2023-11-14t22:13:20z", 1_700_000_000_000_000)]
    [InlineData("2023-11-14 22:13:20 UTC", 1_700_000_000_000_000)]
    [InlineData("2023-11-14 22:13:20 +0000", 1_700_000_000_000_000)]
    [InlineData("2023-11-14 23:13:20+01", 1_700_000_000_000_000)]
    [InlineData("2023-11-14 22:13:20,5", 1_700_000_000_500_000)]
    [InlineData("2023-11-14 22:13:20.1234567891Z", 1_700_000_000_123_456)]
    [InlineData("2016-12-31T23:59:60Z", 1_483_228_800_000_000)]
    [InlineData("2024-02-29", 1_709_164_800_000_000)]
    public void TryParse_OtherForms_AreUnderstood(string text, long expected)
    {
        Assert.True(TimeText.TryParse(Encoding.ASCII.GetBytes(text), out var micros));
        Assert.Equal(expected, micros);
    }

    [Theory]
    [InlineData("")]
    [InlineData("x")]
    [InlineData("0")]
    [InlineData("-1700000000")]
    [InlineData("631151999")]
    [InlineData("4102444800")]
    [InlineData("9223372036854775807")]
    [InlineData("99999999999999999999999")]
    [InlineData("1e400")]
    [InlineData("NaN")]
    [InlineData("20240101")]
    [InlineData("2024-1-1")]
    [InlineData("2024-02-30")]
    [InlineData("2023-02-29")]
    [InlineData("2024-13-01")]
    [InlineData("2024-00-01")]
    [InlineData("2024-01-00")]
    [InlineData("0000-01-01")]
    [InlineData("1989-12-31T23:59:59Z")]
    [InlineData("2100-01-01")]
    [InlineData("2024-01-01T")]
    [InlineData("2024-01-01X10:00")]
    [InlineData("2024-01-01T24:00:00")]
    [InlineData("2024-01-01T10:60:00")]
    [InlineData("2024-01-01T10:00:61")]
    [InlineData("2024-01-01T10")]
    [InlineData("2024-01-01T10:00:")]
    [InlineData("2024-01-01T10:00:0")]
    [InlineData("2024-01-01T10:00:00.")]
    [InlineData("2024-01-01T10:00:00.Z")]
    [InlineData("2024-01-01T10:00:00+")]
    [InlineData("2024-01-01T10:00:00+1")]
    [InlineData("2024-01-01T10:00:00+01:")]
    [InlineData("2024-01-01T10:00:00+01:0")]
    [InlineData("2024-01-01T10:00:00+01:60")]
    [InlineData("2024-01-01T10:00:00+16:00")]
    [InlineData("2024-01-01T10:00:00 CET")]
    [InlineData("2024/01/01")]
    [InlineData("01.02.2024")]
    [InlineData("２０２４-01-01")]
    public void TryParse_WhatIsNoTime_IsRefused(string text) =>
        Assert.False(TimeText.TryParse(Encoding.UTF8.GetBytes(text), out _));

    [Fact]
    public void TryParse_RandomBytes_NeverThrows()
    {
        var random = new Random(3);
        var signs = "0123456789-:T .Z+e,"u8;
        for (var i = 0; i < 200_000; i++)
        {
            var text = new byte[random.Next(30)];
            for (var j = 0; j < text.Length; j++) text[j] = signs[random.Next(signs.Length)];
            if (text.Length > 8 && i % 2 == 0) text[4] = text[7] = (byte)'-';
            if (TimeText.TryParse(text, out var micros)) Assert.InRange(
                micros, TimeText.EarliestMicros, TimeText.LatestMicros - 1);
        }
    }
}
