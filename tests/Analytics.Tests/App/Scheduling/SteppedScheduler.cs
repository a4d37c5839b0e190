using Analytics.App.Console;
using Analytics.App.Progress;
using Analytics.App.Scheduling;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Analytics.Tests.App.Scheduling;

/// <summary>The product's scheduler in this process, driven by a clock that stands still until it is moved.</summary>
internal sealed class SteppedScheduler : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly IHost _host;
    private readonly StringWriter _log = new();

    private SteppedScheduler(SteppedClock clock, PipelineRunner? runner, ScheduleOptions options)
    {
        Clock = clock;
        Terminal terminal = new()
        {
            In = TextReader.Null,
            Out = TextWriter.Null,
            Error = TextWriter.Synchronized(_log),
        };
        LogSettings log = new(LogFormat.Text, LogLevel.Information, ShowsBars: false, IsQuiet: false);
        _host = ScheduleHost.Build(terminal, log, options, services =>
        {
            services.AddSingleton<TimeProvider>(clock);
            if (runner is not null) services.AddSingleton(runner);
        });
    }

    public SteppedClock Clock { get; }

    public ScheduleBoard Board => _host.Services.GetRequiredService<ScheduleBoard>();

    public string Log
    {
        get
        {
            lock (_log) return _log.ToString();
        }
    }

    /// <param name="runner">Instead of real runs.</param>
    public static async Task<SteppedScheduler> StartAsync(
        string folder,
        SteppedClock clock,
        PipelineRunner? runner = null,
        ScheduleStore? store = null,
        int threads = 2,
        int parallel = 1)
    {
        SteppedScheduler scheduler = new(clock, runner, new ScheduleOptions(
            folder, store ?? ScheduleStore.Memory, threads, parallel)
        {
            LookEvery = TimeSpan.FromSeconds(1),
        });
        await scheduler._host.StartAsync();
        return scheduler;
    }

    /// <summary>Moves the clock and makes the scheduler look at it.</summary>
    public async Task AdvanceToAsync(DateTimeOffset time)
    {
        Clock.AdvanceTo(time);
        await NudgeAsync();
    }

    /// <summary>The scheduler sleeps by real time; anything that changes its jobs wakes it.</summary>
    public ValueTask NudgeAsync() => Service.Scheduler!.ResumeAll();

    public Task ReadFolderAsync() => Service.ReadAsync(CancellationToken.None);

    /// <summary>Waits until the pipeline's last run is the one for this time.</summary>
    public async Task<RunResult> UntilAsync(string pipeline, DateTimeOffset due)
    {
        RunResult? result = null;
        await UntilAsync(() => (result = Last(pipeline))?.DueAt == due);
        return result!;
    }

    /// <summary>Waits until the store holds this as the pipeline's next time.</summary>
    public async Task UntilNextAsync(string pipeline, DateTimeOffset next)
    {
        var key = ScheduleSync.KeyOf(pipeline);
        var held = await Service.Scheduler!.GetTrigger(key);
        while (held?.NextFireTimeUtc != next)
        {
            await NudgeAsync();
            await Task.Delay(5);
            held = await Service.Scheduler!.GetTrigger(key);
        }
    }

    public RunResult? Last(string pipeline) =>
        Board.All().FirstOrDefault(state => state.Read.Definition?.Name == pipeline)?.Last;

    public RunUnderWay? Running(string pipeline) =>
        Board.All().FirstOrDefault(state => state.Read.Definition?.Name == pipeline)?.Running;

    public async Task UntilAsync(Func<bool> condition)
    {
        var started = TimeProvider.System.GetTimestamp();
        for (var round = 0; !condition(); round++)
        {
            if (TimeProvider.System.GetElapsedTime(started) > Patience)
                throw new TimeoutException($"nothing came of it at {Clock.GetUtcNow():u}:\n{Log}");
            if (round % 100 == 99) await NudgeAsync();
            await Task.Delay(5);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        _host.Dispose();
    }

    private ScheduleService Service => _host.Services.GetRequiredService<ScheduleService>();
}
