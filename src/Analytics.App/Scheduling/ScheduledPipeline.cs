using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Analytics.Pipeline;
using Analytics.Pipeline.Definition;
using Quartz;

namespace Analytics.App.Scheduling;

/// <summary>A pipeline with a schedule that can be relied on: its cron expression has a next time.</summary>
internal sealed class ScheduledPipeline
{
    private const double RetrySpread = 0.25;
    private static readonly TimeSpan LongestRetryDelay = TimeSpan.FromHours(1);

    private ScheduledPipeline(PipelineDefinition definition, TimeZoneInfo zone, CronExpression? cron)
    {
        Definition = definition;
        Zone = zone;
        Cron = cron;
    }

    public PipelineDefinition Definition { get; }

    public string Name => Definition.Name;

    public ScheduleDefinition Schedule => Definition.Schedule!;

    public TimeZoneInfo Zone { get; }

    /// <summary>In the pipeline's zone; null where it runs after another one.</summary>
    public CronExpression? Cron { get; }

    /// <summary>Changes whenever the times, or what happens to missed ones, change.</summary>
    public string Fingerprint => $"{Cron?.CronExpressionString}|{Zone.Id}|{Schedule.Misfire}";

    /// <exception cref="UserException">None, or one without a time after <paramref name="now"/>.</exception>
    public static ScheduledPipeline Of(PipelineDefinition definition, DateTimeOffset now)
    {
        var schedule = definition.Schedule!;
        var zone = TimeZoneInfo.FindSystemTimeZoneById(schedule.TimeZone);
        if (schedule.Cron is not { } text) return new ScheduledPipeline(definition, zone, null);

        CronExpression cron;
        try
        {
            cron = CronExpression.Parse(text, CronFields.IsUnix(text) ? CronFormat.Unix : CronFormat.Quartz)
                .WithTimeZone(zone);
        }
        catch (FormatException error)
        {
            throw Mistake($"'{text}' ({error.Message.TrimEnd('.')})", "a cron expression", "Mend it", error);
        }

        if (cron.GetNextValidTimeAfter(now) is not null) return new ScheduledPipeline(definition, zone, cron);
        var today = now.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        throw Mistake(
            $"'{text}', which names no time after {today}", "an expression that comes again",
            "Check day, month and year, or remove the schedule");

        UserException Mistake(string found, string expected, string remedy, Exception? inner = null) => new(
            new Problem(
                definition.FilePath, schedule.Place.Line, schedule.Place.Column, "schedule.cron", found, expected,
                remedy),
            inner: inner);
    }

    /// <summary>The next times, in the pipeline's zone; none where it runs after another one.</summary>
    public IReadOnlyList<DateTimeOffset> NextTimes(DateTimeOffset now, int count)
    {
        List<DateTimeOffset> times = [];
        for (var at = Next(now); at is { } time && times.Count < count; at = Next(time)) times.Add(time);
        return times;

        DateTimeOffset? Next(DateTimeOffset after) =>
            Cron?.GetNextValidTimeAfter(after) is { } next ? TimeZoneInfo.ConvertTime(next, Zone) : null;
    }

    /// <summary>The times in (<paramref name="after"/>, <paramref name="until"/>], UTC.</summary>
    public IEnumerable<DateTimeOffset> TimesBetween(DateTimeOffset after, DateTimeOffset until)
    {
        for (var at = Cron?.GetNextValidTimeAfter(after); at <= until; at = Cron!.GetNextValidTimeAfter(at.Value))
            yield return at.Value;
    }

    /// <summary>
    /// The time that a firing answers. After an outage the store fires at a time of its own; then it is the last time
    /// of the expression up to then.
    /// </summary>
    public DateTimeOffset DueOf(DateTimeOffset scheduledFor, DateTimeOffset firedAt)
    {
        if (Cron is null) return scheduledFor;
        var isLate = firedAt - scheduledFor >= ScheduleStore.MisfireThreshold;
        if (Cron.IsSatisfiedBy(scheduledFor) && (!isLate || Schedule.Misfire == MisfirePolicy.RunAll))
            return scheduledFor;
        var from = isLate && Schedule.Misfire != MisfirePolicy.RunAll ? firedAt : scheduledFor;
        return Cron.GetPreviousValidTimeBefore(from.AddMilliseconds(1)) ?? scheduledFor;
    }

    /// <summary>How much later than <paramref name="due"/> the run starts; whole ms, the same on every host.</summary>
    public TimeSpan JitterOf(DateTimeOffset due) =>
        TimeSpan.FromMilliseconds(Math.Floor(Schedule.Jitter.TotalMilliseconds * Chance(due, 0)));

    /// <summary>The wait before attempt <paramref name="attempt"/> + 1.</summary>
    /// <param name="attempt">From 1: the one that failed.</param>
    public TimeSpan RetryDelayOf(DateTimeOffset due, int attempt)
    {
        var doubled = Schedule.RetryDelay.TotalSeconds * Math.Pow(2, Math.Min(attempt - 1, 30));
        var spread = 1 + (RetrySpread * ((2 * Chance(due, attempt)) - 1));
        return TimeSpan.FromSeconds(Math.Min(doubled, LongestRetryDelay.TotalSeconds) * spread);
    }

    /// <summary>From 0 to below 1, a function of name, time and number.</summary>
    private double Chance(DateTimeOffset due, int number)
    {
        var seed = string.Create(CultureInfo.InvariantCulture, $"{Name}\n{due.ToUnixTimeMilliseconds()}\n{number}");
        var digest = SHA256.HashData(Encoding.UTF8.GetBytes(seed));
        return (BinaryPrimitives.ReadUInt64LittleEndian(digest) >> 11) / (double)(1UL << 53);
    }
}
