using Analytics.Pipeline.Lake;
using Analytics.Pipeline.Runs;

namespace Analytics.Tests.Faults;

/// <summary>One lake to which something will happen, with the exports that were delivered to it so far.</summary>
internal sealed class FaultCase : IDisposable
{
    private readonly FaultWorld _world;
    private readonly List<string> _problems = [];
    private readonly Stack<IDisposable> _owned = new();

    /// <param name="delivered">Deliveries that the lake holds already.</param>
    public FaultCase(FaultWorld world, string name, int seed, int delivered)
    {
        _world = world;
        Root = Path.Combine(world.Root, name);
        Folders.Delete(Root);
        Directory.CreateDirectory(Exports);
        Lake = Path.Combine(Root, "lake");
        Random = new Random(seed);
        Delivered = delivered;
        world.Restore(delivered, Lake);
        for (var delivery = 1; delivery <= delivered; delivery++) Deliver(delivery);
        WritePipeline(Sources());
    }

    public string Root { get; }

    public string Exports => Path.Combine(Root, "exports");

    /// <summary>Where the lake is; a fault may move it.</summary>
    public string Lake { get; set; }

    public Random Random { get; }

    /// <summary>How many deliveries the lake held at first; the next one is there when the fault strikes.</summary>
    public int Delivered { get; }

    /// <summary>Whether the lake holds a snapshot that was not there before the fault.</summary>
    public bool HasCommitted => (new SnapshotStore(new LakeFolder(Lake)).Newest()?.Sequence ?? 0) > Delivered;

    /// <summary>How long a process needs for a run that nobody disturbs.</summary>
    public TimeSpan Undisturbed => _world.Undisturbed;

    /// <summary>Null where nobody reads.</summary>
    public ReaderProcess? Reader { get; set; }

    /// <summary>What the reader saw until it paused last.</summary>
    public Sights Sights { get; private set; } = Sights.None;

    /// <summary>What did not go as documented.</summary>
    public IReadOnlyList<string> Problems => _problems;

    public void Fail(string problem) => _problems.Add(problem);

    public void Expect(bool condition, string problem)
    {
        if (!condition) Fail(problem);
    }

    public void Watch() => Reader?.Watch(Lake);

    /// <summary>Readers look away: what they would see now is no fault of the program's.</summary>
    public void Pause()
    {
        if (Reader is not null) Sights += Reader.Pause();
    }

    /// <summary>The exports of one more delivery arrive, whole; those that are there already are replaced.</summary>
    public void Deliver(int delivery)
    {
        foreach (var file in Deliveries.Files(delivery)) Restore(file);
    }

    /// <summary>One export as it should be.</summary>
    public void Restore(string file) =>
        File.Copy(Path.Combine(_world.Exports, file), Path.Combine(Exports, file), overwrite: true);

    /// <summary>The lake as it was before the fault.</summary>
    public void Reset()
    {
        // The folder itself stays: it may be a disk.
        Directory.CreateDirectory(Lake);
        foreach (var entry in Directory.EnumerateFileSystemEntries(Lake)) DeleteEntry(entry);
        _world.Restore(Delivered, Lake);
    }

    /// <summary>Given back when the case is over.</summary>
    public void Own(IDisposable resource) => _owned.Push(resource);

    /// <summary>Where the follows come from instead of the folder of exports.</summary>
    public void WritePipeline(string sources) => File.WriteAllText(
        PipelineFile,
        $"""
        name: faults
        purpose: {"{"} controller: nobody, purpose: tests, legal_basis: none, retention: 3650d {"}"}
        privacy:
          key_file: ../secret/pseudonym.key
          identity_store: ../secret/identities.parquet
          min_group: 2
        communities: {"{"} min_size: 5 {"}"}
        leaders: {"{"} top: 10 {"}"}
        output: {"{"} lake: lake, keep_runs: 2 {"}"}
        sources:
        {sources}

        """);

    /// <param name="follows">Where they come from.</param>
    public static string Sources(string follows = "exports/follows-*.csv.gz") =>
        $"""
          - name: follows
            format: csv
            kind: follows
            path: {follows}
            columns: {"{"} follower_id: src, followee_id: dst, at: created, ended_at: ended {"}"}
            {(follows.StartsWith("http", StringComparison.Ordinal) ? "pull: { retries: 1, timeout: 1s }" : "")}
          - name: acts
            format: ndjson
            kind: interactions
            path: exports/acts-*.ndjson.gz
            columns: {"{"} actor_id: actor, target_id: target, kind: kind, at: at {"}"}
          - name: posts
            format: csv
            kind: posts
            path: exports/posts-*.csv
            columns: {"{"} post_id: id, author_id: author, at: at, hashtags: tags {"}"}
          - name: accounts
            format: parquet
            kind: accounts
            path: exports/accounts-*.parquet
            columns: {"{"} account_id: id, claimed_followers: followers, observed_at: seen {"}"}
        """;

    private string PipelineFile => Path.Combine(Root, "pipeline.yaml");

    /// <summary>A run in this process.</summary>
    public Task<RunSummary> RunAsync(
        CancellationToken cancellation, TimeProvider? clock = null, Action<string>? onStage = null)
    {
        var definition = Pipeline.Definition.PipelineFile.Load(
            PipelineFile, new Dictionary<string, string> { ["HOME"] = Root });
        RunOptions options = new(Lake, 2, DryRun: false);
        return Task.Run(
            () => PipelineRun.ExecuteAsync(
                definition, options, new StageObserver(onStage), clock ?? TimeProvider.System, cancellation),
            CancellationToken.None);
    }

    /// <summary>A run in a process of its own.</summary>
    public RunProcess StartRun(
        IReadOnlyList<string>? prefix = null, IReadOnlyDictionary<string, string>? environment = null) =>
        new(Root, ["run", PipelineFile, "--lake", Lake, "--threads", "2", "--verbose"], prefix, environment);

    public void Dispose()
    {
        foreach (var resource in _owned) resource.Dispose();
        Folders.Delete(Root);
    }

    private static void DeleteEntry(string entry)
    {
        if (Directory.Exists(entry)) Directory.Delete(entry, recursive: true);
        else File.Delete(entry);
    }

    private sealed class StageObserver(Action<string>? onStage) : IRunObserver
    {
        public void StageStarted(string stage) => onStage?.Invoke(stage);

        public void StageProgress(string stage, double fraction, long rows, long bytes)
        {
        }

        public void StageFinished(StageReport report)
        {
        }

        public void Warning(string message)
        {
        }
    }
}
