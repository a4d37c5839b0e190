using Analytics.App.Console;
using Analytics.App.Progress;
using Analytics.Pipeline.Runs;
using Microsoft.Extensions.Logging;

namespace Analytics.Tests.App;

public sealed class ProgressTests
{
    [Fact]
    public void Lines_StageProgress_WritesAtMostOneLineInTenSeconds()
    {
        HandClock clock = new();
        using StringWriter output = new();
        using LineLoggerProvider provider = new(output, clock, LogLevel.Information);
        using LoggerFactory factory = new([provider]);
        ProgressLines lines = new(factory.CreateLogger<ProgressLines>(), clock);

        lines.StageStarted("ingest");
        for (var second = 0; second < 25; second++)
        {
            clock.Now += TimeSpan.FromSeconds(1);
            lines.StageProgress("ingest", second / 25.0, second * 1_000, second * 1_000_000);
        }

        lines.StageFinished(new StageReport(
            "ingest", 25_000, 25_000_000, TimeSpan.FromSeconds(75), TimeSpan.FromSeconds(0.25), 1_500_000_000));
        lines.Warning("half of the followers are missing");

        Assert.Equal(
            """
            00:00:10 ingest: 36 % 9,000 rows, 9.0 MB
            00:00:20 ingest: 76 % 19,000 rows, 19.0 MB
            00:00:25 ingest: 25,000 rows, 25.0 MB in 1 min 15 s (waited 0.3 s, peak 1.5 GB)
            00:00:25 warning: half of the followers are missing

            """,
            output.ToString());
    }

    [Fact]
    public async Task Bars_Stages_EndFullWithWarningsBelow()
    {
        using StringWriter error = new();
        Terminal terminal = new()
        {
            In = TextReader.Null,
            Out = TextWriter.Null,
            Error = error,
            ErrorIsTerminal = true,
            Variable = name => name == "NO_COLOR" ? "1" : null,
        };

        var result = await ProgressBars.ShowAsync(terminal, observer =>
        {
            observer.StageStarted("ingest [csv]");
            observer.StageProgress("ingest [csv]", double.NaN, 10, 1_000);
            observer.StageProgress("ingest [csv]", 1, 10, 1_000);
            observer.StageFinished(new StageReport(
                "ingest [csv]", 10, 1_000, TimeSpan.FromSeconds(1), TimeSpan.Zero, 2_000_000));
            observer.Warning("a file was empty");
            return Task.FromResult(7);
        });

        Assert.Equal(7, result);
        Assert.Contains("100% 10 rows, 1.0 kB, 1.0 s, peak 2.0 MB", error.ToString());
        Assert.EndsWith("warning: a file was empty\n", error.ToString());
    }

    [Theory]
    [InlineData(0, "0 B")]
    [InlineData(999, "999 B")]
    [InlineData(1_000, "1.0 kB")]
    [InlineData(99_400, "99.4 kB")]
    [InlineData(150_000, "150 kB")]
    [InlineData(999_600, "1.0 MB")]
    [InlineData(5_000_000_000_000, "5.0 TB")]
    public void Bytes_Number_HasTwoOrThreeDigits(long bytes, string expected) =>
        Assert.Equal(expected, Amounts.Bytes(bytes));

    /// <summary>A clock that moves when it is told to.</summary>
    private sealed class HandClock : TimeProvider
    {
        public DateTimeOffset Now { get; set; } = DateTimeOffset.UnixEpoch;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override DateTimeOffset GetUtcNow() => Now;

        public override long GetTimestamp() => Now.Ticks;
    }
}
