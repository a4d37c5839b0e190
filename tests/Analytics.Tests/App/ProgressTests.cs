using System.Text.Json;
using Analytics.App.Console;
using Analytics.App.Progress;
using Analytics.Pipeline.Runs;
using Microsoft.Extensions.Logging;

namespace Analytics.Tests.App;

public sealed class ProgressTests
{
    private static readonly LogSettings Text = new(LogFormat.Text, LogLevel.Information, false, false);

    [Fact]
    public void Lines_StageProgress_WritesAtMostOneLineInTenSeconds()
    {
        HandClock clock = new();
        using StringWriter output = new();
        using LineLoggerProvider provider = new(output, clock, Text);
        using LoggerFactory factory = new([provider]);
        ProgressLines lines = new(factory.CreateLogger<ProgressLines>(), clock, "nightly");

        lines.StageStarted("ingest");
        for (var second = 0; second < 25; second++)
        {
            clock.Now += TimeSpan.FromSeconds(1);
            lines.StageProgress("ingest", second / 25.0, second * 1_000, second * 1_000_000);
        }

        lines.StageFinished(new StageReport(
            "ingest", 25_000, 25_000_000, TimeSpan.FromSeconds(75), TimeSpan.FromSeconds(0.25), 1_500_000_000)
        {
            Rejects = 12,
        });
        lines.Warning("half of the followers are missing");

        Assert.Equal(
            """
            1970-01-01T00:00:10Z ingest: 36 % 9,000 rows, 9.0 MB
            1970-01-01T00:00:20Z ingest: 76 % 19,000 rows, 19.0 MB
            1970-01-01T00:00:25Z ingest: 25,000 rows, 25.0 MB in 1 min 15 s, 12 rejected (waited 0.3 s, peak 1.5 GB)
            1970-01-01T00:00:25Z warning: half of the followers are missing

            """,
            output.ToString());
    }

    [Fact]
    public void Lines_Json_AreOneObjectEachWithBareValues()
    {
        HandClock clock = new();
        using StringWriter output = new();
        using LineLoggerProvider provider = new(
            output, clock, Text with { Format = LogFormat.Json });
        using LoggerFactory factory = new([provider]);
        ProgressLines lines = new(factory.CreateLogger("run"), clock, "nightly \"a\"\n");

        lines.StageStarted("ingest");
        clock.Now += TimeSpan.FromSeconds(11);
        lines.StageProgress("ingest", double.NaN, 7, 8);
        lines.RunIdentified("0003-abc");
        lines.StageFinished(new StageReport(
            "ingest", 25_000, 25_000_000, TimeSpan.FromSeconds(75.1234), TimeSpan.FromSeconds(0.25), 1_500_000_000)
        {
            Rejects = 12,
        });
        lines.Warning("two\nlines");

        var written = output.ToString().TrimEnd('\n').Split('\n');
        Assert.Equal(3, written.Length);
        Assert.Equal(
            """
            {"time":"1970-01-01T00:00:11.000Z","level":"information","event":101,"name":"StageProgress","logger":"run",
            "message":"ingest:  7 rows, 8 B","pipeline":"nightly \"a\"\n","stage":"ingest",
            "fraction":null,"rows":7,"bytes":8}
            """.ReplaceLineEndings(""),
            written[0]);
        using var finished = JsonDocument.Parse(written[1]);
        Assert.Equal("0003-abc", finished.RootElement.GetProperty("run_id").GetString());
        Assert.Equal(75.123, finished.RootElement.GetProperty("seconds").GetDouble());
        Assert.Equal(25_000_000, finished.RootElement.GetProperty("bytes").GetInt64());
        Assert.Equal(12, finished.RootElement.GetProperty("rejects").GetInt64());
        using var warning = JsonDocument.Parse(written[2]);
        Assert.Equal("warning", warning.RootElement.GetProperty("level").GetString());
        Assert.Equal("two\nlines", warning.RootElement.GetProperty("message").GetString());
    }

    [Fact]
    public void Text_OfSeveralPipelines_NamesEach()
    {
        HandClock clock = new();
        using StringWriter output = new();
        using LineLoggerProvider provider = new(
            output, clock, Text with { NamesPipelines = true });
        using LoggerFactory factory = new([provider]);

        new ProgressLines(factory.CreateLogger("run"), clock, "nightly").Warning("slow");

        Assert.Equal("1970-01-01T00:00:00Z [nightly] warning: slow\n", output.ToString());
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
