using Analytics.Pipeline.Definition;
using FsCheck;
using FsCheck.Fluent;

namespace Analytics.Tests.Definition;

public sealed class DurationsTests
{
    [Theory]
    [InlineData("45s", 45)]
    [InlineData("30m", 1_800)]
    [InlineData("36h", 129_600)]
    [InlineData("180d", 15_552_000)]
    [InlineData("2w", 1_209_600)]
    public void TryParse_NumberAndUnit_GivesSeconds(string text, double seconds)
    {
        Assert.True(Durations.TryParse(text, out var duration));
        Assert.Equal(seconds, duration.TotalSeconds);
    }

    [Theory]
    [InlineData("")]
    [InlineData("d")]
    [InlineData("5")]
    [InlineData("-5d")]
    [InlineData("0d")]
    [InlineData("5 d")]
    [InlineData("1.5d")]
    [InlineData("5y")]
    [InlineData("36501d")]
    [InlineData("99999999999999999999d")]
    public void TryParse_AnythingElse_IsRefused(string text) => Assert.False(Durations.TryParse(text, out _));

    [Fact]
    public void Format_AnyDuration_ReadsBack() => Prop.ForAll(
        Gen.Choose(1, 100_000_000).ToArbitrary(),
        seconds => Durations.TryParse(Durations.Format(TimeSpan.FromSeconds(seconds)), out var duration)
            && duration.TotalSeconds == seconds).QuickCheckThrowOnFailure();
}
