using System.Text.Json;
using Analytics.Pipeline.Lake;

namespace Analytics.Pipeline.Runs;

/// <summary>What a run under way tells in <c>runs/progress.json</c> of its lake, for whoever watches it.</summary>
/// <param name="RunId">Null until it is known.</param>
/// <param name="SeenAt">When this was written; renewed every few seconds while the run lives.</param>
/// <param name="Stage">Under way; null between stages.</param>
/// <param name="Fraction">0 to 1; null where the end is not known.</param>
/// <param name="Rows">Of the stage under way, as the bytes.</param>
/// <param name="Finished">Stages that have ended, in order.</param>
public sealed record RunProgress(
    string Pipeline,
    string? RunId,
    int ProcessId,
    string Machine,
    DateTimeOffset StartedAt,
    DateTimeOffset SeenAt,
    string? Stage,
    double? Fraction,
    long Rows,
    long Bytes,
    int Warnings,
    IReadOnlyList<FinishedStage> Finished)
{
    /// <summary>Silence after which a run counts as dead: it writes more often by far.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(30);

    /// <summary>What the run that holds the lake tells, or one that died has left; null where there is none.</summary>
    public static RunProgress? Read(LakeFolder lake)
    {
        try
        {
            return JsonSerializer.Deserialize<RunProgress>(File.ReadAllText(PathIn(lake)), ManifestJson.Options);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or JsonException)
        {
            return null;
        }
    }

    internal static string PathIn(LakeFolder lake)
    {
        ArgumentNullException.ThrowIfNull(lake);
        return Path.Combine(lake.Runs, "progress.json");
    }
}

/// <summary>A stage that has ended.</summary>
public sealed record FinishedStage(string Stage, long Rows, long Bytes, long Rejects, double Seconds);

/// <summary>
/// Keeps <see cref="RunProgress"/> up to date: at once when a stage begins or ends, else at most once in a second, and
/// every few seconds even if nothing happens. Replaced whole by a rename, not flushed: it is of no use after a crash.
/// It lies beside the folder of the run, which becomes the snapshot, and is gone when the run has ended.
/// </summary>
internal sealed class RunProgressFile : IRunObserver, IDisposable
{
    private static readonly TimeSpan Throttle = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(3);

    private readonly Lock _gate = new();
    private readonly string _path;
    private readonly TimeProvider _clock;
    private readonly ITimer _heartbeat;
    private readonly List<FinishedStage> _finished = [];
    private RunProgress _state;
    private bool _isClosed;

    /// <param name="lake">Held by this run.</param>
    public RunProgressFile(LakeFolder lake, string pipeline, TimeProvider clock)
    {
        _path = RunProgress.PathIn(lake);
        _clock = clock;
        var now = clock.GetUtcNow();
        _state = new RunProgress(
            pipeline, null, Environment.ProcessId, Environment.MachineName, now, now, null, null, 0, 0, 0, _finished);
        Change(state => state);
        _heartbeat = clock.CreateTimer(_ => Change(state => state), null, Heartbeat, Heartbeat);
    }

    public void RunIdentified(string runId) => Change(state => state with { RunId = runId });

    public void StageStarted(string stage) =>
        Change(state => state with { Stage = stage, Fraction = null, Rows = 0, Bytes = 0 });

    public void StageProgress(string stage, double fraction, long rows, long bytes)
    {
        if (_clock.GetUtcNow() - _state.SeenAt < Throttle) return;
        Change(state => state with
        {
            Stage = stage,
            Fraction = double.IsFinite(fraction) ? fraction : null,
            Rows = rows,
            Bytes = bytes,
        });
    }

    public void StageFinished(StageReport report) => Change(state =>
    {
        _finished.Add(new FinishedStage(
            report.Stage, report.Rows, report.Bytes, report.Rejects, Math.Round(report.Elapsed.TotalSeconds, 3)));
        return state.Stage == report.Stage ? state with { Stage = null, Fraction = null, Rows = 0, Bytes = 0 } : state;
    });

    public void Warning(string message) => Change(state => state with { Warnings = state.Warnings + 1 });

    public void Dispose()
    {
        _heartbeat.Dispose();
        lock (_gate)
        {
            _isClosed = true;
            Quietly(() =>
            {
                File.Delete(_path);
                File.Delete(Draft);
            });
        }
    }

    private string Draft => _path + ".next";

    private void Change(Func<RunProgress, RunProgress> change)
    {
        lock (_gate)
        {
            if (_isClosed) return;
            _state = change(_state) with { SeenAt = _clock.GetUtcNow() };
            Quietly(() =>
            {
                File.WriteAllBytes(Draft, JsonSerializer.SerializeToUtf8Bytes(_state, ManifestJson.Options));
                File.Move(Draft, _path, overwrite: true);
            });
        }
    }

    /// <summary>A full or read-only disk is for the run itself to tell.</summary>
    private static void Quietly(Action write)
    {
        try
        {
            write();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // Whoever watches sees no news; the run goes on.
        }
    }
}
