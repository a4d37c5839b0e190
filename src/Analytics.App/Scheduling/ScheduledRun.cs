using Analytics.DuckDb;
using Analytics.Pipeline;
using Analytics.Pipeline.Definition;
using Analytics.Pipeline.Runs;
using Microsoft.Extensions.Logging;

namespace Analytics.App.Scheduling;

/// <summary>Runs one pipeline once; the product's own way is <see cref="PipelineRun"/>.</summary>
internal delegate Task<RunSummary> PipelineRunner(
    PipelineDefinition definition, RunOptions options, CancellationToken cancellation);

/// <summary>
/// One due time from the moment it fires to its result: late by its jitter, in line for its lake, cancelled at its time
/// limit, tried again after what may pass.
/// </summary>
internal sealed class ScheduledRun(
    ScheduleBoard board,
    LakeQueue queue,
    PipelineRunner runner,
    TimeProvider clock,
    ScheduleOptions options,
    ILogger<ScheduledRun> logger)
{
    private static readonly TimeSpan FirstBusyWait = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestBusyWait = TimeSpan.FromSeconds(30);

    /// <exception cref="OperationCanceledException">The scheduler stops; another one takes the time up.</exception>
    public async Task<RunResult> RunAsync(ScheduledPipeline pipeline, DateTimeOffset due, CancellationToken stop)
    {
        var taken = clock.GetUtcNow();
        try
        {
            await WaitAsync(due + pipeline.JitterOf(due) - taken, RunPhase.Jitter, attempt: 1);
            var result = await RepeatAsync(pipeline, due, taken, Phase, WaitAsync, stop);
            Tell(result);
            board.Show(result);
            return result;
        }
        catch (OperationCanceledException)
        {
            board.Forget(pipeline.Name);
            logger.RunHandedBack(pipeline.Name, due);
            throw;
        }

        async Task WaitAsync(TimeSpan time, RunPhase phase, int attempt)
        {
            Phase(phase, attempt);
            if (time > TimeSpan.Zero) await Task.Delay(time, clock, stop);
        }

        void Phase(RunPhase phase, int attempt) =>
            board.Show(pipeline.Name, new RunUnderWay(due, taken, phase, attempt));
    }

    private async Task<RunResult> RepeatAsync(
        ScheduledPipeline pipeline,
        DateTimeOffset due,
        DateTimeOffset taken,
        Action<RunPhase, int> phase,
        Func<TimeSpan, RunPhase, int, Task> wait,
        CancellationToken stop)
    {
        var busyWait = FirstBusyWait;
        for (var attempt = 1; ;)
        {
            RunOutcome outcome;
            string? runId = null;
            string? message;
            try
            {
                phase(RunPhase.Queued, attempt);
                (outcome, runId, message) = await AttemptAsync(
                    pipeline, due, () => phase(RunPhase.Running, attempt), stop);
            }
            catch (UserException busy) when (busy.ExitCode == ExitCodes.LakeBusy)
            {
                // Another process holds the lake. That is no fault of this run, so it takes no attempt.
                logger.LakeBusy(pipeline.Name, due, busyWait.TotalSeconds);
                await wait(busyWait, RunPhase.Queued, attempt);
                busyWait = busyWait * 2 < LongestBusyWait ? busyWait * 2 : LongestBusyWait;
                continue;
            }
            catch (Exception error) when (MayPass(error) && attempt <= pipeline.Schedule.Retries)
            {
                var delay = pipeline.RetryDelayOf(due, attempt);
                logger.RunRetried(pipeline.Name, due, attempt, delay.TotalSeconds, error.Message);
                await wait(delay, RunPhase.Retrying, ++attempt);
                continue;
            }
            catch (Exception error) when (error is not OperationCanceledException || !stop.IsCancellationRequested)
            {
                (outcome, message) = (RunOutcome.Failed, error.Message);
                if (error is not UserException) logger.RunBroke(pipeline.Name, error);
            }

            return new RunResult(
                pipeline.Name, due, taken, clock.GetUtcNow(), outcome, attempt, runId, message);
        }
    }

    private async Task<(RunOutcome Outcome, string? RunId, string? Message)> AttemptAsync(
        ScheduledPipeline pipeline, DateTimeOffset due, Action started, CancellationToken stop)
    {
        var definition = pipeline.Definition;
        using var turn = await queue.EnterAsync(definition.Output.Lake, stop);
        using CancellationTokenSource limit = new(pipeline.Schedule.TimeLimit ?? Timeout.InfiniteTimeSpan, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(stop, limit.Token);
        started();
        logger.RunStarted(pipeline.Name, due);
        try
        {
            var run = await runner(
                definition, new RunOptions(null, options.Threads, DryRun: false) { DueAt = due }, either.Token);
            return run.Status switch
            {
                RunStatus.Done => (RunOutcome.Done, run.RunId, null),
                RunStatus.Answered => (RunOutcome.Answered, run.RunId, null),
                _ => (RunOutcome.Held, run.RunId, run.Warnings.LastOrDefault() ?? "a quality gate failed"),
            };
        }
        catch (Exception) when (limit.IsCancellationRequested && !stop.IsCancellationRequested)
        {
            var allowed = Durations.Format(pipeline.Schedule.TimeLimit!.Value);
            return (RunOutcome.TimeLimit, null, $"cancelled after schedule.time_limit ({allowed}), nothing published");
        }
    }

    /// <summary>Faults of disks, networks and neighbours; not those of files, configuration or data.</summary>
    private static bool MayPass(Exception error) => error switch
    {
        UserException { ExitCode: ExitCodes.Usage or ExitCodes.QualityGate } => false,
        FileNotFoundException or DirectoryNotFoundException => false,
        IOException or HttpRequestException or System.Net.Sockets.SocketException or TimeoutException => true,
        DuckDbException refused => refused.ErrorType is DuckDbErrorType.IO or DuckDbErrorType.Network
            or DuckDbErrorType.Http or DuckDbErrorType.Timeout,
        _ => error.InnerException is { } inner && MayPass(inner),
    };

    private void Tell(RunResult result)
    {
        var seconds = (result.FinishedAt - result.StartedAt).TotalSeconds;
        if (result.EndedWell) logger.RunEnded(result.Pipeline, result.DueAt, result.Outcome, result.RunId!, seconds);
        else logger.RunFailed(result.Pipeline, result.DueAt, result.Outcome, result.Attempts, result.Message ?? "");
    }
}
