using System.Globalization;
using Microsoft.Extensions.Logging;
using Quartz;

namespace Analytics.App.Scheduling;

/// <summary>
/// What the store keeps for a pipeline: its name alone. The definition is the newest sound one of the folder of
/// whichever scheduler takes the due time up.
/// </summary>
internal sealed class PipelineJob(ScheduleBoard board, ScheduledRun run, ILogger<PipelineJob> logger) : IJob
{
    public const string Group = "pipelines";

    /// <summary>Group of firings for one time, whose key ends in that time.</summary>
    public const string OnceGroup = "once";

    private const string DueFormat = "yyyyMMdd'T'HHmmss.fff'Z'";

    public static JobKey KeyOf(string pipeline) => new(pipeline, Group);

    public static IJobDetail DetailOf(string pipeline) => JobBuilder.Create<PipelineJob>()
        .WithIdentity(KeyOf(pipeline))
        .StoreDurably()
        .RequestRecovery()
        .DisallowConcurrentExecution()
        .Build();

    /// <summary>A firing as soon as possible for one due time; those of one pipeline go by time.</summary>
    public static ITrigger Once(string pipeline, DateTimeOffset due, TimeProvider clock) =>
        TriggerBuilder.Create(clock)
            .WithIdentity(
                $"{pipeline}@{due.UtcDateTime.ToString(DueFormat, CultureInfo.InvariantCulture)}", OnceGroup)
            .ForJob(KeyOf(pipeline))
            .StartAt(due)
            .WithSchedule(SimpleScheduleBuilder.Create()
                .WithMisfireInstruction(SimpleTriggerMisfireInstruction.IgnoreMisfires))
            .Build();

    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken)
    {
        var name = context.JobDetail.Key.Name;
        var pipeline = board.Find(name);
        var due = DueOf(context, pipeline);
        if (pipeline is null)
        {
            logger.PipelineUnknown(name, due);
            return;
        }

        if (context.Recovering) logger.RunRecovered(name, due);
        if (board.All().Any(state => state.Read.Scheduled == pipeline && state.Read.Problems.Count > 0))
            logger.RunsByOldDefinition(name);
        var result = await run.RunAsync(pipeline, due, cancellationToken);
        if (!result.EndedWell) return;

        // Again after a crash between the commit and here: the run before is answered then, and this is made up for.
        foreach (var next in board.After(name))
        {
            await context.Scheduler.ScheduleTrigger(
                Once(next.Name, due, context.Scheduler.TimeProvider), TriggerConflict.Keep, CancellationToken.None);
        }
    }

    private static DateTimeOffset DueOf(IJobExecutionContext context, ScheduledPipeline? pipeline)
    {
        var trigger = context.Recovering ? context.RecoveringTriggerKey! : context.Trigger.Key;
        var end = trigger.Name[(trigger.Name.LastIndexOf('@') + 1)..];
        if (trigger.Group == OnceGroup && DateTimeOffset.TryParseExact(
            end, DueFormat, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var named))
        {
            return named;
        }

        var scheduledFor = context.ScheduledFireTimeUtc ?? context.FireTimeUtc;
        var firedAt = context.FireTimeUtc;
        var data = context.MergedJobDataMap;
        if (context.Recovering
            && TimeOf(data, SchedulerConstants.FailedJobOriginalTriggerScheduledFireTime) is { } then)
        {
            scheduledFor = then;
            firedAt = TimeOf(data, SchedulerConstants.FailedJobOriginalTriggerFireTime) ?? then;
        }

        return pipeline?.DueOf(scheduledFor, firedAt) ?? scheduledFor;
    }

    private static DateTimeOffset? TimeOf(JobDataMap data, string key) =>
        data.TryGetValue(key, out var value) && DateTimeOffset.TryParse(
            Convert.ToString(value, CultureInfo.InvariantCulture), CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal, out var time)
            ? time
            : null;
}
