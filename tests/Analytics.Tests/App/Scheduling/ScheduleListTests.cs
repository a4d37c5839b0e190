using System.Text.Json;
using Analytics.App.Console;
using Analytics.App.Scheduling;
using static Analytics.Tests.App.Scheduling.ScheduleFolder;

namespace Analytics.Tests.App.Scheduling;

public sealed class ScheduleListTests : IDisposable
{
    private readonly ScheduleFolder _folder = new();
    private readonly StringWriter _output = new();
    private readonly SteppedClock _clock = new(Utc("2027-03-26 12:00"));

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Write_Text_ShowsFiveTimesInTheZoneAcrossTheChangeOfClocks()
    {
        _folder.Write("night", "cron: \"30 2 * * *\", time_zone: Europe/Vienna, misfire: skip")
            .Write("report", "after: night");

        Assert.True(Write(json: false));

        Assert.Equal(
            """
            pipeline  when                      if missed  next times
            --------  ------------------------  ---------  ------------------------------
            night     30 2 * * * Europe/Vienna  skip       Sat 2027-03-27 02:30:00 +01:00
                                                           Sun 2027-03-28 03:00:00 +02:00
                                                           Mon 2027-03-29 02:30:00 +02:00
                                                           Tue 2027-03-30 02:30:00 +02:00
                                                           Wed 2027-03-31 02:30:00 +02:00
            report    after night
            """,
            string.Join('\n', _output.ToString().Split('\n').Select(line => line.TrimEnd())).TrimEnd());
    }

    [Fact]
    public void Write_BrokenFile_ShowsItsProblemsAndIsNotSound()
    {
        _folder.Write("bad", "cron: \"0 25 * * *\"").Write("good", "cron: \"0 3 * * *\"");

        Assert.False(Write(json: false));

        Assert.Contains("bad.yaml: broken", _output.ToString());
        Assert.Contains("bad.yaml:3:22: schedule.cron: found '25' as hour", _output.ToString());
        Assert.Contains("good      0 3 * * * UTC", _output.ToString());
    }

    [Fact]
    public void Write_Json_NamesEveryKeyOfTheSchedule()
    {
        _folder.Write("a", "cron: \"0 3 * * 7\", time_zone: America/New_York, misfire: run_all, jitter: 5m, "
            + "time_limit: 2h, retries: 1, retry_delay: 30s");
        _folder.Write("b", "after: nobody");

        Assert.False(Write(json: true));

        using var json = JsonDocument.Parse(_output.ToString());
        var (a, b) = (json.RootElement[0], json.RootElement[1]);
        Assert.Equal("run_all", a.GetProperty("misfire").GetString());
        Assert.Equal([300, 7_200, 30], new[] { "jitter", "time_limit", "retry_delay" }
            .Select(key => a.GetProperty(key).GetInt32()));
        Assert.Equal(5, a.GetProperty("next").GetArrayLength());
        Assert.Equal("2027-03-28T03:00:00-04:00", a.GetProperty("next")[0].GetString());
        Assert.Equal(JsonValueKind.Null, b.GetProperty("pipeline").ValueKind);
        Assert.Equal("schedule.after", b.GetProperty("problems")[0].GetProperty("key").GetString());
    }

    private bool Write(bool json)
    {
        Terminal terminal = new() { In = TextReader.Null, Out = _output, Error = TextWriter.Null };
        return new ScheduleList(terminal, _clock).Write(new PipelineFolder(_folder.Path, _clock).Read(), json);
    }
}
