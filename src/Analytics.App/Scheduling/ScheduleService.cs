using System.Data.Common;
using Analytics.Pipeline;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Quartz;

namespace Analytics.App.Scheduling;

/// <summary>Starts the scheduler with what the folder says, follows the folder, and stops both.</summary>
internal sealed class ScheduleService(
    ISchedulerFactory factory,
    ScheduleBoard board,
    PipelineFolder folder,
    ScheduleOptions options,
    TimeProvider clock,
    ILogger<ScheduleService> logger) : IHostedService, IDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly SemaphoreSlim _reading = new(1);
    private FileStream? _hold;
    private ScheduleSync? _sync;
    private bool _isPending;
    private Task _following = Task.CompletedTask;

    public IScheduler? Scheduler { get; private set; }

    /// <exception cref="UserException">No such folder, or a store that cannot be used.</exception>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        Hold();
        var reading = Take();
        try
        {
            Scheduler = await factory.GetScheduler(cancellationToken);
            await AssertStoreAsync(Scheduler, cancellationToken);
            _sync = new ScheduleSync(Scheduler, clock);
            await _sync.ApplyAsync(reading.All, cancellationToken);
            if (options.Store.Kind == StoreKind.Memory) await _sync.CatchUpAsync(reading.All, cancellationToken);
            await Scheduler.Start(cancellationToken);
        }
        catch (Exception error) when (StoreFault(error) is { } fault)
        {
            throw new UserException(
                $"the store cannot be used ({options.Store.Description}): {fault}. Check that it runs and that this "
                + "user may make tables in it.",
                ExitCodes.Failed,
                error);
        }

        board.Start();
        logger.ScheduleStarted(options.Folder, reading.All.Count(file => file.Scheduled is not null),
            options.Store.Description);
        _following = FollowAsync();
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        board.Stop();
        await _stop.CancelAsync();
        await _following;
        if (Scheduler is not null) await Scheduler.Shutdown(waitForJobsToComplete: true, cancellationToken);
        logger.ScheduleStopped();
    }

    public void Dispose()
    {
        _hold?.Dispose();
        _stop.Dispose();
        _reading.Dispose();
    }

    /// <summary>Reads the folder once and brings the store to what it says.</summary>
    public async Task ReadAsync(CancellationToken cancellation)
    {
        await _reading.WaitAsync(cancellation);
        try
        {
            var reading = Take();
            if (reading.Changed.Count == 0 && reading.Gone.Count == 0 && !_isPending) return;
            _isPending = true;
            await _sync!.ApplyAsync(reading.All, cancellation);
            _isPending = false;
        }
        catch (UserException error)
        {
            logger.FolderUnreadable(error.Message);
        }
        catch (Exception error) when (StoreFault(error) is { } fault)
        {
            logger.StoreFailed(fault);
        }
        finally
        {
            _reading.Release();
        }
    }

    private async Task FollowAsync()
    {
        try
        {
            while (true)
            {
                await Task.Delay(options.ReadEvery, clock, _stop.Token);
                await ReadAsync(_stop.Token);
            }
        }
        catch (OperationCanceledException)
        {
            // Stopping is how it ends.
        }
    }

    private FolderReading Take()
    {
        var reading = folder.Read();
        board.Show(reading.All);
        foreach (var file in reading.Changed) Tell(file);
        foreach (var file in reading.Gone.Where(file => file.Definition is not null))
            logger.PipelineGone(file.File, file.Definition!.Name);
        return reading;
    }

    private void Tell(PipelineFileState file)
    {
        if (file.Problems.Count > 0)
        {
            var consequence = file.Definition is null
                ? "broken, so nothing of it runs"
                : $"broken, so {file.Definition.Name} stays as it was";
            logger.FileBroken(file.File, consequence, string.Join(" ", file.Problems));
        }
        else
        {
            logger.PipelineTaken(file.Definition!.Name, ScheduleList.When(file.Definition, file.Scheduled), file.File);
        }
    }

    /// <summary>Two schedulers on one SQLite file would both run everything.</summary>
    private void Hold()
    {
        if (options.Store.File is not { } file) return;
        try
        {
            _hold = new FileStream(file + ".lock", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new UserException(
                $"{file}: another scheduler uses this file, or it cannot be written ({error.Message.TrimEnd('.')}). "
                + "Stop the other one, name another file, or use postgresql: for several schedulers.",
                ExitCodes.LakeBusy,
                error);
        }
    }

    /// <summary>A store that is not what was asked for would run everything twice, without a word.</summary>
    private async Task AssertStoreAsync(IScheduler scheduler, CancellationToken cancellation)
    {
        var found = await scheduler.GetMetadata(cancellation);
        if (found.JobStoreClustered == options.Store.IsClustered
            && found.JobStorePersistent == (options.Store.Kind != StoreKind.Memory))
        {
            return;
        }

        throw new InvalidOperationException(
            $"The scheduler's store is {found.JobStoreTypeName} (persistent: {found.JobStorePersistent}, clustered: "
            + $"{found.JobStoreClustered}), which is not what was asked for: {options.Store.Description}.");
    }

    private static string? StoreFault(Exception error) => error switch
    {
        DbException fault => fault.Message,
        SchedulerException { InnerException: { } inner } outer => StoreFault(inner) ?? outer.Message,
        SchedulerException fault => fault.Message,
        System.Net.Sockets.SocketException fault => fault.Message,
        _ => error.InnerException is { } inner ? StoreFault(inner) : null,
    };
}
