using System.Diagnostics;
using Analytics.DuckDb;
using Analytics.Pipeline.Definition;
using Analytics.Pipeline.Ingest;
using Analytics.Pipeline.Ingest.Settling;
using Analytics.Pipeline.Lake;
using Analytics.Pipeline.Privacy;
using Analytics.Pipeline.Resources;
using Analytics.Pipeline.Sources;

namespace Analytics.Pipeline.Runs;

/// <summary>What the exports of a run became.</summary>
/// <param name="Facts">New fact files.</param>
/// <param name="Settled">Settled files (<see cref="SettledFacts"/>).</param>
/// <param name="Rejects">Files with the refused records.</param>
internal sealed record Gathered(
    IReadOnlyList<StagedFacts> Facts, IReadOnlyList<StagedFacts> Settled, IReadOnlyList<string> Rejects);

/// <summary>
/// Exports in, staged facts out. Exports are ingested in batches, each as if it were a run of its own; after each, and
/// after settling, a checkpoint is written from which the next run resumes if this one does not come to its end. Where
/// batches end follows from the exports alone, so a run that was resumed leaves the same files as one that was not.
/// </summary>
/// <param name="folder">The folder of the run; its files lie in <c>staging/</c>.</param>
internal sealed class FactGathering(
    PipelineDefinition pipeline,
    LakeFolder lake,
    SnapshotManifest? previous,
    PseudonymKey key,
    DuckDbDatabase engine,
    string folder,
    RunOptions options,
    RunResources resources,
    RunLog log,
    CancellationToken cancellation)
{
    // More than this many batches would spend their time on reading again what the ones before have written.
    private const int MostBatches = 16;

    private readonly CheckpointFile _file = new(folder);
    private readonly MemoryPlan _memory = new(resources);
    private readonly DiskSpace _disk = new(lake, resources.DiskReserveBytes);

    /// <summary>Goes on from the checkpoint in the folder, if there is one that fits.</summary>
    public async Task<Gathered> RunAsync(IngestPlan plan)
    {
        var batches = Cut(plan.New, options.BatchBytes);
        var basis = new CheckpointBasis(
            pipeline.ConfigHash, previous?.RunId, key.Fingerprint, $"{CodeVersion.Text} {CodeVersion.Build}");
        var checkpoint = Resume(basis, batches);
        RequireSpace(batches.Skip(checkpoint.Batches.Count).SelectMany(files => files));
        checkpoint = await IngestAsync(plan, batches, checkpoint).ConfigureAwait(false);
        checkpoint = Settle(checkpoint);
        return new Gathered(
            [.. Staged(checkpoint), .. checkpoint.Settled!.Facts.Select(_file.Staged)],
            [.. checkpoint.Settled.Files.Select(_file.Staged)],
            Rejects(checkpoint));
    }

    /// <summary>Reads everything and keeps no account of it in the folder.</summary>
    /// <returns>Files with the refused records.</returns>
    public async Task<IReadOnlyList<string>> RehearseAsync(IngestPlan plan) => Rejects(await IngestAsync(
        plan, [[.. plan.New]], new Checkpoint(new CheckpointBasis("", null, "", ""), [], null)).ConfigureAwait(false));

    /// <summary>Batches of at least so many bytes, or of a sixteenth of all if that is more.</summary>
    private static List<ExportFile[]> Cut(IReadOnlyList<ExportFile> files, long batchBytes)
    {
        var limit = Math.Max(batchBytes, files.Sum(file => file.SizeBytes) / MostBatches);
        List<ExportFile[]> batches = [];
        List<ExportFile> batch = [];
        foreach (var file in files)
        {
            batch.Add(file);
            if (batch.Sum(one => one.SizeBytes) < limit) continue;
            batches.Add([.. batch]);
            batch.Clear();
        }

        if (batch.Count > 0 || batches.Count == 0) batches.Add([.. batch]);
        return batches;
    }

    private Checkpoint Resume(CheckpointBasis basis, IReadOnlyList<ExportFile[]> batches)
    {
        var isThere = _file.Exists;
        if (isThere) log.Started("resume");
        var started = Stopwatch.GetTimestamp();
        var checkpoint = _file.Restore(basis, batches, out var why, cancellation);
        foreach (var (batch, files) in checkpoint.Batches.Zip(batches))
        {
            foreach (var (record, file) in batch.Exports.Zip(files)) record.Restore(file);
        }

        if (!isThere) return checkpoint;
        var (rows, bytes) = (checkpoint.Files.Sum(file => file.Rows), checkpoint.Files.Sum(file => file.Bytes));
        log.Finished("resume", rows, bytes, Stopwatch.GetElapsedTime(started), TimeSpan.Zero);
        if (why is not null) log.Warn($"of what a run that ended early had ingested not all can be used: {why}");
        var taken = checkpoint.Batches.Sum(batch => batch.Exports.Count);
        var all = batches.Sum(batch => batch.Length);
        log.Warn(taken == 0 && all > 0
            ? "begins anew"
            : $"resumes a run that ended early: {taken} of {all} new files were ingested by it"
                + (checkpoint.Settled is null ? "" : " and settled"));
        return checkpoint;
    }

    private async Task<Checkpoint> IngestAsync(
        IngestPlan plan, List<ExportFile[]> batches, Checkpoint checkpoint)
    {
        if (checkpoint.Batches.Count == batches.Count) return checkpoint;
        log.Started("ingest");
        var started = Stopwatch.GetTimestamp();
        var all = plan.New.Sum(file => file.SizeBytes);
        List<StageCounters> stages = [];
        List<ExportFile> done = [.. batches.Take(checkpoint.Batches.Count).SelectMany(files => files)];
        var resumed = done.Count;
        for (var batch = checkpoint.Batches.Count; batch < batches.Count; batch++)
        {
            var (rowsBefore, bytesBefore) = (done.Sum(file => file.Read), done.Sum(file => file.SizeBytes));
            var staging = Path.Combine(folder, "staging", $"{batch + 1:000}");
            Directory.CreateDirectory(staging);
            var stage = Stage(batches[batch], staging, checkpoint);
            var result = await stage.RunAsync(
                new IngestPlan(batches[batch], []),
                (rows, bytes, _) => log.Progress(
                    "ingest", all == 0 ? 1 : (double)(bytesBefore + bytes) / all, rowsBefore + rows,
                    bytesBefore + bytes),
                cancellation).ConfigureAwait(false);
            stages.AddRange(result.Stages);
            done.AddRange(batches[batch]);
            var refused = new StagedFacts("rejects", 0, result.RejectsPath, 0);
            checkpoint = Kept(checkpoint with
            {
                Batches = [.. checkpoint.Batches, new BatchRecord(
                    [.. batches[batch].Select(FileRecord.Of)], [.. result.Facts.Select(_file.Describe)],
                    _file.Describe(refused))],
            });
        }

        var elapsed = Stopwatch.GetElapsedTime(started);
        foreach (var same in stages.GroupBy(stage => stage.Name))
        {
            log.Finished(
                same.Key, same.Sum(stage => stage.Rows), same.Sum(stage => stage.Bytes), elapsed,
                TimeSpan.FromTicks(same.Sum(stage => stage.Waiting.Ticks)));
        }

        var read = done.Skip(resumed).ToList();
        log.Finished(
            "ingest", read.Sum(file => file.Read), read.Sum(file => file.SizeBytes), elapsed, TimeSpan.Zero,
            read.Sum(file => file.Rejected));
        return checkpoint;
    }

    private void RequireSpace(IEnumerable<ExportFile> files)
    {
        var facts = DiskSpace.FactBytes(files.Select(file => (file.Path, file.SizeBytes)), previous);
        _disk.Require("the run", facts + _disk.ResultBytes(0, previous));
    }

    /// <summary>The ingest of one batch, with as much memory as it needs or there is.</summary>
    private IngestStage Stage(ExportFile[] files, string staging, Checkpoint checkpoint)
    {
        MemoryNeed Need(long bytes) => MemoryNeeds.Ingest(files, previous, bytes, options.Threads);

        var sortBytes = _memory.SortBytes(Need);
        using (var connection = engine.Connect())
            _memory.Enter(connection, "ingest", Need(sortBytes), "or deliver fewer exports at a time");
        return new IngestStage(
            pipeline, engine, key, staging, options.Threads, [.. Committed(), .. Staged(checkpoint)])
        {
            SortBytes = sortBytes,
            WriterBytes = _memory.EngineBytes(Need(sortBytes)) / 2,
        };
    }

    /// <summary>What the new deliveries mean for facts, old ones and new ones.</summary>
    private Checkpoint Settle(Checkpoint checkpoint)
    {
        if (checkpoint.Settled is not null) return checkpoint;
        var staged = Staged(checkpoint).ToList();
        var settlement = new Settlement(
            engine, Committed().Select(file => (file.Table, file.Path)), staged, cancellation);
        if (!settlement.IsNeeded) return Kept(checkpoint with { Settled = new SettledRecord([], []) });
        using (var connection = engine.Connect()) _memory.Enter(connection, "settle", default, "");
        var settled = log.Stage(
            "settle", () => settlement.Run(folder), result => (result.Files.Sum(file => file.Rows), 0));
        return Kept(checkpoint with
        {
            Settled = new SettledRecord(
                [.. settled.Facts.Skip(staged.Count).Select(_file.Describe)],
                [.. settled.Files.Select(_file.Describe)]),
        });
    }

    private List<string> Rejects(Checkpoint checkpoint) =>
        [.. checkpoint.Batches.Select(batch => _file.Staged(batch.Rejects).Path)];

    private Checkpoint Kept(Checkpoint checkpoint)
    {
        if (!options.DryRun) _file.Write(checkpoint);
        return checkpoint;
    }

    private IEnumerable<StagedFacts> Committed() => (previous?.Facts ?? []).Select(file =>
        new StagedFacts(file.Table, FactSchema.MonthOfPath(file.Path), lake.Absolute(file.Path), file.Rows));

    private IEnumerable<StagedFacts> Staged(Checkpoint checkpoint) =>
        checkpoint.Batches.SelectMany(batch => batch.Facts).Select(_file.Staged);
}
