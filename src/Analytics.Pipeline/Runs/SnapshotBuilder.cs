using Analytics.DuckDb;
using Analytics.Pipeline.Definition;
using Analytics.Pipeline.Gates;
using Analytics.Pipeline.Ingest;
using Analytics.Pipeline.Lake;
using Analytics.Pipeline.Marts;
using Analytics.Pipeline.Privacy;
using Analytics.Pipeline.Resources;
using Analytics.Pipeline.Sources;

namespace Analytics.Pipeline.Runs;

/// <summary>From staged facts to a published or held snapshot: analysis, records, data tests, commit.</summary>
internal sealed class SnapshotBuilder(
    PipelineDefinition pipeline, LakeFolder lake, RunLog log, SnapshotManifest? previous, int sequence, string runId)
{
    // The new snapshot, the one that readers have open who opened the catalog before it, and the one that it is
    // compared with there.
    private const int KeptForReaders = 3;

    public required RunResources Resources { get; init; }

    /// <summary>The scheduled time that this run answers, or null.</summary>
    public DateTimeOffset? DueAt { get; init; }

    public RunSummary Build(
        DuckDbDatabase engine,
        IngestPlan plan,
        Gathered gathered,
        PseudonymKey key,
        string work,
        DateTimeOffset startedAt,
        TimeProvider clock,
        CancellationToken cancellation)
    {
        using var connection = engine.Connect();
        ShowFacts(connection, gathered);
        var analysis = Analyse(connection, gathered, cancellation);
        var records = new RunRecords(connection, runId);
        var sources = SourceReports.Of(pipeline, plan, records.Completeness());
        SourceReports.WarnOfFailures(plan, log);
        SourceReports.WarnOfDrift(plan, log);
        records.WriteSources(sources);
        records.WriteRejects(gathered.Rejects);
        records.WriteDrift(plan);
        var gates = Judge(connection, plan, gathered, sources, analysis);
        records.WriteGates(gates);
        var status = log.Status(gates);
        var finishedAt = clock.GetUtcNow();
        records.WriteRun(pipeline, status, startedAt, finishedAt, Resources.Threads, sources, analysis);
        var handles = Reveal(engine, connection, key, status, cancellation);
        Test(connection, gathered.Facts, cancellation);

        var communities = CommunityReports.Read(connection, handles);
        var (facts, moves) = Compacted(connection, Facts(gathered.Facts), work, cancellation);
        var disk = RequireSpace(gathered);
        log.Stage("commit", () =>
        {
            var manifest = new SnapshotManifest(
                LakeFolder.FormatVersion, sequence, runId, pipeline.Name,
                status == RunStatus.Held ? SnapshotManifest.Held : SnapshotManifest.Done,
                startedAt, finishedAt, pipeline.Communities.Seed, pipeline.ConfigHash, CodeVersion.Text,
                pipeline.Purpose, analysis.NextCommunityId, facts, [], Files(plan), key.Fingerprint, previous?.RunId);
            manifest = manifest with
            {
                DueAt = DueAt,
                KeepsText = pipeline.Privacy.KeepText,
                Marts =
                [
                    .. MartWriter.Write(connection, work, manifest.Folder, cancellation),
                    .. gathered.Settled.Select(file => Described(file, manifest)),
                ],
            };
            cancellation.ThrowIfCancellationRequested();

            // From here on the run goes to its end: it takes moments, and afterwards the snapshot is there.
            if (!manifest.IsHeld) disk.TakeForCatalog();
            new CheckpointFile(work).Delete();
            var store = new SnapshotStore(lake);
            store.Commit(work, manifest, moves);

            // Only then does the new catalog name no snapshot that goes away while it is read.
            store.KeepNewest(Kept(pipeline), clock.GetUtcNow());
            if (!manifest.IsHeld) Publish(manifest);
            return manifest.Marts;
        }, marts => (marts.Sum(file => file.Rows), marts.Sum(file => file.Bytes)));
        Keep(connection, handles, status);

        return new RunSummary(
            runId, lake.Path, lake.Catalog, status, sources, communities, log.Warnings, log.Stages, analysis.Steps)
        {
            Gates = gates,
            PublishedRunId = status == RunStatus.Held ? previous?.RunId : runId,
        };
    }

    /// <summary>Published snapshots that a run leaves in the lake.</summary>
    public static int Kept(PipelineDefinition pipeline) => Math.Max(KeptForReaders, pipeline.Output.KeepRuns);

    private DiskSpace RequireSpace(Gathered gathered)
    {
        DiskSpace disk = new(lake, Resources.DiskReserveBytes);
        disk.Require("commit", disk.ResultBytes(gathered.Facts.Sum(file => file.Rows), previous));
        return disk;
    }

    private void Publish(SnapshotManifest manifest)
    {
        try
        {
            Catalog.Publish(lake, manifest);
        }
        catch (Exception error) when (DiskFull.Caused(error))
        {
            throw new UserException(
                $"{lake.Catalog}: run {runId} is committed, but the disk became full before its catalog was written; "
                + "the old one still shows the snapshot before. Free space there: the next run writes it first.",
                ExitCodes.Failed,
                error);
        }
    }

    private static ParquetFile Described(StagedFacts file, SnapshotManifest manifest) =>
        MartWriter.Describe(file.Table, file.Path, $"{manifest.Folder}/{file.Table}.parquet", file.Rows);

    private IEnumerable<(string Table, string Path)> Committed() =>
        (previous?.Facts ?? []).Select(file => (file.Table, lake.Absolute(file.Path)));

    private void ShowFacts(DuckDbConnection connection, Gathered gathered)
    {
        var staged = gathered.Facts.Select(file => (file.Table, file.Path));
        ParquetView.CreateFacts(
            connection, Committed().Concat(staged).ToLookup(file => file.Table, file => file.Path),
            SettledFacts.Of(gathered.Settled.Select(file => (file.Table, file.Path))));
        if (previous is null) return;
        var members = previous.Marts.Where(file => file.Table == "members").Select(file => lake.Absolute(file.Path));
        connection.Execute(
            "CREATE VIEW previous_members AS SELECT community_id, account_id "
            + $"FROM read_parquet([{ParquetView.Files(members)}])");
    }

    private AnalysisSummary Analyse(
        DuckDbConnection connection, Gathered gathered, CancellationToken cancellation)
    {
        var memory = new MemoryPlan(Resources);
        var acts = MostActs(gathered);
        string? current = null;
        var context = new AnalysisContext(runId, Resources.Threads, (int)(previous?.NextCommunityId ?? 1), progress =>
        {
            if (current != progress.Stage) log.Started(current = progress.Stage);
            log.Progress(progress.Stage, progress.Fraction, progress.Rows, 0);
        })
        {
            Enter = size => memory.Enter(
                connection, size.Stage, size.Acts == 0 ? MemoryNeeds.Weigh(acts) : MemoryNeeds.Of(size),
                "or narrow graph.window"),
        };
        var analysis = AnalysisStage.Run(connection, pipeline, context, cancellation);
        var rows = new Dictionary<string, long>
        {
            ["weigh"] = analysis.Edges,
            ["cluster"] = analysis.Vertices,
            ["measure"] = analysis.Members,
            ["plan"] = analysis.Leaders,
            ["publish"] = analysis.Leaders,
        };
        foreach (var warning in analysis.Warnings) log.Warn(warning);
        foreach (var time in analysis.Timings)
        {
            log.Finished(new StageReport(
                time.Stage, rows.GetValueOrDefault(time.Stage), 0, time.Elapsed, TimeSpan.Zero, time.PeakBytes));
        }

        return analysis;
    }

    private IReadOnlyList<GateResult> Judge(
        DuckDbConnection connection, IngestPlan plan, Gathered gathered, IReadOnlyList<SourceReport> sources,
        AnalysisSummary analysis) =>
    [
        .. SourceGates.Judge(connection, pipeline, plan, previous?.Files ?? [], gathered.Rejects, sources),
        .. new SnapshotGates(connection, pipeline, lake, previous).Judge(analysis.Residual),
    ];

    /// <summary>Most acts of attention that the facts hold: follows, and interactions of the window's months.</summary>
    private long MostActs(Gathered gathered)
    {
        var files = (previous?.Facts ?? [])
            .Select(file => (file.Table, Month: FactSchema.MonthOfPath(file.Path), file.Rows))
            .Concat(gathered.Facts.Select(file => (file.Table, file.Month, file.Rows)))
            .Where(file => file.Table is "follows" or "interactions")
            .ToList();
        if (files.Count == 0) return 0;
        const int shortestMonth = 28;
        var first = pipeline.Graph.Window is { } window
            ? files.Max(file => file.Month) - 1 - (int)(window.TotalDays / shortestMonth)
            : 0;
        return files.Where(file => file.Table == "follows" || file.Month >= first).Sum(file => file.Rows);
    }

    /// <summary>
    /// Handles of the leaders of this snapshot and of nobody else; none unless the pipeline asks for them. For a held
    /// one nobody's handle is looked up who is not known from a published one.
    /// </summary>
    private IReadOnlyDictionary<ulong, Identity> Reveal(
        DuckDbDatabase engine, DuckDbConnection connection, PseudonymKey key, RunStatus status,
        CancellationToken cancellation)
    {
        var handles = new Dictionary<ulong, Identity>();
        if (!pipeline.Privacy.RevealLeaders) return handles;
        var known = Identities().Read(connection);
        using var query = connection.CreateCommand();
        query.CommandText = "SELECT DISTINCT account_id FROM marts.leaders";
        var wanted = new HashSet<ulong>();
        using (var rows = query.ExecuteReader())
        {
            while (rows.Read()) wanted.Add(rows.GetFieldValue<ulong>(0));
        }

        foreach (var (account, identity) in known)
        {
            if (wanted.Remove(account)) handles.Add(account, identity);
        }

        if (wanted.Count == 0 || status == RunStatus.Held) return handles;
        foreach (var identity in new LeaderReveal(pipeline, key, engine).Find(wanted, cancellation))
            handles.Add(identity.AccountId, identity);
        return handles;
    }

    private IdentityStore Identities() => new(IdentityStore.PathFor(pipeline.Privacy.IdentityStore, lake));

    /// <summary>
    /// Keeps the handles once the leaders are published, and forgets all others: those of a run that came to nothing
    /// are nobody's to keep. A held run leaves those of the published leaders, unless there shall be none any more.
    /// What fails here can be made up for by the next run, so it does not undo this one.
    /// </summary>
    private void Keep(
        DuckDbConnection connection, IReadOnlyDictionary<ulong, Identity> handles, RunStatus status)
    {
        var store = Identities();
        try
        {
            if (!pipeline.Privacy.RevealLeaders) File.Delete(store.Path);
            else if (status != RunStatus.Held) store.Write(connection, handles.Values);
        }
        catch (DirectoryNotFoundException) when (!pipeline.Privacy.RevealLeaders)
        {
            // Where there is no folder there is nothing to forget.
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or DuckDbException)
        {
            log.Warn(
                $"{store.Path}: the handles of leaders could not be kept: "
                + $"{error.Message.TrimEnd('.')}. Check that the folder can be written; the next run tries again.");
        }
    }

    /// <summary>
    /// Nothing is stored that its own declaration contradicts: not to be published and not to be held, because nobody
    /// could judge it to be right. Of facts the rows of this run are looked at; those of before were, when they came.
    /// </summary>
    /// <exception cref="InvalidDataException">The tests that failed, with the first rows of each.</exception>
    private static void Test(
        DuckDbConnection connection, IReadOnlyList<StagedFacts> facts, CancellationToken cancellation)
    {
        connection.Execute("SET search_path = 'marts,main'");
        var tables = MartCatalog.Marts.Concat(MartCatalog.Records);
        var tests = tables.SelectMany(DataTests.OfTable).Concat(DataTests.AcrossTables);
        var failures = DataTests.Run(connection, tests, cancellation);
        connection.Execute("CREATE SCHEMA arrived; SET search_path = 'arrived,main'");
        var arrived = facts.ToLookup(file => file.Table, file => file.Path);
        ParquetView.CreateFacts(connection, arrived);
        var known = MartCatalog.Facts.Where(table => arrived.Contains(table.Name));
        failures = [.. failures, .. DataTests.Run(connection, known.SelectMany(DataTests.OfRows), cancellation)];
        connection.Execute("SET search_path = 'main'; DROP SCHEMA arrived CASCADE");
        if (failures.Count == 0) return;
        throw new InvalidDataException(
            "The results contradict their own declaration and were neither published nor held, which is a fault of "
            + $"this program: {string.Join("; ", failures)}.");
    }

    private FactFiles Compacted(
        DuckDbConnection connection, FactFiles facts, string work, CancellationToken cancellation)
    {
        var compaction = new FactCompaction(lake, sequence, pipeline.Output.CompactFiles, work);
        if (!compaction.IsNeeded(facts)) return facts;
        using var limit = connection.CreateCommand("SELECT current_setting('memory_limit')");
        var memory = (string)limit.ExecuteScalar()!;
        return log.Stage("compact", () => compaction.Run(facts, memory, cancellation), merged =>
        {
            var files = merged.All.Except(facts.All).ToList();
            return (files.Sum(file => file.Rows), files.Sum(file => file.Bytes));
        });
    }

    private FactFiles Facts(IReadOnlyList<StagedFacts> staged)
    {
        var all = new List<ParquetFile>(previous?.Facts ?? []);
        var moves = new Dictionary<string, string>();
        foreach (var file in staged)
        {
            // A month that a large run wrote in several parts has several files.
            var part = all.Count(one => one.Path.StartsWith(Folder(file), StringComparison.Ordinal)
                && one.Path.Contains($"/{sequence:0000}", StringComparison.Ordinal));
            var path = $"{Folder(file)}{sequence:0000}{(part == 0 ? "" : $"-{part}")}.parquet";
            all.Add(MartWriter.Describe(file.Table, file.Path, path, file.Rows));
            moves.Add(file.Path, path);
        }

        return new FactFiles(all, moves);
    }

    private static string Folder(StagedFacts file) => $"facts/{file.Table}/month={FactSchema.MonthName(file.Month)}/";

    private IReadOnlyList<IngestedFile> Files(IngestPlan plan) =>
    [
        .. previous?.Files ?? [],
        .. plan.New.Where(file => file.Failure is null).Select(file => new IngestedFile(
            file.Sha256!, IngestPlan.Reading(file.Source), file.Source.Name, file.Name, file.SizeBytes, file.Read,
            file.Accepted, file.Rejected, file.Duplicates, sequence, file.ListedOn)),
    ];
}
