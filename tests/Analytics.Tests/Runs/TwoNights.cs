using Analytics.Pipeline.Definition;
using Analytics.Pipeline.Runs;

namespace Analytics.Tests.Runs;

/// <summary>
/// A lake with one night published and a second delivered that holds all that a checkpoint has to remember: lists that
/// end follows, refused lines, duplicates, a file cut off. Made once, copied by each test.
/// </summary>
public sealed class TwoNights : IAsyncLifetime
{
    private const int Files = 5;

    private readonly RunFolder _first = new();
    private readonly RunFolder _stopped = new();
    private readonly RunFolder _undisturbed = new();

    /// <summary>Every file of the lake but its catalog after both nights, by digest.</summary>
    internal IReadOnlyDictionary<string, string> Undisturbed { get; private set; } = null!;

    internal IReadOnlyDictionary<string, string> UndisturbedFacts { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Deliver(0);
        await RunAsync(Pipeline(_first), new RecordedRun(), default);
        for (var night = 1; night <= Files; night++) Deliver(night);

        // Ends in the middle: fails, and is told about by every run that goes on from it.
        var torn = RunFolder.Packed(string.Join('\n', Lines(7).Prepend("follower_id,followee_id")));
        _first.Write("lists/zz-torn.csv.gz", torn[..^20]);

        await RunAsync(CopyFirstTo(_undisturbed), new RecordedRun(), default);
        Undisturbed = Published(_undisturbed.Lake);
        UndisturbedFacts = LakeContents.FactDigests(_undisturbed.Lake);

        using CancellationTokenSource stop = new();
        RecordedRun observer = new(stage =>
        {
            if (stage == "weigh") stop.Cancel();
        });
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => RunAsync(CopyFirstTo(_stopped), observer, stop.Token));
    }

    public ValueTask DisposeAsync()
    {
        foreach (var folder in new[] { _first, _stopped, _undisturbed }) folder.Dispose();
        return ValueTask.CompletedTask;
    }

    /// <summary>The state in which the second night is delivered and not ingested.</summary>
    internal PipelineDefinition CopyFirstTo(RunFolder folder) => Copy(_first, folder);

    /// <summary>The state after a run that was stopped when it had ingested and settled.</summary>
    internal PipelineDefinition CopyStoppedTo(RunFolder folder) => Copy(_stopped, folder);

    /// <summary>Every file of a lake that counts but those that name its folder.</summary>
    internal static IReadOnlyDictionary<string, string> Published(string lake) => LakeContents.Settled(lake)
        .Where(file => file.Key is not ("lake.json" or "catalog.json" or "analytics.duckdb")).ToDictionary();

    /// <summary>A run in which every file is a batch of its own.</summary>
    internal static Task<RunSummary> RunAsync(
        PipelineDefinition pipeline, IRunObserver observer, CancellationToken cancellation)
    {
        RunOptions options = new(null, 2, DryRun: false) { BatchBytes = 1 };
        return Task.Run(
            () => PipelineRun.ExecuteAsync(pipeline, options, observer, FixedClock.Noon, cancellation),
            CancellationToken.None);
    }

    private static PipelineDefinition Copy(RunFolder from, RunFolder to)
    {
        foreach (var file in Directory.EnumerateFiles(from.Root, "*", SearchOption.AllDirectories))
        {
            var target = Path.Combine(to.Root, Path.GetRelativePath(from.Root, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }

        return Pipeline(to);
    }

    private static PipelineDefinition Pipeline(RunFolder folder) => folder.Pipeline(
        """
          - { name: lists, format: csv, kind: follows, complete: followers, path: 'lists/*.csv*' }
          - { name: more, format: csv, kind: follows, path: 'more/*.csv' }
        """,
        "gates: { max_reject_share: 1 }");

    private void Deliver(int night)
    {
        var name = $"lists/{night}.csv";
        _first.Write(name, Lines(night).Prepend("follower_id,followee_id").Append(",nobody"));
        var at = new DateTime(2024, 5, 1 + night, 3, 0, 0, DateTimeKind.Utc);
        File.SetLastWriteTimeUtc(_first.PathOf(name), at);
        if (night == 0) _first.Write("more/1.csv", "follower_id,followee_id", "p,q", "q,p");
    }

    /// <summary>Lists of ten accounts; each night some followers are missing and others are new.</summary>
    private static IEnumerable<string> Lines(int night) =>
        from owner in Enumerable.Range(0, 10)
        from follower in Enumerable.Range(0, 40)
        where follower != owner && (follower + owner + night) % 5 != 0
        select $"{follower},{owner}";
}
