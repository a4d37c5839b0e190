using System.Text;
using Analytics.Pipeline.Ingest;

namespace Analytics.Tests.Ingest;

public sealed class CountTextTests
{
    [Theory]
    [InlineData("0", false, 0)]
    [InlineData("12", true, 12)]
    [InlineData("12.0", false, 12)]
    [InlineData("12,00", true, 12)]
    [InlineData("1,234", false, 1234)]
    [InlineData("1.234", true, 1234)]
    [InlineData("1,234,567.0", false, 1_234_567)]
    [InlineData("1.234.567,0", true, 1_234_567)]
    [InlineData("1'234'567", false, 1_234_567)]
    [InlineData("1’234", false, 1234)]
    [InlineData("12 345", true, 12_345)]
    [InlineData("12\u00A0345", true, 12_345)]
    [InlineData("12\u202F345", false, 12_345)]
    [InlineData("9223372036854775807", false, long.MaxValue)]
    public void TryParse_Count_IsRead(string text, bool hasDecimalComma, long expected)
    {
        Assert.True(CountText.TryParse(Encoding.UTF8.GetBytes(text), hasDecimalComma, out var count));
        Assert.Equal(expected, count);
    }

    /// <summary>Read as a group of three, a mean of 1.234 would be a thousand times too much.</summary>
    [Theory]
    [InlineData("1.234", false)]
    [InlineData("1,234", true)]
    [InlineData("1.234,5", true)]
    [InlineData("1,5", false)]
    [InlineData("12.5", false)]
    [InlineData("1234,567", false)]
    [InlineData("1,23,456", false)]
    [InlineData("1,234'567", false)]
    [InlineData(",123", false)]
    [InlineData("1,", false)]
    [InlineData("1.", false)]
    [InlineData(".0", false)]
    [InlineData("-1", false)]
    [InlineData("-1,234", false)]
    [InlineData("12k", false)]
    [InlineData("", false)]
    [InlineData("9223372036854775808", false)]
    [InlineData("1,111,111,111,111,111,111,111,111,111,111,111", false)]
    public void TryParse_AnythingElse_IsRefused(string text, bool hasDecimalComma) =>
        Assert.False(CountText.TryParse(Encoding.UTF8.GetBytes(text), hasDecimalComma, out _));
}
