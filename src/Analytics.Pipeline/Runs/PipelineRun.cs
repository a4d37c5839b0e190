using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Analytics.DuckDb;
using Analytics.Pipeline.Definition;
using Analytics.Pipeline.Gates;
using Analytics.Pipeline.Lake;
using Analytics.Pipeline.Marts;
using Analytics.Pipeline.Privacy;
using Analytics.Pipeline.Resources;
using Analytics.Pipeline.Sources;
using Analytics.Pipeline.Sources.Pull;

namespace Analytics.Pipeline.Runs;

/// <summary>
/// One run of a pipeline, from exports to a published snapshot. All files are written under <c>runs/</c> of the lake;
/// nothing counts before the commit, and a run that ends early leaves only a folder that the next one sweeps.
/// </summary>
public sealed class PipelineRun
{
    private readonly RunOptions _options;
    private readonly TimeProvider _clock;
    private readonly CancellationToken _cancellation;
    private readonly RunLog _log;
    private readonly LakeFolder _lake;
    private readonly SnapshotStore _store;
    private readonly RunResources _resources;

    // Once pulled, its remote sources know the files that were brought here.
    private PipelineDefinition _pipeline;

    private PipelineRun(
        PipelineDefinition pipeline, RunOptions options, RunLog log, TimeProvider clock, CancellationToken cancellation)
    {
        _pipeline = pipeline;
        _resources = RunResources.Of(pipeline, options);
        _options = options with { Threads = _resources.Threads };
        _log = log;
        _clock = clock;
        _cancellation = cancellation;
        _lake = new LakeFolder(options.Lake ?? pipeline.Output.Lake);
        _store = new SnapshotStore(_lake);
    }

    /// <exception cref="UserException">What the user can mend: key, lake, lock, memory, disk.</exception>
    /// <exception cref="OperationCanceledException">Cancelled; nothing was published.</exception>
    public static Task<RunSummary> ExecuteAsync(
        PipelineDefinition definition,
        RunOptions options,
        IRunObserver observer,
        TimeProvider clock,
        CancellationToken cancellation)
    {
        var telemetry = new RunTelemetry(definition.Name, new LakeFolder(options.Lake ?? definition.Output.Lake));
        var log = options.DryRun ? new RunLog(observer) : new RunLog(observer, telemetry);
        var run = new PipelineRun(definition, options, log, clock, cancellation);
        return options.DryRun
            ? run.ExplainAsync(run.RehearseAsync)
            : telemetry.FollowAsync(() => run.ExplainAsync(run.RunAsync));
    }

    /// <summary>Says what to do about it where there was not enough disk or memory after all.</summary>
    private async Task<RunSummary> ExplainAsync(Func<Task<RunSummary>> work)
    {
        try
        {
            return await work().ConfigureAwait(false);
        }
        catch (Exception error) when (error is not UserException && DiskFull.Caused(error))
        {
            throw new UserException(
                $"{_lake.Path}: the disk became full ({error.Message.ReplaceLineEndings(" ").TrimEnd('.')}). "
                + "Nothing was published and the lake is as it was. Free space there and run again.",
                ExitCodes.Failed,
                error);
        }
        catch (OutOfMemoryException error)
        {
            throw new UserException(
                $"{_lake.Path}: memory ran out, though the run plans with {Sizes.Text(_resources.MemoryBytes)} "
                + $"({_resources.MemorySource}). Nothing was published. Give it more, or lower resources.memory to "
                + "what there is.",
                ExitCodes.Failed,
                error);
        }
    }

    private async Task<RunSummary> RunAsync()
    {
        var startedAt = _clock.GetUtcNow();
        var key = PseudonymKey.LoadOrCreate(_pipeline.Privacy.KeyFile, _lake.Path);
        if (key.WasCreated)
            _log.Warn($"made a new pseudonym key: {key.Path} (keep a copy; without it new facts never meet old ones)");

        using var held = LakeLock.Acquire(_lake, _clock);
        if (held.TakenOverFrom is { } owner) _log.Warn($"took over the lock of a run that died: {owner}");
        var identities = IdentityStore.PathFor(_pipeline.Privacy.IdentityStore, _lake);
        foreach (var step in _lake.Open(identities, key.Fingerprint)) _log.Warn(step);
        using var progress = new RunProgressFile(_lake, _pipeline.Name, _clock);
        _log.Add(progress);
        var sequence = (_store.All() is [.., var last] ? last.Sequence : 0) + 1;
        var work = Path.Combine(_lake.Runs, sequence.ToString("0000", CultureInfo.InvariantCulture));
        var checkpoint = new CheckpointFile(work);
        var previous = Recover(checkpoint.Exists ? work : null);
        if (Answer() is { } answer) return answer;
        previous = WithTextsAsAsked(previous);
        Directory.CreateDirectory(work);

        try
        {
            var pulls = await PullAsync().ConfigureAwait(false);
            using var engine = OpenEngine(work);
            var plan = IngestPlan.Of(_pipeline, previous?.Files ?? [], _cancellation);
            var gathered = await Gathering(key, engine, work, previous).RunAsync(plan).ConfigureAwait(false);
            SourceReports.WarnOfOtherReadings(_pipeline, plan, previous?.Files ?? [], _log);
            var runId = RunId(sequence, plan, previous);
            _log.Identified(runId);
            var snapshot = new SnapshotBuilder(_pipeline, _lake, _log, previous, sequence, runId)
            {
                DueAt = _options.DueAt,
                Resources = _resources,
            };
            var summary = snapshot.Build(
                engine, plan, gathered, key, work, startedAt, _clock, _cancellation);
            return summary with { Pulls = pulls };
        }
        catch (Exception error)
        {
            // The sweep of the next run would do it; a run that can tidy up does.
            if (DiskFull.Caused(error)) GiveBack(work);
            else Leave(work, checkpoint);
            throw;
        }
    }

    /// <summary>Reads and checks everything in a folder of its own and throws the result away.</summary>
    private async Task<RunSummary> RehearseAsync()
    {
        var key = File.Exists(_pipeline.Privacy.KeyFile)
            ? PseudonymKey.LoadOrCreate(_pipeline.Privacy.KeyFile, _lake.Path)
            : PseudonymKey.ForOneRun();
        var previous = _store.Newest();
        var folder = Directory.CreateTempSubdirectory("analytics-rehearsal-").FullName;
        try
        {
            var (here, planned) = await new PullStage(_lake, _clock, Environment.GetEnvironmentVariable)
                .PreviewAsync(_pipeline, _cancellation).ConfigureAwait(false);
            _pipeline = here;
            using var engine = OpenEngine(folder);
            var plan = IngestPlan.Of(_pipeline, previous?.Files ?? [], _cancellation);
            var rejects = await Gathering(key, engine, folder, previous).RehearseAsync(plan).ConfigureAwait(false);
            SourceReports.WarnOfOtherReadings(_pipeline, plan, previous?.Files ?? [], _log);
            var sources = SourceReports.Of(_pipeline, plan, new Dictionary<string, double>());
            SourceReports.WarnOfFailures(plan, _log);
            using var connection = engine.Connect();
            var gates = SourceGates.Judge(
                connection, _pipeline, plan, previous?.Files ?? [], rejects, sources);
            return new RunSummary(
                "none", _lake.Path, _lake.Catalog, _log.Status(gates), sources, [], _log.Warnings, _log.Stages, [])
            {
                Gates = gates,
                Planned = planned,
            };
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>What was ingested stays for the next run, the rest of what a run has written does not.</summary>
    private void Leave(string work, CheckpointFile checkpoint)
    {
        if (!Directory.Exists(work)) return;
        if (checkpoint.Read() is { } kept)
        {
            checkpoint.RemoveAllBut(kept);
            _log.Warn("what was ingested is kept: the next run goes on from there, if configuration and exports stay");
        }
        else
        {
            Directory.Delete(work, recursive: true);
        }
    }

    /// <summary>Where the disk is full nothing is kept: space is what is wanted, by others too.</summary>
    private void GiveBack(string work)
    {
        if (Directory.Exists(work)) Directory.Delete(work, recursive: true);
        _store.Sweep();
    }

    private FactGathering Gathering(
        PseudonymKey key, DuckDbDatabase engine, string folder, SnapshotManifest? previous) =>
        new(_pipeline, _lake, previous, key, engine, folder, _options, _resources, _log, _cancellation);

    /// <summary>Brings the lake to the state of its published snapshot, whatever the last run left.</summary>
    /// <param name="resumable">Working folder that this run may go on with, or null.</param>
    private SnapshotManifest? Recover(string? resumable)
    {
        var swept = _store.Sweep(resumable);
        if (swept.Count > 0) _log.Warn($"swept what an unfinished run left: {swept.Count} files and folders");
        var newest = _store.Newest();
        if (newest is not null && !Catalog.Shows(_lake, newest))
        {
            _log.Warn($"the catalog was not the published one of run {newest.RunId}; built it anew");
            _store.KeepNewest(SnapshotBuilder.Kept(_pipeline), _clock.GetUtcNow());
            Catalog.Publish(_lake, newest);
        }

        return newest;
    }

    /// <summary>What a run says that has nothing to do, because its scheduled time has its snapshot.</summary>
    private RunSummary? Answer()
    {
        if (_options.DueAt is not { } due) return null;
        var answer = _store.All().LastOrDefault(run => run.Pipeline == _pipeline.Name && run.DueAt == due);
        return answer is null
            ? null
            : new RunSummary(
                answer.RunId, _lake.Path, _lake.Catalog, answer.IsHeld ? RunStatus.Held : RunStatus.Answered, [], [],
                _log.Warnings, _log.Stages, []);
    }

    /// <summary>
    /// Texts of posts go as soon as the pipeline does not ask for them; what was dropped before it asked cannot come
    /// back, because exports that are known are not read again.
    /// </summary>
    private SnapshotManifest? WithTextsAsAsked(SnapshotManifest? previous)
    {
        if (!_pipeline.Privacy.KeepText)
        {
            var files = KeptTexts.Remove(_lake, _store, _cancellation);
            if (files > 0)
                _log.Warn($"privacy.keep_text is not set any more: took the texts out of {files} files of posts");
            return _store.Newest();
        }

        var posts = previous?.Facts.Where(file => file.Table == "posts").Sum(file => file.Rows) ?? 0;
        if (previous is { KeepsText: false } && posts > 0)
        {
            _log.Warn(string.Create(
                CultureInfo.InvariantCulture,
                $"privacy.keep_text: {posts:N0} posts were ingested before it was set and stay without their text. If "
                + $"you need it, start a new lake with --lake DIR."));
        }

        return previous;
    }

    /// <summary>Brings the files of remote sources into the lake; does nothing where there are none.</summary>
    private async Task<IReadOnlyList<PullReport>> PullAsync()
    {
        if (!PullStage.IsNeeded(_pipeline)) return [];
        _log.Started("pull");
        var started = Stopwatch.GetTimestamp();
        var stage = new PullStage(_lake, _clock, Environment.GetEnvironmentVariable);
        var (pipeline, reports) = await stage.RunAsync(
            _pipeline, (files, bytes) => _log.Progress("pull", double.NaN, files, bytes), _cancellation)
            .ConfigureAwait(false);
        _pipeline = pipeline;
        _log.Finished(
            "pull", reports.Sum(report => report.Files), reports.Sum(report => report.Bytes),
            Stopwatch.GetElapsedTime(started), TimeSpan.Zero);
        return reports;
    }

    private DuckDbDatabase OpenEngine(string folder)
    {
        return DuckDbDatabase.Open(":memory:", new Dictionary<string, string>
        {
            ["threads"] = _options.Threads.ToString(CultureInfo.InvariantCulture),
            ["memory_limit"] = $"{new MemoryPlan(_resources).EngineBytes(default) >> 20}MiB",
            ["temp_directory"] = Path.Combine(folder, "spill"),
        });
    }

    /// <summary>The same input under the same configuration gives the same id, in any lake.</summary>
    private string RunId(int sequence, IngestPlan plan, SnapshotManifest? previous)
    {
        var text = new StringBuilder(_pipeline.ConfigHash).Append('\n').Append(previous?.RunId);
        foreach (var file in plan.New)
            text.Append('\n').Append(IngestPlan.Reading(file.Source)).Append(' ').Append(file.Sha256);
        var digest = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())));
        return $"{sequence:0000}-{digest[..8]}";
    }
}
