using System.Globalization;
using Analytics.App.Console;
using Analytics.App.Reports;
using Analytics.App.Tables;
using Analytics.Pipeline;
using Analytics.Pipeline.Definition;

namespace Analytics.App.Scheduling;

/// <summary>Shows what a scheduler of a folder would do: each pipeline with its next times, each mistake.</summary>
internal sealed class ScheduleList(Terminal terminal, TimeProvider clock)
{
    private const int Times = 5;

    /// <returns>Whether every file is sound.</returns>
    public bool Write(FolderReading folder, bool json)
    {
        var now = clock.GetUtcNow();
        if (json) JsonReport.Write(terminal.Out, folder.All.Select(file => Line(file, now)).ToList());
        else WriteText(folder.All, now);
        return folder.All.All(file => file.Problems.Count == 0);
    }

    /// <summary>When a pipeline runs, in words.</summary>
    public static string When(PipelineDefinition definition, ScheduledPipeline? scheduled) => scheduled switch
    {
        null => "without schedule",
        { Cron: null } => $"after {definition.Schedule!.After}",
        _ => $"{definition.Schedule!.Cron} {definition.Schedule.TimeZone}",
    };

    private void WriteText(IReadOnlyList<PipelineFileState> files, DateTimeOffset now)
    {
        Column[] columns = [new("pipeline"), new("when"), new("if missed"), new("next times")];
        List<string[]> rows = [];
        foreach (var file in files.Where(file => file.Definition is not null))
        {
            var definition = file.Definition!;
            var times = file.Scheduled?.NextTimes(now, Times) ?? [];
            var misfire = file.Scheduled?.Cron is null ? "" : Word(definition.Schedule!.Misfire);
            var first = times.Count > 0 ? Time(times[0]) : "";
            rows.Add([definition.Name, When(definition, file.Scheduled), misfire, first]);
            rows.AddRange(times.Skip(1).Select(time => new[] { "", "", "", Time(time) }));
        }

        if (rows.Count > 0) TableReport.Write(terminal, columns, rows);
        if (files.Count == 0) terminal.Out.WriteLine("The folder holds no pipeline file (*.yaml, *.yml).");
        var broken = files.Where(file => file.Problems.Count > 0).ToList();
        if (broken.Count > 0 && rows.Count > 0) terminal.Out.WriteLine();
        foreach (var file in broken)
        {
            terminal.Out.WriteLine($"{file.File}: broken");
            foreach (var problem in file.Problems) terminal.Out.WriteLine($"  {problem}");
        }
    }

    private static ListLine Line(PipelineFileState file, DateTimeOffset now)
    {
        var schedule = file.Definition?.Schedule;
        return new ListLine(
            file.File, file.Definition?.Name, schedule?.Cron, schedule?.Cron is null ? null : schedule.TimeZone,
            schedule?.After, schedule?.Cron is null ? null : schedule.Misfire, schedule?.Jitter, schedule?.TimeLimit,
            schedule?.Retries, schedule?.RetryDelay,
            [.. (file.Scheduled?.NextTimes(now, Times) ?? []).Select(Iso)], file.Problems);
    }

    private static string Word(MisfirePolicy policy) => policy switch
    {
        MisfirePolicy.RunOnce => "run_once",
        MisfirePolicy.Skip => "skip",
        _ => "run_all",
    };

    private static string Time(DateTimeOffset time) =>
        time.ToString("ddd yyyy-MM-dd HH:mm:ss zzz", CultureInfo.InvariantCulture);

    private static string Iso(DateTimeOffset time) =>
        time.ToString("yyyy-MM-dd'T'HH:mm:sszzz", CultureInfo.InvariantCulture);

    private sealed record ListLine(
        string File,
        string? Pipeline,
        string? Cron,
        string? TimeZone,
        string? After,
        MisfirePolicy? Misfire,
        TimeSpan? Jitter,
        TimeSpan? TimeLimit,
        int? Retries,
        TimeSpan? RetryDelay,
        IReadOnlyList<string> Next,
        IReadOnlyList<Problem> Problems);
}
