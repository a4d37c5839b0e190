using System.Text;
using System.Text.RegularExpressions;
using Analytics.Pipeline.Ingest;
using FsCheck;
using FsCheck.Fluent;

namespace Analytics.Tests.Ingest;

public sealed class RejectedRecordTests
{
    [Theory]
    [InlineData("2026-13-41", "2026-13-41")]
    [InlineData("2026-02-30T25:61:00Z", "2026-02-30x25:61:00x")]
    [InlineData("41.13.2026 10:00", "41.13.2026 10:00")]
    [InlineData("yesterday", "xxxxxxxxx")]
    [InlineData("1234567890123456789", "0000000000000000000")]
    [InlineData("@max_muster84", "@xxx_xxxxxx00")]
    [InlineData("550e8400-e29b-41d4-a716-446655440000", "000x0000-x00x-00x0-x000-000000000000")]
    [InlineData("grün", "xxxx")]
    [InlineData("", "")]
    public void Mask_Value_ShowsItsShape(string value, string expected) =>
        Assert.Equal(expected, RejectedRecord.Mask(Encoding.UTF8.GetBytes(value)));

    [Fact]
    public void Mask_AnyText_KeepsNoLetterAndNoLongNumber() =>
        Check.QuickThrowOnFailure(
            Prop.ForAll(ArbMap.Default.ArbFor<string>(), ArbMap.Default.ArbFor<ulong>(), (text, id) =>
            IsMasked(text ?? "") && IsMasked($"{text}{id}{text}") && IsMasked($"{id}") && IsMasked($"{id:x} {text}")));

    [Fact]
    public void Mask_RandomBytes_NeverThrowsAndStaysShort()
    {
        var random = new Random(1);
        for (var i = 0; i < 5000; i++)
        {
            var bytes = new byte[random.Next(400)];
            random.NextBytes(bytes);
            Assert.InRange(RejectedRecord.Mask(bytes).Length, 0, 80);
        }
    }

    private static bool IsMasked(string text)
    {
        var mask = RejectedRecord.Mask(Encoding.UTF8.GetBytes(text));
        return mask.All(c => c < 128)
            && !Regex.IsMatch(mask, "[A-Za-wyz]")
            && Regex.Matches(mask, "[0-9]{5,}").All(run => run.Value.All(digit => digit == '0'));
    }
}
