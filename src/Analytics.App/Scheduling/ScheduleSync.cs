using Analytics.Pipeline;
using Analytics.Pipeline.Definition;
using Analytics.Pipeline.Lake;
using Quartz;

namespace Analytics.App.Scheduling;

/// <summary>Brings jobs and triggers of the store to what the folder says. Doing it twice changes nothing.</summary>
internal sealed class ScheduleSync(IScheduler scheduler, TimeProvider clock)
{
    private const string CronGroup = "cron";

    /// <summary>Key of the trigger that fires at the times of the pipeline's cron expression.</summary>
    public static TriggerKey KeyOf(string pipeline) => new(pipeline, CronGroup);

    /// <summary>
    /// A trigger that says the same already is left alone: it knows which times were missed.
    /// </summary>
    public async Task ApplyAsync(IReadOnlyList<PipelineFileState> states, CancellationToken cancellation)
    {
        var pipelines = states.Select(state => state.Scheduled).OfType<ScheduledPipeline>().ToList();
        foreach (var pipeline in pipelines)
        {
            if (!await scheduler.Exists(PipelineJob.KeyOf(pipeline.Name), cancellation))
                await scheduler.AddJob(PipelineJob.DetailOf(pipeline.Name), AddJobOptions.Replacing, cancellation);

            var key = KeyOf(pipeline.Name);
            if (pipeline.Cron is null)
            {
                await scheduler.UnscheduleJob(key, cancellation);
                continue;
            }

            var before = await scheduler.GetTrigger(key, cancellation);
            if (before?.Description == pipeline.Fingerprint) continue;
            await scheduler.ScheduleTrigger(Trigger(key, pipeline), TriggerConflict.Replace, cancellation);
        }

        // A file that is broken from the start has no name; what the store keeps may be of it.
        if (states.Any(state => state.Definition is null)) return;
        var wanted = pipelines.Select(pipeline => PipelineJob.KeyOf(pipeline.Name)).ToHashSet();
        var stored = await scheduler.GetJobKeys(GroupMatcher<JobKey>.GroupEquals(PipelineJob.Group), cancellation);
        await scheduler.DeleteJobs([.. stored.Where(job => !wanted.Contains(job))], cancellation);
    }

    /// <summary>
    /// A store in memory does not know what was missed while nothing ran; the lakes do, because their newest snapshot
    /// names the time it answers.
    /// </summary>
    public async Task CatchUpAsync(IReadOnlyList<PipelineFileState> states, CancellationToken cancellation)
    {
        var now = clock.GetUtcNow();
        foreach (var pipeline in states.Select(state => state.Scheduled).OfType<ScheduledPipeline>())
        {
            if (pipeline.Cron is null || pipeline.Schedule.Misfire == MisfirePolicy.Skip) continue;
            if (LastAnswered(pipeline) is not { } last) continue;
            var missed = pipeline.TimesBetween(last, now).ToList();
            if (pipeline.Schedule.Misfire == MisfirePolicy.RunOnce) missed = [.. missed.TakeLast(1)];
            foreach (var due in missed)
            {
                await scheduler.ScheduleTrigger(
                    PipelineJob.Once(pipeline.Name, due, clock), TriggerConflict.Keep, cancellation);
            }
        }
    }

    private static DateTimeOffset? LastAnswered(ScheduledPipeline pipeline)
    {
        try
        {
            return new SnapshotStore(new LakeFolder(pipeline.Definition.Output.Lake)).All()
                .Where(run => run.Pipeline == pipeline.Name).Max(run => run.DueAt);
        }
        catch (Exception error) when (error is UserException or IOException or UnauthorizedAccessException)
        {
            // The run itself says what is wrong with its lake.
            return null;
        }
    }

    private ITrigger Trigger(TriggerKey key, ScheduledPipeline pipeline) => TriggerBuilder.Create(clock)
        .WithIdentity(key)
        .ForJob(PipelineJob.KeyOf(pipeline.Name))
        .WithDescription(pipeline.Fingerprint)
        .StartAt(clock.GetUtcNow())
        .WithSchedule(CronScheduleBuilder.Create(pipeline.Cron!).WithMisfireInstruction(pipeline.Schedule.Misfire switch
        {
            MisfirePolicy.RunOnce => CronTriggerMisfireInstruction.FireAndProceed,
            MisfirePolicy.Skip => CronTriggerMisfireInstruction.DoNothing,
            _ => CronTriggerMisfireInstruction.IgnoreMisfires,
        }))
        .Build();
}
